"""Laying our library beside the superior's list: what is found, what memory and queries it takes, and going on after a break."""

import json
import tracemalloc
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.doors.exchange import actions
from gongkai.doors.exchange.actions import client
from gongkai.doors.exchange.actions.client import Answer, Unreachable
from gongkai.doors.exchange.models import Listed, Run, Task
from gongkai.doors.exchange.rules.comparing import Facts, best, differences, judge, plain_title, text_sha256
from gongkai.doors.exchange.tests.conftest import Caller
from gongkai.engine.publishing.models import Edition, Item, Release
from gongkai.law.numbers import number_key
from gongkai.project.tests.cast import City


def publish_many(city: City, number: int) -> list[dict[str, Any]]:
    """Write so many public documents straight into the tables, and return them as the superior would list them."""
    now = timezone.now()
    items = Item.objects.bulk_create(
        [Item(kind="document", key=f"yc-zjj/2020-{n:05d}", agency=city.housing) for n in range(number)], batch_size=500
    )
    rows = []
    for n, item in enumerate(items):
        facts = {
            "title": f"关于第{n}号事项的通知", "doc_number": f"云川住建发〔{2000 + n // 999}〕{n % 999 + 1}号", "formed_on": "2020-01-02",
            "issued_on": "2020-01-03", "attribute": "proactive", "html": f"<p>第{n}号事项如下。</p>",
        }  # fmt: skip
        rows.append((item, facts))
    editions = Edition.objects.bulk_create(
        [Edition(item=item, number=1, state="published", title=facts["title"], mode="full-text", snapshot=facts,
                 published_at=now, content_sha256="0" * 64) for item, facts in rows], batch_size=500,
    )  # fmt: skip
    Release.objects.bulk_create(
        [Release(item=item, edition=edition, kind="document", key=item.key, agency=city.housing, title=facts["title"],
                 doc_number=facts["doc_number"], doc_number_key=number_key(facts["doc_number"]) or "",
                 first_published_at=now, published_at=now) for (item, facts), edition in zip(rows, editions, strict=True)],
        batch_size=500,
    )  # fmt: skip
    return [
        {"index_number": item.key, "doc_number": facts["doc_number"], "title": facts["title"], "date": facts["formed_on"],
         "text_sha256": text_sha256(f"第{n}号事项如下。"), "url": ""}
        for n, (item, facts) in enumerate(rows)
    ]  # fmt: skip


class Superior:
    """Shows a list page by page; `breaks` names the pages at which the line breaks once."""

    def __init__(self, items: list[dict[str, Any]], breaks: tuple[int, ...] = ()) -> None:
        self.items, self.breaks, self.asked = items, set(breaks), 0

    def __call__(self, partner: Any, method: str, path: str, **_: Any) -> Answer:
        self.asked += 1
        if self.asked in self.breaks:
            raise Unreachable("断线")
        start = int(parse_qs(urlsplit(path).query).get("cursor", ["0"])[0])
        after = start + 500
        page = {"items": self.items[start:after], "next": str(after) if after < len(self.items) else None}
        return Answer(200, json.dumps(page).encode())


