"""What every template keeps to. (Indentation is `python -m house.templates --check`.)"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house.repository import SOURCE, relative
from house.templates import offences, templates

COMPONENTS = SOURCE / "base" / "ui" / "templates" / "ui"
# `extends` and `load` may stand before the comment: Django wants the first of them first.
OPENING = re.compile(r"\s*(?:\{%\s*(?:extends|load)\b[^%]*%\}\s*)*(?:\{%\s*comment\b|\{#)")


@pytest.mark.parametrize("path", templates([COMPONENTS]), ids=lambda path: path.name)
def test_a_component_opens_with_its_variables(path: Path) -> None:
    assert OPENING.match(path.read_text(encoding="utf-8")), (
        f"{relative(path)}: begin with {{% comment %}} and the variables"
    )


def test_no_template_holds_scripts_or_styles() -> None:
    assert [line for path in templates() for line in offences(path)] == []


def test_no_page_hides_its_address_from_its_own_forms() -> None:
    """With `no-referrer` browsers send our own forms with `Origin: null`, and the check against forged forms refuses them."""
    said = [
        path.relative_to(SOURCE)
        for ending in ("*.html", "*.py")
        for path in SOURCE.rglob(ending)
        if re.search(r"""[:=]\s*["']no-referrer["']""", path.read_text(encoding="utf-8"))
    ]
    assert said == []
