"""Names of agencies and heads against the register."""

import datetime as dt

import pytest

from gongkai.engine.screening.queries import screen_subject
from gongkai.engine.screening.rules import Subject
from gongkai.engine.screening.rules.registered import Registered, register_findings
from gongkai.project.tests.cast import City

AGENCIES = (
    Registered("云川市住房和城乡建设局", "市住房城乡建设局", ("云川市建设局",), "沈怀瑾"),
    Registered("云川市教育局", "市教育局", (), ""),
    Registered("云川市文化局", "", (), "", dt.date(2019, 3, 1)),
)


def told(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.message + one.suggestion) for one in register_findings(text, AGENCIES)]


@pytest.mark.parametrize(
    "written",
    [
        "云川市住房城乡建设局",
        "云川市住房和城市建设局",
        "云川市住房和乡城建设局",
        "云川市住房和和城乡建设局",
        "云川市数育局",
    ],
)
def test_a_name_one_slip_away_is_told_with_the_right_one(written: str) -> None:
    ((place, words),) = told(f"由{written}负责解释。")
    assert place == written
    assert "云川市住房和城乡建设局" in words or "云川市教育局" in words


@pytest.mark.parametrize(
    "text",
    [
        "由云川市住房和城乡建设局负责。",
        "云川市教育系统干部",
        "云川县教育局",
        "市住房城乡建设局",
        "原云川市建设局印发的文件",
        "云川市教育\n局",
    ],
)
def test_right_names_other_towns_and_other_words_are_left_alone(text: str) -> None:
    assert told(text) == []


def test_an_old_name_an_ended_agency_and_another_head_are_told() -> None:
    assert "现名“云川市住房和城乡建设局”" in told("由云川市建设局负责。")[0][1]
    assert "2019年3月1日撤销" in told("由云川市文化局负责。")[0][1]
    assert told("市住房城乡建设局局长李建国出席。") == [
        ("李建国", "登记的市住房城乡建设局负责人是“沈怀瑾”。请核对姓名和职务。")
    ]
    assert told("市住房城乡建设局局长沈怀瑾、副局长李建国出席。") == []


def test_screening_asks_the_register(city: City) -> None:
    found = screen_subject(Subject("通知", "<p>由云川市住房城乡建设局负责。</p>", agency="yc-zjj"))
    (finding,) = [one for one in found if one.check == "register.agency"]
    assert "云川市住房和城乡建设局" in finding.suggestion
    assert not finding.needs_decision
