"""docs/screens.md: the screenshots that the browser tests take, in order, with a line for each."""

from __future__ import annotations

from house.generated import Page
from house.pages import page
from house.repository import ROOT
from house.words import screen_words

FOLDER = ROOT / "docs" / "screenshots"


def taken() -> dict[str, list[tuple[str, str]]]:
    """Return name → (width, file name), widest first, for every image `name-width.png`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(FOLDER.glob("*.png")):
        name, _, width = path.stem.rpartition("-")
        found.setdefault(name, []).append((width, path.name))
    return {name: sorted(images, key=lambda image: -int(image[0])) for name, images in found.items()}


def make() -> Page:
    images = taken()
    parts = []
    for name, words in screen_words().items():
        parts += [f"## {words}"] if name in images else []
        parts += [f"![{words}, {width} pixels wide](screenshots/{file})" for width, file in images.get(name, [])]
    return page(
        "docs/screens.md",
        "Screens",
        "Taken by the browser tests: `GONGKAI_WRITE_SCREENSHOTS=1 just e2e`, then `just docs`.",
        *(parts or ["None are committed yet."]),
    )
