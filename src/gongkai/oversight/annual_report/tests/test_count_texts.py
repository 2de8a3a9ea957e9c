"""Table 二 counts the rules and normative documents that are held; every number opens its texts."""

from __future__ import annotations

import datetime as dt
import json
import random
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from gongkai.engine.publishing.models import Item, Release
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.queries import holdings
from gongkai.oversight.annual_report.rules.second import PART_NAMES, REASON_SIGNS
from gongkai.oversight.annual_report.tests.texts import ends, order, text
from gongkai.oversight.annual_report.tests.world import LAST, as_, counted, day
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at, on_day

YEAR = law.period_of(LAST)
PAGE = f"/desk/reports/{LAST}/yc-zjj/"
LIST = "/desk/reports/texts/"


def listed(client: Client, agency: str, part: str, *, row: str = "normative", **more: str) -> Any:
    asked = {"agency": agency, "row": row, "part": part, "start": f"{LAST}-01-01", "end": f"{LAST}-12-31"} | more
    return client.get(LIST, asked)


def shown(answer: Any) -> str:
    return answer.content.decode()


def test_made_repealed_and_in_force_follow_issue_repeal_and_term(city: City):
    old = text(city.housing, "2019-05-01")
    text(city.housing, "2018-05-01", expires_on=day("2025-06-30"))  # ends by its own term
    text(city.housing, "2025-12-20", effective_on=day("2026-02-01"))  # not in force yet
    lapsed = text(city.housing, "2017-05-01")
    later = text(city.housing, "2025-03-01", effective_on=day("2025-04-01"))
    ends(later, old, "replaces")
    ends(later, lapsed, "lapses")
    assert queries.live(city.housing, *YEAR).table2[law.NORMATIVE] == (2, 2, 1)
    assert queries.live(city.housing, *law.period_of(2024)).table2[law.NORMATIVE] == (0, 0, 3)
    assert queries.live(city.housing, day("2025-01-01"), day("2025-03-31")).table2[law.NORMATIVE] == (1, 0, 3)
    (_, balance) = queries.balances(city.housing, *YEAR)
    assert (balance.before, balance.expected, balance.valid, balance.difference) == (3, 3, 1, -2)
    assert balance.reasons == {"expired": 1, "pending": 1}


def test_the_running_year_is_counted_as_of_today(city: City):
    old = text(city.housing, "2019-05-01")
    with on_day("2026-06-01"):
        ends(text(city.housing, "2026-05-20", effective_on=day("2026-09-01")), old)
        assert queries.live(city.housing, *law.period_of(2026)).table2[law.NORMATIVE] == (1, 0, 1)
    with on_day("2026-09-01"):
        assert queries.live(city.housing, *law.period_of(2026)).table2[law.NORMATIVE] == (1, 1, 1)


def test_rules_are_orders_called_so_and_other_orders_are_told(city: City):
    order(city.government, "2025-02-01", "云川市城市供水管理办法", 12)
    order(city.government, "2025-03-01", "关于废止《云川市户外广告管理规定》的决定", 13)
    order(city.government, "2025-04-01", "云川市森林防火令", 14)
    order(city.government, "2024-04-01", "云川市烟花爆竹安全管理规定（修订）", 11)
    text(city.government, "2025-05-01")
    figures = queries.live(city.government, *YEAR)
    assert figures.table2 == {law.REGULATIONS: (1, 0, 2), law.NORMATIVE: (1, 0, 1)}
    assert queries.hints(city.government, *YEAR).orders == 2
    found = shown(listed(as_(city, "jian"), "yc-gov", "orders", row="regulations"))
    assert "森林防火令" in found
    assert "城市供水" not in found


def test_a_joint_issue_counts_once_with_the_agency_that_leads(city: City):
    text(city.housing, "2025-02-01", joint_issuers=["云川市教育局"])
    assert queries.live(city.housing, *YEAR).table2[law.NORMATIVE][0] == 1
    assert queries.live(city.schools, *YEAR).table2[law.NORMATIVE][0] == 0
    assert queries.live(city.government, *YEAR).table2[law.NORMATIVE][0] == 1
    assert queries.live(city.government, *YEAR, subtree=False).table2[law.NORMATIVE][0] == 0
    assert "云川市教育局" in shown(listed(as_(city, "shen"), "yc-zjj", "made"))


