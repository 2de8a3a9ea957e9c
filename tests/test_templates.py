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
