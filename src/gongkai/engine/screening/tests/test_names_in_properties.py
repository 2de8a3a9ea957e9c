"""A person in a file's properties wants a decision; a division, a program or nobody does not."""

import pytest

from gongkai.engine.screening.rules import screen
from gongkai.engine.screening.rules.hidden import names_somebody


@pytest.mark.parametrize("value", ["作者：林知远", "作者：欧阳明", "最后修改者：Li Wei", "作者：王芳"])
def test_a_person_is_named(value: str) -> None:
    assert names_somebody(value)


@pytest.mark.parametrize(
    "value",
    [
        "作者：城市更新科",
        "作者：yc-zjj",
        "作者：openpyxl",
        "作者：人口管理支队",
        "作者：管理",
        "作者：Microsoft Office User",
    ],
)
def test_nobody_is_named(value: str) -> None:
    assert not names_somebody(value)


def test_two_things_asked_for_are_no_name() -> None:
    assert not screen("请署真实姓名和联系方式。", only=("personal",))
    assert screen("申请人姓名：和联平，电话13812341234。", only=("personal",))
