"""How a site may look: one main colour each (指引：主色不超过三种), as tokens. A test holds every pair to WCAG AA. No Django.

The reader's own choice (长者版、高对比度) stands above the site's colours. 朱 belongs to official documents and is no theme.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Values of the colour tokens of base/ui/tokens.css; `elder` is the accent in the large-type version."""

    key: str
    name: str
    note: str
    accent: str
    deep: str
    soft: str
    line: str
    ground: str
    sunk: str
    elder: str

    @property
    def tokens(self) -> dict[str, str]:
        return {
            "--accent": self.accent,
            "--accent-deep": self.deep,
            "--accent-soft": self.soft,
            "--accent-line": self.line,
            "--ground": self.ground,
            "--sunk": self.sunk,
            "--link": self.accent,
            "--link-hover": self.deep,
            "--link-line": f"{self.accent}55",
            "--band": self.accent,
            "--band-hover": self.deep,
        }


PALETTES: dict[str, Palette] = {
    one.key: one
    for one in (
        Palette("default", "石青", "沉静，适合综合门户", "#11485e", "#0a3243", "#e4eef2", "#9fbcc8", "#f3f6f7", "#e7edf0", "#0c3d51"),
        Palette("pine", "松绿", "适合生态、农业、城乡建设", "#1d5240", "#12392c", "#e3efe9", "#9dbfb0", "#f3f7f5", "#e6eeea", "#15432f"),
        Palette("indigo", "黛蓝", "适合教育、科技、法治", "#343a72", "#23284f", "#e9eaf4", "#b0b4d6", "#f5f5f9", "#e9eaf1", "#2a2f62"),
        Palette("umber", "赭石", "适合文化、民政、区和街道", "#6b3a1e", "#4a2712", "#f5ebe3", "#d3b49f", "#f9f6f3", "#f0e9e3", "#582d15"),
    )
}  # fmt: skip


def palette_of(name: str) -> Palette:
    """Return the palette of this name; an unknown name is the default, never an error on a public page."""
    return PALETTES.get(name, PALETTES["default"])


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb or #rgb (WCAG 2.2)."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(char * 2 for char in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def stylesheet() -> str:
    """Return the rules of all palettes but the default one, which base/ui states. `python -m` writes them to a file."""
    lines = ["/* 由 python -m gongkai.doors.site.palettes 生成，请改 rules/palettes.py */"]
    for one in PALETTES.values():
        body = " ".join(f"{name}: {value};" for name, value in one.tokens.items())
        lines.append(f'[data-palette="{one.key}"]:not([data-theme="contrast"]) {{ {body} }}')
        lines.append(
            f'[data-palette="{one.key}"][data-theme="elder"] {{ --accent: {one.elder}; --link: {one.elder}; '
            f"--band: {one.elder}; --link-line: currentColor; }}"
        )
    paper = " ".join(f"--{name}: #000;" for name in ("accent", "link"))
    lines.append(
        f"@media print {{ :root[data-palette] {{ {paper} --ground: #fff; --sunk: #fff; --link-line: transparent; }} }}"
    )
    return "\n".join(lines) + "\n"
