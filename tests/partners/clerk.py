"""A process of the platform that does what officers do and tells how things stand, one JSON command a line.

The tests talk to the platform as partners, over HTTP; this stands in for the people at its desk.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402 - Django first

from gongkai.base.events import queries as events  # noqa: E402
from gongkai.base.jobs import queries as jobs  # noqa: E402
from gongkai.base.jobs.models import Job  # noqa: E402
from gongkai.base.organisations import actions as organisations  # noqa: E402
from gongkai.base.organisations.models import IdempotentCall, Person  # noqa: E402
from gongkai.base.organisations.queries import acting, the_system  # noqa: E402
from gongkai.doors.exchange import actions  # noqa: E402
from gongkai.doors.exchange.models import Message, Partner, Run, Task  # noqa: E402
from gongkai.engine.publishing.models import Release  # noqa: E402
from gongkai.engine.publishing.rules import Withdrawal  # noqa: E402
from gongkai.proactive.documents import actions as documents  # noqa: E402
from gongkai.proactive.documents.models import Document  # noqa: E402
from gongkai.proactive.documents.queries import working_edition  # noqa: E402
from gongkai.proactive.documents.rules import Status  # noqa: E402
from gongkai.project.tests import cast  # noqa: E402
from gongkai.responsive.applications.models import Submission  # noqa: E402

CITY: list[cast.City] = []


def build() -> None:
    CITY.append(cast.build_city())


def partner(code: str, kind: str, base_url: str, adapter: str = "calls", first: float = 0.1) -> list[str]:
    """Register a partner. `first` may lie below what the form allows: the tests have no hour to wait for a receipt."""
    city = CITY[0]
    made = actions.register_partner(
        code=code, name=code, kind=kind, agency=city.housing, base_url=base_url, first_retry_seconds=max(first, 0.05),
        timeout_seconds=1.0, calls_per_minute=6000, adapter=adapter, by=city.shen,
    )  # fmt: skip
    Partner.objects.filter(pk=made.pk).update(first_retry_seconds=first)
    key, secret = actions.issue_key(partner=made, by=city.shen)
    return [key.key_id, secret]


def edit(code: str, **changes: Any) -> None:
    actions.edit_partner(partner=Partner.objects.get(code=code), changes=changes, by=the_system("test"))


def publish(number: int, **changes: Any) -> str:
    document = cast.document_at(
        CITY[0], Status.PUBLISHED, number=f"云川住建发〔2026〕{number}号", title=f"第{number}批住房补贴名单", **changes
    )
    return str(document.item.key)


def _document(key: str) -> Document:
    return Document.objects.get(item__key=key)


def correct(key: str, text: str) -> None:
    """Correct something public: the platform itself opens the edition, so that the cast may review it."""
    document, system = _document(key), the_system("test")
    documents.correct(document=document, note="更正数字", by=system)
    document.refresh_from_db()
    edition = working_edition(document)
    documents.save(
        document=document, version=edition.version, by=system, title=edition.title, html=f"<p>{text}</p>", mode=edition.mode
    )  # fmt: skip
    while (document := _document(key)).status != Status.PUBLISHED:
        cast.step(CITY[0], document, number=document.doc_number)


def withdraw(key: str) -> None:
    documents.withdraw(document=_document(key), kind=Withdrawal.ERROR, reason="数字有误", by=CITY[0].shen)


def advance(key: str) -> str:
    """Take a document that came from an office system one station further."""
    cast.step(CITY[0], _document(key), number="云川住建发〔2026〕900号")
    return _document(key).status


def state() -> dict[str, Any]:
    sent = Message.objects.filter(direction="out")
    return {
        "public": sorted(Release.objects.values_list("key", "edition__number", "title")),
        "out": list(
            sent.order_by("pk").values(
                "key", "kind", "state", "tries", "receipt", "note", "index_number", "partner__code"
            )
        ),
        "came": list(
            Message.objects.filter(direction="in").order_by("pk").values("key", "state", "external_id", "note")
        ),
        "documents": list(Document.objects.values_list("item__external_id", "status")),
        "tasks": list(Task.objects.values("kind", "result", "decision", "title", "detail", "index_number")),
        "faults": len(events.verify()),
        "dead_jobs": [[job.kind, job.last_error] for job in jobs.dead_letters()],
        "accepted": events.events(tag="exchange:call:accept").count(),
        "counted": sum(bool(event.new["counted"]) for event in events.events(tag="exchange:call:receipt")),
    }


def settled() -> int:
    """Return how much is still under way."""
    return (
        Message.objects.filter(direction="out", state__in=["queued", "sent"]).count()
        + jobs.counts().due
        + jobs.counts().running
    )


def waiting(code: str) -> int:
    """Return how many filings with one superior have no receipt yet, given up or not, or are still to be heard of."""
    unheard = Job.objects.filter(kind="publishing.outbox").count()
    sent = Message.objects.filter(partner__code=code, direction="out", state__in=["queued", "sent", "dead"])
    return unheard + sent.exclude(kind="status").count()


def reconcile(code: str) -> int:
    return actions.start(partner=Partner.objects.get(code=code), by=CITY[0].shen).pk


def run(pk: int) -> dict[str, Any]:
    """Say how a comparison stands. A call that failed is due again at once: what the queue does in the meantime is wait."""
    found = Run.objects.get(pk=pk)
    Job.objects.filter(kind="exchange.reconcile", state="queued").update(run_at=timezone.now())
    return {
        "state": found.state,
        "counts": found.counts,
        "ours": found.ours,
        "theirs": found.theirs,
        "note": found.note,
    }


def decide(index_number: str, decision: str) -> None:
    task = Task.objects.get(index_number=index_number, decided_at__isnull=True)
    actions.decide(task=task, decision=decision, reason="经核对", by=acting(Person.objects.get(username="shen")))


def city_token() -> str:
    """Give a city platform its account, its post and its token."""
    city, system = CITY[0], the_system("test")
    person = organisations.create_person(
        username="city", name="城市平台", password=None, agency=city.housing, by=system
    )
    organisations.appoint(person=person, agency=city.housing, role="partner", starts_on=cast.START, by=system)
    return organisations.issue_token(
        name="城市平台", person=person, agency=city.housing, scopes=["intake:applications"], by=system
    )


def applications() -> dict[str, Any]:
    """Say what forms came in, and what of their calls lies in the database."""
    return {
        "forms": sorted(Submission.objects.values_list("receipt", flat=True)),
        "calls": json.dumps(list(IdempotentCall.objects.values("key", "body")), ensure_ascii=False),
        "faults": len(events.verify()),
    }


VERBS = {
    one.__name__: one
    for one in (
        build,
        city_token,
        applications,
        partner,
        edit,
        publish,
        correct,
        withdraw,
        advance,
        state,
        settled,
        waiting,
        reconcile,
        run,
        decide,
    )
}


def main() -> None:
    for line in sys.stdin:
        verb, given = json.loads(line)
        try:
            answer = {"said": VERBS[verb](**given)}
        except Exception as error:  # noqa: BLE001 - the test sees it and fails
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
