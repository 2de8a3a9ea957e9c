"""What a query means before it is searched."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.engine.search.index import synonyms
from gongkai.engine.search.rules import Body, Directory, called_so, directory, understand

TODAY = dt.date(2026, 11, 22)
BODIES = [
    Body("yc-gov", "云川市人民政府", "市政府", (), "government", ("yc-gov",)),
    Body("yc-czj", "云川市财政局", "市财政局", (), "department", ("yc-gov", "yc-czj")),
    Body("yc-scjg", "云川市市场监督管理局", "市市场监管局", (), "department", ("yc-gov", "yc-scjg")),
    Body(
        "yc-zjj",
        "云川市住房和城乡建设局",
        "市住房城乡建设局",
        ("云川市房产管理局",),
        "department",
        ("yc-gov", "yc-zjj"),
    ),
    Body("linjiang", "临江区人民政府", "临江区政府", (), "government", ("yc-gov", "linjiang")),
    Body("mingde", "明德路街道办事处", "明德路街道", (), "subdistrict", ("yc-gov", "linjiang", "mingde")),
    Body("chuanbei", "川北区人民政府", "川北区政府", (), "government", ("yc-gov", "chuanbei")),
]


@pytest.fixture(scope="module")
def known() -> Directory:
    return directory(BODIES, [words for _, words in synonyms.built_in_groups()])


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024年预算", "2024-01-01", "2024-12-31"),
        ("二〇二四年预算", "2024-01-01", "2024-12-31"),
        ("预算 2024", "2024-01-01", "2024-12-31"),
        ("去年预算", "2025-01-01", "2025-12-31"),
        ("近三年预算", "2023-11-22", "2026-11-22"),
        ("最近半年预算", "2026-05-22", "2026-11-22"),
        ("2023年5月通知", "2023-05-01", "2023-05-31"),
        ("2025年3月到2025年6月停车", "2025-03-01", "2025-06-30"),
        ("2025年3月至6月停车", "2025-03-01", "2025-06-30"),
        ("2025年3月1日-2025年6月15日停车", "2025-03-01", "2025-06-15"),
        ("2024-2025 停车", "2024-01-01", "2025-12-31"),
        ("2024年2月29日通知", "2024-02-29", "2024-02-29"),
        ("2020-2023年规划", "2020-01-01", "2023-12-31"),
        ("2020年至2023年规划", "2020-01-01", "2023-12-31"),
        ("2025年第一季度抽检", "2025-01-01", "2025-03-31"),
        ("2025年下半年抽检", "2025-07-01", "2025-12-31"),
        ("2021年以来补贴", "2021-01-01", None),
        ("2019年以前文件", None, "2018-12-31"),
        ("本月通知", "2026-11-01", "2026-11-30"),
        ("上个月通知", "2026-10-01", "2026-10-31"),
        ("去年3月通知", "2025-03-01", "2025-03-31"),
        ("今年上半年的补贴", "2026-01-01", "2026-06-30"),
        ("三月以来的政策", "2026-03-01", None),
        ("2024年3月以来的政策", "2024-03-01", None),
        ("去年以来的政策", "2025-01-01", None),
    ],
)
def test_dates_are_read_as_people_write_them(known: Directory, typed: str, first: str | None, last: str | None) -> None:
    [date] = [one for one in understand(typed, known, TODAY).meanings if one.kind == "date"]
    span = date.leanings[0]
    assert (span.date_from and span.date_from.isoformat(), span.date_to and span.date_to.isoformat()) == (first, last)
    assert date.narrows


def test_a_day_is_asked_for_where_something_came_out_then(known: Directory) -> None:
    def span(typed: str) -> tuple[str, str]:
        [date] = [one for one in understand(typed, known, TODAY).meanings if one.kind == "date"]
        return str(date.leanings[0].date_from), str(date.leanings[0].date_to)

    day = dt.timedelta(days=1)
    assert span("昨天发布的通知") == (str(TODAY - day), str(TODAY - day))
    monday = TODAY - dt.timedelta(days=TODAY.weekday() + 7)
    assert span("上周的公告") == (str(monday), str(monday + 6 * day))


@pytest.mark.parametrize(
    "typed",
    [
        "十四五规划",
        "五年级招生",
        "2023年2月30日通知",
        "云政发〔2019〕7号",
        "“2024年”预算",
        "-2024年 预算",
        "今年级",
        "1234年",
        "今天能办护照吗",
        "上周末办证大厅开门吗",
        "前日本国领事",
    ],
)
def test_what_only_looks_like_a_date_is_none(known: Directory, typed: str) -> None:
    assert not understand(typed, known, TODAY).has("date")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("市财政局 决算", "yc-czj"), ("财政局决算", "yc-czj"), ("市场监管局 许可", "yc-scjg"), ("住建局 公租房", "yc-zjj"),
        ("房产管理局 公租房", "yc-zjj"),
    ],
)  # fmt: skip
def test_an_agency_is_known_by_full_short_former_and_common_names(known: Directory, typed: str, code: str) -> None:
    meant = understand(typed, known, TODAY)
    [agency] = [one for one in meant.meanings if one.kind == "agency"]
    assert agency.value == code
    assert "局" not in meant.rest


def test_a_person_with_an_agency_in_the_title_is_no_agency(known: Directory) -> None:
    assert not understand("财政局长任免", known, TODAY).has("agency")


def test_a_street_looks_here_and_above_but_not_next_door(known: Directory) -> None:
    meant = understand("明德路街道 低保", known, TODAY)
    limit = meant.leanings[0]
    assert limit.required
    assert limit.below == ("mingde",)
    assert {"linjiang", "yc-gov", "yc-czj"} <= set(limit.agencies)
    assert "chuanbei" not in limit.agencies
    assert meant.rest == "低保"


@pytest.mark.parametrize(
    ("typed", "article"),
    [("政府信息公开条例第十三条", "第十三条"), ("条例 第13条第二款", "第十三条"), ("第一百零五条", "第一百零五条"),
     ("刑法第276条之一", "第二百七十六条之一"), ("第二百七十六条之一第二款", "第二百七十六条之一")],
)  # fmt: skip
def test_an_article_is_known_in_either_writing(known: Directory, typed: str, article: str) -> None:
    assert understand(typed, known, TODAY).article == article


def test_kinds_of_query_are_told_apart(known: Directory) -> None:
    def kinds(typed: str) -> set[str]:
        return {one.kind for one in understand(typed, known, TODAY).meanings}

    assert kinds("云政发〔2019〕7号") == {"number"}
    assert kinds("《养犬管理规定》") == {"title"}
    assert kinds("身份证在哪里办理") == {"question", "service"}
    assert kinds("哪里可以放烟花？") == {"question"}
    assert kinds("已废止的通知") == {"ended"}
    assert kinds("低保") == set()


def test_what_the_reader_takes_back_is_left_alone(known: Directory) -> None:
    meant = understand("2024年 明德路街道 财政局 低保", known, TODAY, literal=("date", "place", "agency"))
    assert meant.meanings == ()
    assert meant.rest == "2024年 明德路街道 财政局 低保"


def test_a_name_alone_is_searched_and_does_not_narrow(known: Directory) -> None:
    meant = understand("财政局", known, TODAY)
    assert meant.rest == "财政局"
    assert not meant.narrows


@pytest.mark.parametrize(
    "typed", ["", "\x00\ud800", "《》", "。。。", "年年年", "〔2024〕", "第零条", "9" * 400, "近〇年", "-", '"']
)
def test_nothing_that_is_typed_breaks_it(known: Directory, typed: str) -> None:
    understand(typed, known, TODAY)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [("近三个月的文件", ["date"]), ("今年出台了哪些政策？", ["date"]), ("财政局最新发布的文件", ["agency"])],
)
def test_who_asks_for_everything_of_a_time_or_an_agency_gets_it(known: Directory, typed: str, kinds: list[str]) -> None:
    meant = understand(typed, known, TODAY)
    assert meant.rest == ""
    assert [one.kind for one in meant.meanings] == kinds
    assert meant.narrows


@pytest.mark.parametrize("typed", ["2024年信息公开", "今年补贴政策", "财政局通知"])
def test_what_names_a_matter_is_still_searched(known: Directory, typed: str) -> None:
    assert understand(typed, known, TODAY).rest


def test_weeks_are_counted_in_either_word(known: Directory) -> None:
    spans = [understand(f"近两{word}的文件", known, TODAY).meanings[0].leanings[0] for word in ("周", "星期")]
    assert spans[0] == spans[1]
    assert spans[0].date_from == TODAY - dt.timedelta(days=14)


def test_an_agency_is_proposed_by_the_names_people_call_it(known: Directory) -> None:
    assert [one.text for one in called_so("财政", known)][:1] == ["云川市财政局"]
    assert called_so("财", known) == []
    assert called_so("\ud800", known) == []
