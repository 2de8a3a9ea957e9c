"""Reports of the document desk: 退文, one-sided links, texts that machines cannot read."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Trim

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import VERBS
from gongkai.law.numbers import find_numbers, number_key
from gongkai.proactive.documents.models import Document, Return
from gongkai.proactive.documents.rules import LEAST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Item, Relation, Release

MOST_ROWS = 300  # of one report on one page; the count tells how many there are


# --- 退文 (R004) ------------------------------------------------------------------------------------------


def returns_between(by: Acting, *, since: dt.date, until: dt.date, **only: str) -> QuerySet[Return]:
    """Return the 退文 of two days, both included. `only`: agency (code), division (number or "none"), cause, station."""
    rows = Return.objects.filter(
        agency__in=agencies_where(by, Permission.DOCUMENTS_READ), at__date__gte=since, at__date__lte=until
    ).select_related("agency", "division", "document__item", "by")
    names = {"agency": "agency__code", "cause": "cause", "station": "station"}
    for name, field in names.items():
        if only.get(name):
            rows = rows.filter(**{field: only[name]})
    if only.get("division") == "none":
        rows = rows.filter(division=None)
    elif only.get("division", "").isdecimal():
        rows = rows.filter(division=int(only["division"]))
    return rows


@dataclass(frozen=True)
class DivisionReturns:
    """One division's line: how many came back, for what causes, and how many documents it sent in all."""

    agency: str
    agency_code: str
    division: str
    division_id: int | None
    causes: dict[str, int]
    total: int
    sent: int

    @property
    def rate(self) -> float | None:
        return round(100 * self.total / self.sent, 1) if self.sent else None


def returns_table(rows: QuerySet[Return], *, since: dt.date, until: dt.date) -> list[DivisionReturns]:
    """Return the table of division by cause, the division with most returns first; two queries."""
    counted: dict[tuple[str, str, str, int | None], Counter[str]] = defaultdict(Counter)
    values = rows.values_list("agency__name", "agency__code", "division__name", "division_id", "cause")
    for agency, code, division, pk, cause, count in values.annotate(count=Count("pk")).order_by():
        counted[agency, code, division or "", pk][cause] += count
    sent = _sent(since, until)
    table = [
        DivisionReturns(agency, code, division, pk, dict(causes), causes.total(), sent[code, pk])
        for (agency, code, division, pk), causes in counted.items()
    ]
    return sorted(table, key=lambda line: (-line.total, line.agency, line.division))


def _sent(since: dt.date, until: dt.date) -> Counter[tuple[str, int | None]]:
    rows = Document.objects.filter(item__created_at__date__gte=since, item__created_at__date__lte=until)
    grouped = rows.values_list("drafting_agency__code", "division_id").annotate(count=Count("pk")).order_by()
    return Counter({(code, division): count for code, division, count in grouped})


# --- one-sided links (R033) -------------------------------------------------------------------------------


@dataclass(frozen=True)
class OneSided:
    """A public text that points at another which does not point back. `kind`: named, cited or gone."""

    kind: str
    release: Release
    number: str
    target: Item | None
    relation: Relation | None = None

    @property
    def words(self) -> str:
        return {
            "named": "关联只写了文号，没有链到库内文件",
            "cited": "正文引用了文号，没有建立关联",
            "gone": "关联的文件没有公开，读者看不到",
        }[self.kind]

    @property
    def mendable(self) -> bool:
        return self.target is not None and self.kind in {"named", "cited"}


def public_documents(by: Acting, agency: str = "") -> QuerySet[Release]:
    readable = agencies_where(by, Permission.DOCUMENTS_READ)
    releases = publishing.public_releases().filter(kind="document", agency__in=readable)
    return releases.filter(agency__code=agency) if agency else releases


def one_sided(by: Acting, *, since: dt.date, until: dt.date, agency: str = "") -> list[OneSided]:
    """Return the links that only one side knows, among what was published between two days."""
    releases = public_documents(by, agency).filter(published_at__date__gte=since, published_at__date__lte=until)
    releases = releases.select_related("item", "edition").prefetch_related("item__relations__target__release")
    found: list[OneSided] = []
    for release in releases.order_by("-published_at").iterator(chunk_size=200):
        found += _relations_of(release)
        found += _cited_in(release)
        if len(found) >= MOST_ROWS:
            break
    return found[:MOST_ROWS]


def _relations_of(release: Release) -> Iterator[OneSided]:
    for relation in release.item.relations.all():
        if relation.target is None:
            target = publishing.item_by_number(relation.target_label)
            if target is not None and target.pk != release.item_id:
                yield OneSided("named", release, relation.target_label, target, relation)
        elif getattr(relation.target, "release", None) is None:
            yield OneSided("gone", release, relation.target.key, relation.target, relation)


def _cited_in(release: Release) -> Iterator[OneSided]:
    own = release.doc_number_key
    text = release.edition.text
    keys = {found.number.key: text[found.start : found.end] for found in find_numbers(text)}
    keys.pop(own, None)
    if not keys:
        return
    known = set(release.item.relations.filter(target__isnull=False).values_list("target_id", flat=True))
    known |= set(release.item.reverse_relations.values_list("source_id", flat=True))
    labels = {number_key(label) for label in release.item.relations.values_list("target_label", flat=True) if label}
    others = publishing.public_releases().filter(doc_number_key__in=keys).select_related("item")
    for other in others:
        if other.item_id not in known and other.doc_number_key not in labels:
            yield OneSided("cited", release, keys[other.doc_number_key], other.item)


def default_verb() -> str:
    """Return the verb under which a cited number is linked; the officer can say it better on the document's page."""
    return VERBS["based_on"].key


# --- full-text rate (R037) --------------------------------------------------------------------------------


@dataclass(frozen=True)
class FullTextRate:
    agency: str
    code: str
    total: int
    complete: int

    @property
    def lacking(self) -> int:
        return self.total - self.complete

    @property
    def rate(self) -> float:
        return round(100 * self.complete / self.total, 2) if self.total else 100.0


def lacking_full_text(releases: QuerySet[Release]) -> QuerySet[Release]:
    """Return those whose text a machine cannot read in full: no text to speak of, or a file that gave none."""
    files = _edition_files()
    unread = files.filter(edition=OuterRef("edition_id")).filter(
        Q(file__extracted__isnull=True) | Q(file__extracted__text="")
    )
    releases = releases.annotate(text_length=Length(Trim("edition__text")), unread=Exists(unread))
    return releases.filter(Q(text_length__lt=LEAST_TEXT) | Q(unread=True))


def _edition_files() -> QuerySet[Any]:
    from django.apps import apps  # the table belongs to publishing, which has no list of all files to ask for

    return apps.get_model("publishing", "EditionFile")._default_manager.all()


def full_text_rates(by: Acting, *, since: dt.date, until: dt.date) -> list[FullTextRate]:
    """Return the share of public documents with complete machine-readable text, the agency with most lacking first."""
    releases = public_documents(by).filter(first_published_at__date__gte=since, first_published_at__date__lte=until)
    totals = _by_agency(releases)
    lacking = _by_agency(lacking_full_text(releases))
    names: dict[str, Agency] = {one.code: one for one in agencies_where(by, Permission.DOCUMENTS_READ)}
    rates = [
        FullTextRate(names[code].name, code, total, total - lacking.get(code, 0)) for code, total in totals.items()
    ]
    return sorted(rates, key=lambda rate: (-rate.lacking, rate.agency))


def _by_agency(releases: QuerySet[Release]) -> dict[str, int]:
    return dict(releases.order_by().values_list("agency__code").annotate(count=Count("pk", distinct=True)))
