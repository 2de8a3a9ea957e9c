"""Papers set here and in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.base.ui.typesetting import NotSetError, fonts, typeset, typeset_apart


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "slip.typ"
    path.write_text('#let told = json(bytes(sys.inputs.sheet))\n#set text(font: "Noto Serif CJK SC")\n= #told.title\n')
    return path


def test_a_paper_set_apart_is_the_same_to_the_byte(template: Path) -> None:
    told = {"title": "云川市人民政府公报"}
    assert typeset_apart(template, told) == typeset(template, told)
    assert typeset_apart(template, {"title": "别的"}) != typeset(template, told)


def test_what_cannot_be_set_says_why(template: Path) -> None:
    with pytest.raises(NotSetError, match="title"):
        typeset_apart(template, {})


def test_all_templates_share_one_set_of_fonts() -> None:
    assert fonts() is fonts()
