"""`python -m gongkai.doors.site.palettes` writes the stylesheet of the site themes; a test compares it with its source."""

from __future__ import annotations

from pathlib import Path

from gongkai.doors.site.rules.palettes import stylesheet

STYLESHEET = Path(__file__).resolve().parent / "static" / "site" / "palettes.css"

if __name__ == "__main__":
    STYLESHEET.write_text(stylesheet(), encoding="utf-8")
