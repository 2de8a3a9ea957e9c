"""What officers see: only their agencies' rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gongkai.base.organisations.queries import Acting, OutOfSight, agencies_where
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import IN_PREPARATION, State
from gongkai.proactive.policy.models import PolicyItem, PolicyPackage, Scan, Worked
from gongkai.proactive.policy.permissions import CONFIRM, EDIT, READERS
from gongkai.proactive.policy.queries.public import public_items

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release


def item_model() -> type[PolicyItem]:
    return PolicyItem


def package_model() -> type[PolicyPackage]:
    return PolicyPackage


def _agencies(by: Acting) -> QuerySet[Any]:
    rows = agencies_where(by, EDIT)
    for permission in READERS:
        rows |= agencies_where(by, permission)
    return rows


def policy_items(by: Acting) -> QuerySet[PolicyItem]:
    """Return the items of the agencies in which this person edits, releases or reads, without those given up."""
    rows = PolicyItem.objects.filter(dropped_at__isnull=True, item__agency__in=_agencies(by).values("pk"))
    return rows.select_related("item__agency", "document__release").order_by("-item_id")


def policy_item(pk: int, by: Acting) -> PolicyItem:
    """Return one item. Raises OutOfSight for strangers."""
    found = policy_items(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def visible_packages(by: Acting) -> QuerySet[PolicyPackage]:
    rows = PolicyPackage.objects.filter(dropped_at__isnull=True, item__agency__in=_agencies(by).values("pk"))
    return rows.select_related("item__agency")


packages = visible_packages


def package(pk: int, by: Acting) -> PolicyPackage:
    found = visible_packages(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def working_edition(row: Worked) -> Edition:
    """Return the edition in preparation, else the one that is public or was last."""
    editions = row.item.editions.order_by("-number")
    found = editions.filter(state__in=IN_PREPARATION).first() or editions.exclude(state=State.DISCARDED).first()
    return found or editions.all()[0]


def public_edition(row: Worked) -> Edition | None:
    return row.item.editions.filter(state=State.PUBLISHED).first()


def source_of(row: PolicyItem) -> Release | None:
    """Return the public document, None when it was taken down."""
    return publishing.release_by_key(row.document.key)


def to_recheck(by: Acting) -> list[PolicyItem]:
    """Return public items whose document has a newer edition than the one that they were read from."""
    rows = policy_items(by).filter(item__release__isnull=False, document__release__isnull=False)
    rows = rows.exclude(document__release__edition__number=F("document_edition"))
    return list(rows)


def waiting_count(by: Acting) -> int:
    """Return how much waits for this person: items handed in, for who releases."""
    if not by.may_anywhere(CONFIRM):
        return 0
    return policy_items(by).filter(submitted=True, item__agency__in=agencies_where(by, CONFIRM).values("pk")).count()


def kept_scans(by: Acting) -> QuerySet[Scan]:
    """Return what was found in the public documents of one's agencies, richest first."""
    rows = Scan.objects.filter(benefits__gt=0, document__agency__in=_agencies(by).values("pk"))
    made = PolicyItem.objects.filter(document=OuterRef("document"), dropped_at__isnull=True)
    rows = rows.annotate(has_items=Exists(made)).select_related("document__release", "document__agency", "dismissed_by")
    return rows.filter(document__release__isnull=False).order_by("-benefits", "document")


def documents_to_do(by: Acting) -> QuerySet[Scan]:
    """Return public documents with benefit words, no items, and nobody who said that there are none (应拆尽拆)."""
    made = PolicyItem.objects.filter(dropped_at__isnull=True).values("document")
    return kept_scans(by).filter(dismissed_at__isnull=True).exclude(document__in=made)


def scan_of(document_pk: int, by: Acting) -> Scan:
    found = kept_scans(by).filter(document=document_pk).first()
    if found is None:
        raise OutOfSight
    return found


@dataclass(frozen=True)
class Coverage:
    """Figures with what is behind them: every count has a list at the desk."""

    documents: int
    done: int
    dismissed: int
    agencies: list[dict[str, Any]]
    kinds: Counter[str]
    audiences: Counter[str]
    standings: Counter[str]
    states: dict[str, int]

    @property
    def open(self) -> int:
        return self.documents - self.done - self.dismissed

    @property
    def share(self) -> int:
        """Percent of the documents with benefits that were taken apart or judged to hold none."""
        return round(100 * (self.done + self.dismissed) / self.documents) if self.documents else 100


def coverage(by: Acting) -> Coverage:
    scans = kept_scans(by)
    dismissed = Q(has_items=False, dismissed_at__isnull=False)
    counted = scans.aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(has_items=True)), dismissed=Count("pk", filter=dismissed)
    )
    mine = set(_agencies(by).values_list("pk", flat=True))
    shown = [one for one in public_items() if one.release.agency_id in mine]
    rows = policy_items(by)
    return Coverage(
        counted["all"], counted["done"], counted["dismissed"], _by_agency(scans),
        Counter(one.facts["benefit_kind"] for one in shown),
        Counter(audience for one in shown for audience in one.facts["audiences"]),
        Counter(one.standing.key for one in shown),
        {
            "public": rows.filter(item__release__isnull=False).count(),
            "waiting": rows.filter(submitted=True).count(),
            "draft": rows.filter(submitted=False, item__editions__state=State.PREPARING).distinct().count(),
        },
    )  # fmt: skip


def _by_agency(scans: QuerySet[Scan]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for scan in scans:
        agency = scan.document.agency
        row = rows.setdefault(
            agency.code, {"code": agency.code, "name": agency.label, "documents": 0, "done": 0, "dismissed": 0}
        )
        row["documents"] += 1
        if getattr(scan, "has_items", False):
            row["done"] += 1
        elif scan.dismissed_at is not None:
            row["dismissed"] += 1
    for row in rows.values():
        row["open"] = row["documents"] - row["done"] - row["dismissed"]
    return sorted(rows.values(), key=lambda row: (-row["open"], row["code"]))
