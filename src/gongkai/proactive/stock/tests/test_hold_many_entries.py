"""The pages of a round ask as much of the database for thousands of entries as for a handful."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.base.organisations import queries as organisations
from gongkai.engine.publishing.models import Edition, Item
from gongkai.proactive.documents.models import Document
from gongkai.proactive.stock import actions, queries
from gongkai.proactive.stock.models import Entry, Round
from gongkai.proactive.stock.rules import Verdict
from gongkai.proactive.stock.tests.test_take_stock import round_of
from gongkai.project.tests.cast import City

FEW, MANY = 3, 400
PAGES = (
    "", "rounds/{round}/", "rounds/{round}/report.csv", "entries/?round={round}", "entries/?round={round}&state=open",
    "entries/?round={round}&mine=yes", "entries/?round={round}&q=旧文", "entries/?round={round}&sort=-document.issued_on",
    "entries/?round={round}&page=2", "entries/export.csv?round={round}", "entries/export.xlsx?round={round}",
    "entries/{entry}/judge/", "results/",
)  # fmt: skip


def paper(city: City, count: int) -> None:
    """Put finished documents beside each other, as an old archive has them."""
    start, today, now = Item.objects.count(), timezone.localdate(), timezone.now()
    items = Item.objects.bulk_create(
        [Item(kind="document", key=f"K/{start + n}", agency=city.housing) for n in range(count)]
    )
    Edition.objects.bulk_create([Edition(item=one, number=1, title="旧文", mode="full-text") for one in items])
    Document.objects.bulk_create(
        [
            Document(
                item=one, status="filed", attribute="not-disclosed", ground="X5", reason="内部事务", status_since=now,
                drafting_agency=city.housing, division=city.rental, issued_on=today,
            )
            for one in items
        ]
    )  # fmt: skip


def judged(city: City, found: Round) -> None:
    """Leave every third entry open, propose a third, and approve a third."""
    now, shen, xu = timezone.now(), city.people["shen"], city.people["xu"]
    keys = list(found.entries.order_by("pk").values_list("pk", flat=True))
    said = {"verdict": Verdict.KEEP, "reason": "依据仍然成立", "proposer": shen, "proposed_at": now}
    Entry.objects.filter(pk__in=keys[1::3]).update(state="proposed", assigned_to=shen, **said)
    Entry.objects.filter(pk__in=keys[2::3]).update(state="done", approver=xu, approved_at=now, **said)


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, bool(body)) == (200, True), path
    return len(captured)


def counted(city: City, client: Client) -> dict[str, int]:
    found = round_of(city)
    judged(city, found)
    first = found.entries.order_by("pk")[0].pk
    paths = {page: "/desk/stock/" + page.format(round=found.pk, entry=first) for page in PAGES}
    return {page: asked(client, path) for page, path in paths.items()}


def test_the_number_of_queries_does_not_grow_with_the_entries(city: City, client: Client) -> None:
    client.force_login(city.people["shen"])
    client.get("/desk/stock/")
    paper(city, FEW)
    few = counted(city, client)
    paper(city, MANY)
    for _ in range(3):  # nor with the rounds on the list
        round_of(city)
    many = counted(city, client)
    # A page of the list may be the first to have a second one; nothing else may ask more.
    grown = {page: (few[page], many[page]) for page in PAGES if many[page] > few[page] + 1}
    assert not grown
    assert max(many.values()) <= 20


@pytest.mark.requirement("R019")
def test_the_report_tells_every_entry_and_the_same_counts_as_the_page(city: City, client: Client) -> None:
    paper(city, FEW * 3)
    found = round_of(city)
    judged(city, found)
    client.force_login(city.people["shen"])
    report = b"".join(client.get(f"/desk/stock/rounds/{found.pk}/report.csv").streaming_content).decode()
    lines = report.splitlines()
    assert sum(line.startswith("旧文,") for line in lines) == FEW * 3
    assert "维持原属性,3" in lines
    assert "云川市住房和城乡建设局,房产市场科,9,3,3,3" in lines
    assert "旧文,,不予公开,维持原属性,,依据仍然成立,,沈若川,许明朗," in "\n".join(line[:45] for line in lines)


def test_numbers_and_days_stay_on_one_line(city: City, client: Client) -> None:
    paper(city, 1)
    found = round_of(city)
    Document.objects.update(doc_number="云川住建规〔2026〕6号", issued_on="2026-11-12")
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/stock/entries/?round={found.pk}").content.decode()
    for words in ("云川住建规〔2026〕6号", "2026年11月12日"):
        assert f'<span class="nowrap">{words}</span>' in page
    exported = b"".join(client.get(f"/desk/stock/entries/export.csv?round={found.pk}").streaming_content).decode()
    assert "云川住建规〔2026〕6号" in exported
    assert "nowrap" not in exported


def test_figures_of_many_rounds_are_those_of_each(city: City) -> None:
    paper(city, FEW * 3)
    full = round_of(city)
    judged(city, full)
    empty = round_of(city, years_to=2000)
    by = organisations.acting(city.people["shen"])
    figures = queries.figures_of([full, empty], by)
    assert figures[full.pk] == queries.overview(full, by)[0]
    assert (figures[full.pk]["total"], figures[full.pk]["open"], figures[full.pk]["keep"]) == (9, 3, 3)
    assert figures[empty.pk] == queries.overview(empty, by)[0] == dict.fromkeys(figures[full.pk], 0)
    with CaptureQueriesContext(connection) as captured:
        queries.figures_of([full, empty], by)
    assert len(captured) == 1


def test_taking_many_upon_oneself_asks_no_more_than_taking_one(city: City) -> None:
    paper(city, 60)
    found = round_of(city)
    by = organisations.acting(city.people["shen"])
    keys = list(found.entries.order_by("pk").values_list("pk", flat=True))
    spent = []
    for chosen in (keys[:1], keys[1:]):
        with CaptureQueriesContext(connection) as captured:
            assert actions.take(round_=found, entries=queries.listed(by).filter(pk__in=chosen), by=by) == len(chosen)
        spent.append(len(captured))
    assert spent[0] == spent[1]


def test_the_next_one_is_the_next_that_this_person_may_decide(city: City, client: Client) -> None:
    paper(city, 4)
    found = round_of(city)
    one, two, three, four = found.entries.order_by("pk")
    Entry.objects.filter(pk=two.pk).update(state="proposed", verdict="keep", reason="x", proposer=city.people["shen"])
    officer = organisations.acting(city.people["shen"])
    assert queries.following(one, officer) == three.pk
    assert queries.following(four, officer) == one.pk  # what was left out before comes again
    # Of another agency: whoever organises from above reads it, and is not led there to decide.
    Entry.objects.filter(pk=three.pk).update(agency=city.office)
    assert queries.following(one, officer) == four.pk
    Entry.objects.filter(pk=four.pk).update(state="proposed", verdict="keep", reason="x", proposer=city.people["xu"])
    four.refresh_from_db()
    two.refresh_from_db()
    authority = organisations.acting(city.people["xu"])
    assert queries.following(two, authority) is None  # the other one is the approver's own proposal
    assert queries.following(one, officer) is None


def test_the_list_is_narrowed_to_one_agency(city: City, client: Client) -> None:
    paper(city, 2)
    found = round_of(city)
    Entry.objects.filter(pk=found.entries.order_by("pk")[0].pk).update(agency=city.office)
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/stock/rounds/{found.pk}/").content.decode()
    assert f"round={found.pk}&amp;agency={city.housing.pk}" in page
    narrowed = client.get(f"/desk/stock/entries/?round={found.pk}&agency={city.housing.pk}").content.decode()
    assert "共1条" in narrowed
    stranger = client.get(f"/desk/stock/entries/?agency={city.schools.pk}").content.decode()
    assert city.schools.name not in stranger
