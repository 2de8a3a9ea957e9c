"""Which policies lead to which items: what a text mentions, what was decided on it, what the public page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from gongkai.base.organisations.queries import Acting, OutOfSight, visible_agencies
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.proactive.services import rules
from gongkai.proactive.services.models import Binding, ServiceItem
from gongkai.proactive.services.queries.items import matcher
from gongkai.proactive.services.rules import Bond

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Edition, Item, Release
    from gongkai.proactive.services.rules.matching import Mention

DOCUMENT = "document"


@dataclass(frozen=True)
class Offered:
    """An item that a text mentions, and what was decided on it; no binding while nobody decided."""

    service: ServiceItem
    mention: Mention | None
    binding: Binding | None

    @property
    def is_open(self) -> bool:
        return self.mention is not None and (self.binding is None or self.binding.state in {Bond.OPEN, Bond.GONE})


def text_of(edition: Edition) -> str:
    return f"{edition.title}\n{edition.text}"


def offered_in(edition: Edition) -> list[Offered]:
    """Return what this wording mentions and whatever was bound before, in the order of the text."""
    found = matcher().offered(text_of(edition))
    standing = {row.service_id: row for row in bindings_of(edition.item)}
    services = ServiceItem.objects.select_related("item__agency", "item__release").in_bulk([*found, *standing])
    order = [*found, *(pk for pk in standing if pk not in found)]
    return [Offered(services[pk], found.get(pk), standing.get(pk)) for pk in order]


def undecided_in(edition: Edition) -> list[tuple[str, str]]:
    """Return name and words of the one-stop items that this wording mentions and nobody has decided on."""
    found = matcher().offered(text_of(edition))
    if not found:
        return []
    decided = Binding.objects.filter(document=edition.item_id, state__in=[Bond.BOUND, Bond.DECLINED])
    rows = ServiceItem.objects.filter(pk__in=found, one_stop=True).exclude(pk__in=decided.values("service"))
    return [(row.name, found[row.pk].name) for row in rows]


def bindings_of(document: Item) -> QuerySet[Binding]:
    rows = Binding.objects.filter(document=document).order_by("pk")
    return rows.select_related("service__item__agency", "service__item__release", "service__successor")


def document_here(pk: int, by: Acting) -> tuple[Item, Edition]:
    """Return a document by the number of its item with the wording at hand, or raise OutOfSight (404)."""
    edition_model = Binding._meta.apps.get_model("publishing", "Edition")
    rows = edition_model.objects.select_related("item__agency", "item__release")
    rows = rows.filter(item=pk, item__kind=DOCUMENT, item__agency__in=visible_agencies(by).values("pk"))
    found = rows.exclude(state=EditionState.DISCARDED).order_by("-number").first()
    if found is None:
        raise OutOfSight
    return found.item, found


def binding_rows(by: Acting) -> QuerySet[Binding]:
    """Return the bindings of public documents in this person's sight."""
    rows = Binding.objects.select_related("service__item__release", "document__release__agency")
    rows = rows.filter(document__release__isnull=False).exclude(state=Bond.GONE)
    return rows.filter(document__agency__in=visible_agencies(by).values("pk"))


def open_tasks(by: Acting) -> QuerySet[Binding]:
    """Return what is still to be bound, and what is bound and leads nowhere: retired, taken down, or a broken link."""
    return binding_rows(by).filter(Q(state=Bond.OPEN) | (Q(state=Bond.BOUND) & leads_nowhere()))


def leads_nowhere() -> Q:
    retired, taken_down = Q(service__state=rules.State.RETIRED), Q(service__item__release__isnull=True)
    return retired | taken_down | Q(service__link_standing=rules.Standing.BROKEN)


def stands_expression() -> Exists:
    """Return what is true for rows with `item_id` of documents that are bound: it rides on another question."""
    bound = Binding.objects.filter(document=OuterRef("item_id"), state=Bond.BOUND, service__item__release__isnull=False)
    return Exists(bound)


BOX = (
    "service__item__key", "service__item__release__edition__snapshot", "service__state", "service__retired_on",
    "service__retired_reason", "service__link_standing", "service__successor__code", "service__successor__name",
)  # fmt: skip


def boxes(release: Release) -> list[dict[str, Any]]:
    """Return what stands in the box “去办理” of a public document. One query."""
    rows = Binding.objects.filter(document=release.item_id, state=Bond.BOUND, service__item__release__isnull=False)
    found = []
    for row in rows.order_by("service__state", "pk").values(*BOX):
        said = row["service__item__release__edition__snapshot"]
        retired = row["service__state"] == rules.State.RETIRED
        found.append(
            {
                "name": said["name"],
                "url": rules.path_of(row["service__item__key"]),
                "link": "" if retired else said["link"],
                "channels": [rules.CHANNEL_NAMES[one] for one in said["channels"] if one in rules.CHANNEL_NAMES],
                "place": said["place"],
                "phone": said["phone"],
                "agency": said["agency"]["name"],
                "broken": row["service__link_standing"] == rules.Standing.BROKEN,
                "retired_on": row["service__retired_on"] if retired else None,
                "retired_reason": row["service__retired_reason"],
                "successor": row["service__successor__name"] or "",
                "successor_url": f"/services/{row['service__successor__code']}"
                if row["service__successor__code"]
                else "",
            }
        )
    return found


def bound_to(documents: Iterable[int]) -> dict[int, list[int]]:
    """Return the public items that these documents lead to: publishing number of the item → those of the documents."""
    rows = Binding.objects.filter(document__in=list(documents), state=Bond.BOUND, service__item__release__isnull=False)
    found: dict[int, list[int]] = {}
    for item, document in rows.order_by("pk").values_list("service__item", "document"):
        found.setdefault(item, []).append(document)
    return found


def policies_of(service_key: str, site: Any) -> QuerySet[Release]:
    """Return the public documents of a site that are bound to an item, the newest first."""
    bound = Binding.objects.filter(service__item__key=service_key, state=Bond.BOUND)
    return publishing.public_releases(site).filter(kind=DOCUMENT, item__in=bound.values("document"))