def run(city: City, superior: Caller, there: Superior, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(client, "call", there)
    started = actions.start(partner=superior.partner, by=city.shen)
    for _ in range(5):
        try:
            actions.reconcile(started.pk)
        except Unreachable:
            continue
        break
    started.refresh_from_db()
    return started


@pytest.mark.requirement("R028")
def test_every_kind_of_difference_is_listed_once_and_gone_when_mended(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = publish_many(city, 8)
    right = [dict(item) for item in there]
    there[0]["title"], there[1]["doc_number"], there[2]["date"] = "另一个标题", "云川住建发〔2020〕500号", "2020-01-09"
    there[3]["text_sha256"], there[4]["withdrawn"] = "f" * 64, True
    del there[5]
    there.append(
        {"index_number": "other/1", "doc_number": "云川住建发〔1999〕1号", "title": "旧件", "date": "1999-01-01"}
    )
    for _ in range(2):
        done = run(city, superior, Superior(there), monkeypatch)
        counted = {"same": 2, "differs": 4, "withdrawn-there": 1, "missing-there": 1, "missing-here": 1}
        assert {key: done.counts.get(key, 0) for key in counted} == counted
    assert Task.objects.count() == 7
    found = {task.index_number: task.detail["differs"] for task in Task.objects.filter(result="differs")}
    assert sorted(found.values()) == [["date"], ["doc_number"], ["text_sha256"], ["title"]]
    run(city, superior, Superior(right), monkeypatch)
    assert Task.objects.filter(decided_at__isnull=True).count() == 0
    assert set(Task.objects.values_list("decision", flat=True)) == {"gone"}


@pytest.mark.requirement("R028")
def test_what_was_accepted_stays_accepted_until_it_changes(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = publish_many(city, 2)
    there[0]["date"] = "2020-02-01"
    run(city, superior, Superior(there), monkeypatch)
    actions.decide(task=Task.objects.get(), decision="accept", reason="上级以收文日期登记", by=city.shen)
    run(city, superior, Superior(there), monkeypatch)
    assert Task.objects.filter(decided_at__isnull=True).count() == 0
    there[0]["date"] = "2020-02-02"
    run(city, superior, Superior(there), monkeypatch)
    assert Task.objects.filter(decided_at__isnull=True).count() == 1


def test_spelling_is_no_difference(city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    there = publish_many(city, 1)
    there[0] |= {"index_number": "", "doc_number": "云川住建发[2000]第001号", "title": "关于第０号事项 的通知"}
    assert run(city, superior, Superior(there), monkeypatch).counts["same"] == 1


def test_an_interrupted_run_goes_on_where_it_was(city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    there = Superior(publish_many(city, 1200), breaks=(2, 4))
    done = run(city, superior, there, monkeypatch)
    assert (done.state, done.counts["same"], there.asked) == ("done", 1200, 5)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"items": 1}', b'{"items": ["x"]}', b'{"items": [], "next": 5}', b"\xff"]
)
def test_nonsense_instead_of_a_list_is_told_and_changes_nothing(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.setattr(client, "call", lambda *_, **__: Answer(200, body))
    started = actions.start(partner=superior.partner, by=city.shen)
    with pytest.raises(Unreachable):
        actions.reconcile(started.pk)
    actions.reconcile(started.pk, last_chance=True)
    started.refresh_from_db()
    assert (started.state, Task.objects.count()) == ("failed", 0)
    assert "无法理解" in started.note


def test_an_officer_starts_a_run_reads_and_exports_it(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = publish_many(city, 3)
    there[0]["title"] = "=1+1"
    monkeypatch.setattr(client, "call", Superior(there))
    shen = Client()
    shen.force_login(city.people["shen"])
    shen.post(f"/desk/exchange/partners/{superior.partner.pk}/reconcile/")
    started = Run.objects.get()
    actions.reconcile(started.pk)
    page = shen.get(f"/desk/exchange/runs/{started.pk}/").content.decode()
    assert "内容不同" in page
    assert "关于第0号事项的通知" in page
    exported = b"".join(shen.get(f"/desk/exchange/runs/{started.pk}/export.csv")).decode("utf-8-sig")
    assert "'=1+1" in exported
    task = Task.objects.get()
    assert "=1+1" in shen.get(f"/desk/exchange/tasks/{task.pk}/").content.decode()


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.requirement("R028")
def test_twenty_thousand_take_little_memory_and_few_queries(
    city: City, superior: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = publish_many(city, 20_000)
    for item in there[::4000]:
        item["title"] = "改过的标题"
    del there[100:105]
    monkeypatch.setattr(client, "call", Superior(there))
    started = actions.start(partner=superior.partner, by=city.shen)
    asked: list[int] = []

    def counting(execute: Any, *arguments: Any) -> Any:
        asked.append(1)
        return execute(*arguments)

    tracemalloc.start()
    with connection.execute_wrapper(counting):
        actions.reconcile(started.pk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    started.refresh_from_db()
    assert (started.counts["same"], started.counts["differs"], started.counts["missing-there"]) == (19_990, 5, 5)
    assert Listed.objects.count() == 0
    assert len(asked) < 1_000
    assert peak < 40 * 1024 * 1024, peak


# A machine with other things to do draws slowly; that says nothing about the rules.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FACTS = st.builds(
    Facts, st.sampled_from(["", "a/1", "a/2"]), st.sampled_from(["", "云川住建发〔2026〕1号", "云川住建发〔2026〕2号"]),
    st.sampled_from(["通知", "通 知", "公告"]), st.sampled_from(["2026-01-01", "2026-01-02"]), st.sampled_from(["", "a" * 64]),
)  # fmt: skip


@UNHURRIED
@given(FACTS)
def test_an_entry_does_not_differ_from_itself(facts: Facts) -> None:
    assert differences(facts, facts) == []
    assert judge(facts, facts)[0] == "same"


@UNHURRIED
@given(
    FACTS,
    st.permutations(
        [
            Facts("a/1", "", "通知", "", ""),
            Facts("", "云川住建发〔2026〕1号", "公告", "", ""),
            Facts("x", "", "通知", "2026-01-01", ""),
        ]
    ),
)
def test_the_order_of_the_list_does_not_change_the_match(ours: Facts, others: list[Facts]) -> None:
    assert best(ours, others) == best(ours, sorted(others, key=repr))


@UNHURRIED
@given(st.text())
def test_titles_and_texts_fold_once_and_for_all(text: str) -> None:
    assert plain_title(plain_title(text)) == plain_title(text) or not text.isascii()
    assert text_sha256(text) == text_sha256(f" {text}\n\u3000")