def test_drafts_and_duplicates_do_not_count_and_what_is_issued_does(city: City):
    facts = {"category": law.NORMATIVE, "genre": "办法", "title": "云川市住房租赁管理办法"}
    today = timezone.localdate()
    year = law.period_of(today.year)
    document_at(city, Status.SIGNING, **facts)
    assert queries.live(city.housing, *year).table2[law.NORMATIVE][0] == 0
    issued = document_at(city, Status.ISSUED, number="云川住建规〔2026〕8号", **facts)
    assert queries.live(city.housing, *year).table2[law.NORMATIVE][0] == 1
    page = shown(as_(city, "shen").get(LIST, {"agency": "yc-zjj", "part": "made", "start": f"{today.year}-01-01"}))
    assert "云川市住房租赁管理办法" in page
    assert "未公开" in page
    documents.publish(document=issued, by=city.shen)
    assert queries.live(city.housing, *year).table2[law.NORMATIVE][0] == 1
    again = text(city.housing, today.isoformat())
    assert queries.live(city.housing, *year).table2[law.NORMATIVE][0] == 2
    documents.withdraw(document=again, kind=Withdrawal.DUPLICATE, reason="重复录入", by=city.shen)
    assert queries.live(city.housing, *year).table2[law.NORMATIVE][0] == 1


def in_force(one: dict[str, Any], on: dt.date) -> bool:
    return (
        one["born"] <= on
        and not (one["ended"] and one["ended"] <= on)
        and not (one["last"] and one["last"] < on)
        and not (one["begins"] and one["begins"] > on)
    )


def test_whatever_the_dates_the_reasons_make_up_the_whole_difference(city: City):
    """An oracle in plain Python beside the query, over dates in every order, sensible or not."""
    chance = random.Random(20251231)

    def some(*, often: float) -> dt.date | None:
        return dt.date(2023, 1, 1) + dt.timedelta(days=chance.randrange(1300)) if chance.random() < often else None

    told: list[dict[str, Any]] = []
    for _ in range(60):
        document = text(city.housing, "2024-01-01")
        one = {"born": some(often=1), "begins": some(often=0.4), "last": some(often=0.4)}
        repealed, lapsed = some(often=0.3), some(often=0.2)
        Release.objects.filter(item=document.item).update(
            issued_on=one["born"], effective_on=one["begins"], expires_on=one["last"], repealed_on=repealed
        )
        Item.objects.filter(pk=document.item_id).update(repealed_on=repealed, lapsed_on=lapsed)
        told.append(one | {"ended": min((each for each in (repealed, lapsed) if each), default=None)})
    assert Document.objects.count() == 60
    for start, end in ((day("2024-01-01"), day("2024-12-31")), YEAR, (day("2025-02-10"), day("2025-02-20"))):
        (_, found) = queries.balances(city.housing, start, end)
        assert found.made == sum(start <= one["born"] <= end for one in told)
        assert found.repealed == sum(bool(one["ended"]) and start <= one["ended"] <= end for one in told)
        assert found.valid == sum(in_force(one, end) for one in told)
        assert found.before == sum(in_force(one, start - dt.timedelta(days=1)) for one in told)
        assert found.difference == sum(REASON_SIGNS[key] * number for key, number in found.reasons.items())
        for key, number in found.reasons.items():
            assert holdings.behind(city.housing, law.NORMATIVE, key, start, end).count() == number


