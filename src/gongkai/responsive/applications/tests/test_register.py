"""The register: finding, counting, exporting, and how many questions it asks the database."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.base.vault import queries as vault
from gongkai.project.tests.cast import City
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.tests.desk_world import REGISTER, signed_in
from gongkai.responsive.applications.tests.world import COMPANY, QIAN, at_work, handed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def text(town: City, query: str = "", name: str = "jing") -> str:
    answer = signed_in(town, name).get(f"{REGISTER}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def three(town: City) -> list[Application]:
    first = at_work(town, on=today())
    second = handed_in(town, on=today(), matters=(Matter("物业服务合同"),), party=COMPANY)
    third = handed_in(town, on=today(), door="ordinary-mail", matters=(Matter("公积金缴存基数"),))
    return [first, second, third]


@pytest.mark.requirement("R230")
def test_what_presses_us_is_first_then_what_waits_for_the_applicant_and_of_equals_the_older(town: City) -> None:
    door, names = "ordinary-mail", ("先收到的一件", "后收到的一件")
    older, newer = (handed_in(town, on=today(), door=door, matters=(Matter(name),)) for name in names)
    late, paying = at_work(town, on=today()), at_work(town, on=today())
    Application.objects.filter(pk=paying.pk).update(status="paying", due_on=None, title="等待缴费的一件")
    Application.objects.filter(pk=late.pk).update(due_on=today() - dt.timedelta(days=1), title="答复逾期的一件")
    shown = text(town)
    places = [shown.index(name) for name in (older.title, newer.title, "答复逾期的一件", "等待缴费的一件")]
    assert places == sorted(places)


def test_an_empty_register_says_what_comes_there(town: City) -> None:
    assert "还没有申请" in text(town)


def test_it_lists_what_there_is_with_masked_names_clocks_and_counts(town: City, three: list[Application]) -> None:
    shown = text(town)
    for one in three:
        assert one.title in shown
    assert "钱**" in shown or "钱*" in shown
    assert QIAN.name not in shown
    assert COMPANY.name in shown
    assert "待确认收到" in shown
    assert "剩余" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=物业", [1]), ("?status=handling", [0]), ("?column=business", [1]), ("?status=pending", [0, 1, 2]),
        ("?outcome=R2", []), ("?mine=1", []), ("?late=1", []), ("?received_from=2999-01-01", []), ("?status=arrived", [2]),
        ("?sort=newest", [0, 1, 2]), ("?closed_to=2999-01-01", []), ("?received_from=xx&status=nothing", [0, 1, 2]),
    ],
)  # fmt: skip
def test_filters_narrow_it(town: City, three: list[Application], query: str, found: list[int]) -> None:
    shown = text(town, query)
    assert [place for place, one in enumerate(three) if one.title in shown] == found


def test_a_number_and_a_receipt_find_it(town: City, three: list[Application]) -> None:
    assert three[0].title in text(town, f"?q={three[0].number}")
    shown = text(town, f"?q={three[2].submission.receipt}")
    assert three[2].title in shown
    assert three[0].title not in shown


def test_a_late_one_is_found_as_late(town: City) -> None:
    late = at_work(town, on=today() - dt.timedelta(days=60))
    at_work(town, on=today())
    assert late.number in text(town, "?late=1")
    assert "逾期" in text(town)


def test_other_agencies_see_nothing_of_it_and_strangers_sign_in(town: City, three: list[Application]) -> None:
    assert three[0].title not in text(town, name="mo")
    assert three[0].title in text(town, name="xu")
    from django.test import Client

    assert Client().get(REGISTER).status_code == 302
    assert signed_in(town, "bian").get(REGISTER).status_code == 403


def test_exports_are_masked_and_full_names_cost_a_reason_and_looks(town: City, three: list[Application]) -> None:
    client = signed_in(town, "jing")
    csv = b"".join(client.get(f"{REGISTER}export.csv").streaming_content).decode()
    assert three[0].title in csv
    assert QIAN.name not in csv
    sheet = load_workbook(BytesIO(client.get(f"{REGISTER}export.xlsx").content)).active
    assert sheet is not None
    assert sheet.max_row == 4
    assert client.get(f"{REGISTER}export.doc").status_code == 404
    assert client.post(f"{REGISTER}full-names/", {"why": ""}).status_code == 302
    assert not vault.looks_at(actions.subject_of(three[0])).exists()
    full = b"".join(client.post(f"{REGISTER}full-names/", {"why": "集中邮寄"}).streaming_content).decode()
    assert QIAN.name in full
    assert vault.looks_at(actions.subject_of(three[0])).get().why == "集中邮寄"
    assert signed_in(town, "lu").post(f"{REGISTER}full-names/", {"why": "看看"}).status_code == 403


def test_a_view_is_kept_and_dropped(town: City) -> None:
    client = signed_in(town, "jing")
    client.post(f"{REGISTER}views/", {"name": "我的逾期", "query": "late=1&mine=1"})
    shown = client.get(REGISTER).content.decode()
    assert "我的逾期</a>" in shown
    drop = shown.split("/desk/applications/views/")[1].split("/drop/")[0]
    assert signed_in(town, "shen").post(f"{REGISTER}views/{drop}/drop/").status_code == 404
    client.post(f"{REGISTER}views/{drop}/drop/")
    assert "我的逾期</a>" not in client.get(REGISTER).content.decode()


def test_two_thousand_ask_no_more_questions_than_three(town: City, three: list[Application]) -> None:
    pattern = three[0]
    Application.objects.bulk_create(
        Application(
            submission=pattern.submission, agency=pattern.agency, number=f"云川依申〔2026〕{place}号", position=1,
            title=f"第{place}件", column="natural", status="handling", received_on=today(), clock_from=today(),
            due_on=today() + dt.timedelta(days=place % 40),
        )
        for place in range(1000, 3000)
    )  # fmt: skip
    client = signed_in(town, "jing")
    client.get(REGISTER)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert "共2003件" in client.get(REGISTER).content.decode()
    own = [one["sql"] for one in asked.captured_queries]
    assert len(own) <= 15, "\n".join(own)
    assert client.get(f"{REGISTER}?page=67").status_code == 200


def test_what_waits_for_confirmation_stands_in_a_queue(town: City, three: list[Application]) -> None:
    shown = signed_in(town, "jing").get(f"{REGISTER}confirming/").content.decode()
    assert three[2].title in shown
    assert three[0].title not in shown
    assert "电话" in shown
    assert QIAN.phone not in shown
    assert "没有等待确认收到的申请" in signed_in(town, "mo").get(f"{REGISTER}confirming/").content.decode()


def test_what_the_register_was_asked_stays_out_of_the_search_of_the_desk(town: City) -> None:
    shown = signed_in(town, "jing").get(f"{REGISTER}?outcome=R1").content.decode()
    assert 'value="R1" selected' in shown
    assert 'value="outcome=R1"' not in shown.partition("<main")[0]
