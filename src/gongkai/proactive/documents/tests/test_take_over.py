"""What was public elsewhere becomes public here: one by one and in batches the same."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.organisations.queries import OutOfSight
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import PublicElsewhere, Refused
from gongkai.engine.publishing.models import Edition, IndexCounter, Item, OutboxEntry, Placement, Release, Review
from gongkai.engine.publishing.rules import State, digest
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

DAY = dt.date(2024, 3, 5)
AT = dt.datetime(2024, 3, 6, 9, tzinfo=dt.UTC)


def takeover(city: City, serial: int, **changes: Any) -> actions.Takeover:
    particulars = {"genre": "通知", "themes": ["住房保障"], "formed_on": DAY} | changes.pop("particulars", {})
    values: dict[str, Any] = {
        "agency": city.housing, "title": f"关于第{serial}号事项的通知", "html": f"<p>第{serial}条</p>", "source": "https://old.example",
        "external_id": f"old-{serial}", "published_at": AT, "number": f"云川住建发〔2024〕{serial}号", "particulars": particulars,
    }  # fmt: skip
    return actions.Takeover(**values | changes)


def file(city: City, *takeovers: actions.Takeover) -> list[Document | Refused]:
    return actions.file_takeovers(takeovers=takeovers, by=city.shen, wake=False)


def refusals(outcomes: list[Document | Refused]) -> list[str]:
    return [str(outcome) if isinstance(outcome, Refused) else "" for outcome in outcomes]


def test_a_batch_is_public_complete_and_on_record(city: City) -> None:
    documents = file(city, *(takeover(city, serial) for serial in range(1, 8)))
    assert [isinstance(document, Document) for document in documents] == [True] * 7
    for document in Document.objects.select_related("item__release__edition"):
        release = document.item.release
        assert (document.status, release.edition.state, release.published_at) == (Status.PUBLISHED, State.PUBLISHED, AT)
        assert digest(release.edition.snapshot) == release.edition.content_sha256
        (line,) = events.entries(item=document.item.key)
        assert line.content_sha256 == release.edition.content_sha256
        (happened,) = events.events(subject_type="document", text=document.item.key)
        assert happened.tag == "documents:document:takeover"
        assert happened.new["sha256"] == line.content_sha256
        assert (happened.new["source"], happened.new["doc_number"]) == ("https://old.example", document.doc_number)
    assert Review.objects.filter(step="takeover").count() == 7
    assert events.verify() == []


def test_one_is_the_same_as_a_batch_of_one(city: City) -> None:
    (first,) = file(city, takeover(city, 1))
    second = actions.file_takeover(
        agency=city.housing, title="关于第1号事项的通知", html="<p>第1条</p>", by=city.shen, source="https://old.example",
        external_id="old-2", published_at=AT, number="云川住建发〔2024〕2号", genre="通知", themes=["住房保障"], formed_on=DAY,
    )  # fmt: skip
    assert isinstance(first, Document)
    left, right = first.item.release.edition.snapshot, second.item.release.edition.snapshot
    assert {name for name in left if left[name] != right[name]} == {"doc_number", "index_number"}


def test_index_numbers_are_given_out_in_order_by_agency_and_year(city: City) -> None:
    older = takeover(city, 2, published_at=AT.replace(year=2023), particulars={"formed_on": DAY.replace(year=2023)})
    file(city, takeover(city, 1), older, takeover(city, 3))
    tails = [key.rpartition("/")[2] for key in Item.objects.order_by("pk").values_list("key", flat=True)]
    assert tails == ["2024-00001", "2023-00001", "2024-00002"]
    assert publishing.create_item(kind="document", agency=city.housing, title="x", by=city.lin, year=2024).item.key.endswith(
        "2024-00003"
    )  # fmt: skip


def test_what_repeats_another_is_refused_and_names_it(city: City) -> None:
    standing = document_at(city, Status.PUBLISHED, number="云川住建发〔2024〕1号")
    first, *others = file(
        city,
        takeover(city, 2),
        takeover(city, 1),
        takeover(city, 3, number="云川住建发[2024] 2号"),
        takeover(city, 4, external_id="old-2"),
        takeover(city, 5, key=standing.item.key),
    )
    assert isinstance(first, Document)
    for sentence, key in zip(
        refusals(others), [standing.item.key, first.item.key, first.item.key, standing.item.key], strict=True
    ):
        assert key in sentence
    assert Document.objects.count() == 2


def test_a_refused_one_leaves_no_trace_and_the_others_are_kept(city: City) -> None:
    odd = takeover(city, 2, particulars={"genre": ""})
    long = takeover(city, 3, particulars={"summary": "长" * 501})
    outcomes = file(city, takeover(city, 1), odd, long, takeover(city, 4))
    assert [bool(sentence) for sentence in refusals(outcomes)] == [False, True, True, False]
    assert "缺少文种" in refusals(outcomes)[1]
    assert [table.objects.count() for table in (Item, Edition, Document, Release, OutboxEntry)] == [2] * 5
    assert IndexCounter.objects.get(agency=city.housing).last == 2
    assert events.entries().count() == 2
    assert events.verify() == []


def test_one_after_a_refused_one_of_the_same_number_is_taken(city: City) -> None:
    outcomes = file(
        city, takeover(city, 1, particulars={"genre": ""}), takeover(city, 2, number="云川住建发〔2024〕1号")
    )
    assert [bool(sentence) for sentence in refusals(outcomes)] == [True, False]


def test_it_is_placed_in_its_columns_without_a_second_announcement(city: City) -> None:
    (document,) = file(city, takeover(city, 1, particulars={"wanted_columns": [city.column.slug, "nowhere"]}))
    assert isinstance(document, Document)
    assert Placement.objects.get().column == city.column
    assert OutboxEntry.objects.get().topic == "released"
    (happened,) = events.events(subject_type="document", text=document.item.key)
    assert happened.new["columns"] == [city.column.slug]


def test_a_batch_costs_hardly_more_statements_than_one(city: City) -> None:
    file(city, takeover(city, 1))
    with CaptureQueriesContext(connection) as few:
        file(city, *(takeover(city, serial) for serial in range(10, 12)))
    with CaptureQueriesContext(connection) as many:
        file(city, *(takeover(city, serial) for serial in range(20, 40)))
    assert len(many) <= len(few) + 4  # SQLite takes about fifty rows a statement


def test_the_outbox_follows_the_order_of_the_events(city: City) -> None:
    file(city, *(takeover(city, serial) for serial in range(1, 5)))
    sequence = list(OutboxEntry.objects.order_by("pk").values_list("event_seq", flat=True))
    assert sequence == sorted(sequence)


def test_what_is_public_here_already_is_not_taken_over_again(city: City) -> None:
    document = document_at(city, Status.PUBLISHED)
    edition = publishing.open_edition(item=document.item, note="再来", by=city.shen)
    with pytest.raises(Refused, match="已在本平台公开过"):
        publishing.take_over(edition=edition, by=city.shen, at=timezone.now(), source="x")
    (outcome,) = publishing.take_over_many(things=[PublicElsewhere(edition, AT, "x")], by=city.shen)
    assert isinstance(outcome, Refused)
    assert Release.objects.get().edition.number == 1
    assert working_edition(document) == edition


def test_a_takeover_ends_what_it_repeals(city: City) -> None:
    (old,) = file(city, takeover(city, 1))
    assert isinstance(old, Document)
    edition = publishing.create_item(kind="document", agency=city.housing, title="新办法", by=city.lin)
    Document.objects.create(
        item=edition.item, status=Status.PUBLISHED, status_since=AT, drafting_agency=city.housing, issued_on=DAY,
        formed_on=DAY, genre="办法", themes=["住房保障"],
    )  # fmt: skip
    publishing.relate(source=edition.item, verb="repeals", target=old.item, by=city.shen)
    publishing.take_over(edition=edition, by=city.shen, at=AT, source="x")
    assert Release.objects.get(key=old.item.key).repealed_on is not None
    assert OutboxEntry.objects.filter(topic="changed", key=old.item.key).exists()


def test_an_officer_of_another_agency_takes_over_nothing(city: City) -> None:
    with pytest.raises(OutOfSight):
        actions.file_takeovers(takeovers=[takeover(city, 1)], by=city.mo)
    assert not Item.objects.exists()
