"""Characters that look alike: drawn with a font, compared dot by dot."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

SIZE = 32
EVERY = (1 << SIZE * SIZE) - 1
LEFT = sum(1 << row * SIZE for row in range(SIZE))
RIGHT = LEFT << SIZE - 1
INK = 100
LEAST_COVERED, LEAST_BOTH, MOST = 0.6, 1.55, 6


def alike(common: Iterable[str]) -> dict[str, list[str]]:
    """Return for each character of GB 2312 the most alike among the common ones, at most six.

    Two are alike when each covers the other's ink after being thickened by one dot.
    """
    font = ImageFont.truetype(str(files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"), SIZE)
    targets = sorted(common)
    drawn = {character: _drawn(character, font) for character in {*_gb2312(), *targets}}
    known = [(one, drawn[one], _thick(drawn[one]), drawn[one].bit_count()) for one in targets]
    found: dict[str, list[str]] = {}
    for one, ink in drawn.items():
        thick, dots, rows = _thick(ink), ink.bit_count(), []
        for two, other, other_thick, other_dots in known:
            ours = (ink & other_thick).bit_count() / dots
            if one == two or ours < LEAST_COVERED:
                continue
            theirs = (other & thick).bit_count() / other_dots
            if theirs >= LEAST_COVERED and ours + theirs >= LEAST_BOTH:
                rows.append((ours + theirs, two))
        found[one] = [two for _, two in sorted(rows, reverse=True)[:MOST]]
    return found


def _gb2312() -> list[str]:
    pairs = (bytes([first, second]) for first in range(0xB0, 0xF8) for second in range(0xA1, 0xFF))
    return [text for pair in pairs if (text := pair.decode("gb2312", "ignore"))]


def _drawn(character: str, font: ImageFont.FreeTypeFont) -> int:
    image = Image.new("L", (SIZE, SIZE), 0)
    ImageDraw.Draw(image).text((SIZE / 2, SIZE / 2), character, fill=255, font=font, anchor="mm")
    return sum(1 << place for place, ink in enumerate(image.tobytes()) if ink > INK)


def _thick(ink: int) -> int:
    wide = ink | (ink << 1 & ~LEFT) | (ink >> 1 & ~RIGHT)
    return (wide | wide << SIZE | wide >> SIZE) & EVERY
