"""What services does by itself: its kind on publishing's road, tasks for new policies, what the patrol saw, the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.engine.answers.rules.sources import Source
from gongkai.engine.answers.rules.sources import register as answers_from
from gongkai.engine.publishing.rules import CLEAR, Kind, Topic, consumes, register
from gongkai.engine.screening import queries as screening
from gongkai.engine.screening.rules.patrolled import SeenLink, hears_links
from gongkai.proactive.documents.rules.beside import Beside, beside
from gongkai.proactive.documents.rules.demands import Demand, demand
from gongkai.proactive.services import actions, queries, rules
from gongkai.proactive.services.models import ServiceItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.engine.publishing.models import Edition, OutboxEntry, Release

RESCAN = "services.rescan"


def _row(edition: Edition) -> ServiceItem:
    return ServiceItem.objects.get(item=edition.item_id)


def _facts(row: ServiceItem) -> dict[str, Any]:
    said = queries.facts_of_row(row)
    return {
        "code": said.code, "name": said.name, "other_names": list(said.other_names), "link": said.link,
        "channels": list(said.channels), "one_stop": said.one_stop, "place": said.place, "phone": said.phone,
        "audience": said.audience,
    }  # fmt: skip


def snapshot(edition: Edition) -> Mapping[str, Any]:
    row = _row(edition)
    return {
        "title": row.name, "summary": row.summary, "doc_number": "", "genre": "", "category": "", "themes": [],
        "keywords": [rules.KIND_NAME, *row.other_names], "issuers": [edition.item.agency.name], "formed_on": None,
        "issued_on": None, "effective_on": None, "expires_on": None, "mode": edition.mode,
    } | _facts(row)  # fmt: skip


def defects(edition: Edition) -> Sequence[str]:
    row = _row(edition)
    found = rules.defects(queries.facts_of_row(row))
    if row.is_retired:
        found.append("事项已停办，请先恢复办理")
    return [*found, *screening.gate(edition).reasons]


register(
    Kind(
        key=rules.KIND,
        name=rules.KIND_NAME,
        news=False,
        required_steps=lambda edition: (CLEAR,),
        snapshot=snapshot,
        path=rules.path_of,
        reviewed=lambda edition: _facts(_row(edition)) | {"summary": _row(edition).summary},
        defects=defects,
    )
)

answers_from(Source(rules.KIND, rules.KIND_NAME, bonus=0.05))


@consumes("services")
def follow(entries: Sequence[OutboxEntry]) -> None:
    """Look through new and corrected policies at once; when an item came or changed its names, through the year's again."""
    told = {entry.item_id for entry in entries if entry.kind == "document" and entry.topic != Topic.WITHDRAWN}
    if told:
        actions.scan_for(told)
    if any(entry.kind == rules.KIND for entry in entries):
        year = timezone.localdate().year
        jobs.enqueue(kind=RESCAN, payload={"year": year}, key=str(year))


@jobs.handles(RESCAN, lease_seconds=600)
def rescan(claimed: Sequence[ClaimedJob]) -> None:
    for year in {int(job.payload["year"]) for job in claimed}:
        actions.scan_year(year)


@hears_links("services")
def hear(seen: Sequence[SeenLink]) -> None:
    """Put down how the links of the items stand."""
    ours = set(ServiceItem.objects.filter(item__in={one.item_id for one in seen}).values_list("item", flat=True))
    for one in seen:
        if one.item_id in ours:
            actions.note_link(
                item_id=one.item_id, url=one.url, good=one.good, reason=one.reason, at=one.at, by=the_system("services")
            )


def missing(verb: str, document: Any, edition: Edition) -> Sequence[str]:
    """Say which one-stop items the text mentions and nobody has decided on: a policy goes out with its links (R186)."""
    del document
    if verb != "publish":
        return ()
    return [
        f"正文提到“一网通办”事项“{name}”" + (f"（写作“{words}”）" if words != name else "") + "，请绑定办理链接或者写明不绑定的理由"
        for name, words in queries.undecided_in(edition)
    ]  # fmt: skip


demand(
    Demand(
        key="services",
        name="阅办联动",
        missing=missing,
        place=lambda document: reverse("services:document", args=[document.item_id]),
    )
)


def _box(release: Release) -> Mapping[str, Any]:
    found = queries.boxes(release)
    return {"items": found} if found else {}


beside(
    Beside(key="services", stands=queries.stands_expression, facts=_box, template="services/portal/box.html", order=50)
)