@pytest.mark.requirement("R236")
def test_every_counted_number_opens_its_texts_filtered_and_exported(city: City):
    kept = text(city.housing, "2025-02-01", "云川市物业服务管理办法")
    text(city.housing, "2024-02-01", "云川市住房租赁管理办法")
    client = as_(city, "shen")
    page = shown(client.get(PAGE))
    assert (
        f'{LIST}?agency=yc-zjj&amp;row=normative&amp;part=valid&amp;start=2025-01-01&amp;end=2025-12-31">2</a>' in page
    )
    both = shown(listed(client, "yc-zjj", "valid"))
    assert "物业服务" in both
    assert "住房租赁" in both
    assert f"/documents/{kept.item.key}" in both
    found = shown(listed(client, "yc-zjj", "valid", q="物业"))
    assert "住房租赁" not in found
    asked = {"agency": "yc-zjj", "row": "normative", "part": "made", "start": "2025-01-01", "end": "2025-12-31"}
    lines = b"".join(client.get(f"{LIST}export.csv", asked).streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "云川市物业服务管理办法" in lines[1]
    assert client.get(f"{LIST}export.xlsx", asked).content[:2] == b"PK"
    for part in PART_NAMES:
        assert listed(client, "yc-zjj", part).status_code == 200


def test_cases_behind_the_other_tables_are_filtered_and_exported_too(city: City):
    one, other = counted(city.housing, "2025-03-01"), counted(city.housing, "2025-03-02")
    client = as_(city, "shen")
    path = f"{PAGE}cases/3/new/total/"
    found = shown(client.get(path, {"q": one.label}))
    assert one.url in found
    assert other.url not in found
    lines = b"".join(client.get(path, {"export": "csv", "q": other.label}).streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert other.label in lines[1]
    assert client.get(path, {"export": "xlsx"}).content[:2] == b"PK"


def test_texts_of_others_are_out_of_sight(city: City):
    text(city.housing, "2025-02-01", "云川市物业服务管理办法")
    assert listed(as_(city, "mo"), "yc-zjj", "made").status_code == 404
    assert "物业服务" not in shown(as_(city, "mo").get(LIST, {"part": "made", "start": "2025-01-01"}))
    assert "物业服务" in shown(listed(as_(city, "jian"), "yc-gov", "made"))
    assert "物业服务" not in shown(listed(as_(city, "jian"), "yc-gov", "made", alone="yes"))
    assert Client().get(LIST).status_code == 302


@pytest.mark.requirement("R233")
def test_the_page_of_figures_counts_any_period_with_or_without_those_below(city: City):
    text(city.housing, "2025-02-01")
    client = as_(city, "jian")
    asked = {"agency": "yc-gov", "start": "2025-01-01", "end": "2025-06-30"}
    page = shown(client.get("/desk/reports/figures/", asked))
    assert 'part=made&amp;start=2025-01-01&amp;end=2025-06-30">1</a>' in page
    alone = shown(client.get("/desk/reports/figures/", asked | {"alone": "on"}))
    assert "（本机关）" in alone
    assert "part=made" not in alone  # nothing to open behind a zero


@pytest.mark.requirement("R236", "R247")
def test_command_and_exports_bring_the_counted_numbers(city: City):
    text(city.housing, "2025-02-01")
    out = StringIO()
    call_command("report", "annual", "--year", str(LAST), "--agency", "yc-zjj", stdout=out)
    facts = json.loads(out.getvalue())
    assert facts["table2"] == {law.REGULATIONS: [0, 0, 0], law.NORMATIVE: [1, 0, 1]}
    exported = as_(city, "shen").get(f"{PAGE}export.html").content.decode()
    assert "<th>行政规范性文件</th><td>1</td><td>0</td><td>1</td>" in exported


@pytest.mark.parametrize("path", [PAGE, f"{LIST}?agency=yc-zjj&part=valid", "/desk/reports/figures/?agency=yc-zjj"])
def test_more_texts_ask_no_more_queries(city: City, path: str, django_assert_max_num_queries: Any):
    client = as_(city, "shen")
    for _ in range(3):
        text(city.housing, "2025-02-01")
    client.get(path)
    with django_assert_max_num_queries(90) as few:
        client.get(path)
    for _ in range(20):
        text(city.housing, "2025-02-01")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(path)
