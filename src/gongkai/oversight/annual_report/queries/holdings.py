"""Rules and normative documents that the installation holds: one set of texts, and every count of table 二 over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, DateField, F, Q, QuerySet, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from gongkai.base.organisations.queries import agency_model, the_system
from gongkai.base.organisations.queries import subtree as subtree_of
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.rules.second import (
    COLUMN_KEYS,
    DECISION_TITLES,
    ORDERS,
    REASON_SIGNS,
    RULE_TITLES,
    TITLE_ENDS,
)
from gongkai.proactive.documents import queries as documents
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.stock.queries.library import hints
from gongkai.proactive.stock.queries.rounds import latest

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

NEVER_ISSUED = (Status.ABANDONED, Status.SEALED)
DAY = dt.timedelta(days=1)


def until(end: dt.date) -> dt.date:
    """Return the day as of which a period is counted: its end, or today while it runs."""
    return min(end, timezone.localdate())


def agencies_of(agency: Agency, *, subtree: bool = True) -> list[int] | None:
    """Return the agencies at and below one; None where that is everybody."""
    if not subtree:
        return [agency.pk]
    below = list(subtree_of(agency).values_list("pk", flat=True))
    return None if len(below) == agency_model().objects.count() else below


def _as_public(name: str) -> Case:
    """Return a particular as the public text says it; as the document says it where nothing is public."""
    return Case(When(item__release__isnull=True, then=F(name)), default=F(f"item__release__{name}"))


def texts(agencies: list[int] | None = None) -> QuerySet[Any]:
    """Return every document that was issued, here or before the platform, each with its days; one row a text.

    A joint issue is one document of its first issuer. Annotated: text_title, born (issued), begins (in force from),
    last (last day of its own term), ended (day of repeal or of being declared lapsed, the earlier).
    """
    issued_here = Q(item__release__isnull=True, issued_on__isnull=False) & ~Q(doc_number="")
    rows: QuerySet[Any] = documents.visible_to(the_system("annual_report"))
    rows = rows.filter(Q(item__release__isnull=False) | issued_here).exclude(status__in=NEVER_ISSUED)
    rows = rows.exclude(item__withdrawn_at__isnull=False, item__withdrawal_kind=Withdrawal.DUPLICATE)
    if agencies is not None:
        rows = rows.filter(item__agency__in=agencies)
    repealed, lapsed = F("item__repealed_on"), F("item__lapsed_on")
    rows = rows.annotate(
        text_title=Coalesce(F("item__release__title"), latest("title", "item_id")),
        text_category=_as_public("category"),
        text_genre=_as_public("genre"),
        born=Coalesce(
            F("item__release__issued_on"), F("issued_on"), F("item__release__formed_on"), F("formed_on"),
            TruncDate("item__release__first_published_at"), output_field=DateField(),
        ),
        begins=_as_public("effective_on"),
        last=_as_public("expires_on"),
        ended=Case(
            When(item__repealed_on__isnull=True, then=lapsed),
            When(item__lapsed_on__isnull=True, then=repealed),
            When(item__repealed_on__lte=lapsed, then=repealed),
            default=lapsed,
        ),
    )  # fmt: skip
    return rows


def of_row(rows: QuerySet[Any], row: str) -> QuerySet[Any]:
    """Keep the texts that a row of table 二 counts; `orders` are those published by an order that are no rules."""
    if row == law.NORMATIVE:
        return rows.filter(text_category=law.NORMATIVE)
    rows = rows.filter(Q(text_genre="令") | Q(doc_number__contains="令第")).exclude(text_category=law.NORMATIVE)
    named = Q(pk__in=[])
    for name in RULE_TITLES:
        for end in TITLE_ENDS:
            named |= Q(text_title__endswith=f"{name}{end}")
        named |= Q(text_title__contains=f"{name}》的")
    altering = Q(text_title__contains="废止") | Q(text_title__contains="修改") | Q(text_title__endswith="决定")
    return rows.exclude(named & ~altering) if row == ORDERS else rows.filter(named).exclude(altering)


def _in_force(day: dt.date) -> Q:
    return (
        Q(born__lte=day)
        & (Q(ended__isnull=True) | Q(ended__gt=day))
        & (Q(last__isnull=True) | Q(last__gte=day))
        & (Q(begins__isnull=True) | Q(begins__lte=day))
    )


def _out_of_force(day: dt.date) -> Q:
    """Say the contrary of `_in_force` without a negation, which days that are not given would escape."""
    return Q(born__gt=day) | Q(ended__lte=day) | Q(last__lt=day) | Q(begins__gt=day)


def parts(start: dt.date, end: dt.date) -> dict[str, Q]:
    """Return the condition of every number of a row: the three columns, and each reason why they do not add up.

    A text changes the difference (in force − in force before − made + repealed) by one at most, and then it falls under
    exactly one reason, so that the reasons always make up the whole.
    """
    made, repealed = Q(born__range=(start, end)), Q(ended__range=(start, end))
    before, now = _in_force(start - DAY), _in_force(end)
    untouched = Q(ended__isnull=True) | Q(ended__lt=start) | Q(ended__gt=end)
    lost = (before | made) & untouched & _out_of_force(end)
    began = Q(begins__isnull=True) | Q(begins__lte=end)
    surplus = repealed & Q(born__lt=start) & _out_of_force(start - DAY)
    return {
        "made": made,
        "repealed": repealed,
        "valid": now,
        "before": before,
        "pending": lost & Q(begins__gt=end),
        "expired": lost & began & Q(last__lt=end),
        "odd": lost & began & (Q(last__isnull=True) | Q(last__gte=end)),
        "begun": now & Q(born__lt=start, begins__gte=start),
        "unborn": surplus & Q(begins__gte=start),
        "already": surplus & (Q(begins__isnull=True) | Q(begins__lt=start)),
        "early": repealed & Q(born__gt=end),
        ORDERS: made,
    }


_KNOWN: ContextVar[dict[tuple[object, ...], dict[str, int]] | None] = ContextVar("counts_known", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Count each row once while a page is put together: several parts of it tell the same numbers."""
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def counts(
    agency: Agency, row: str, start: dt.date, end: dt.date, *, subtree: bool = True, known_at: dt.datetime | None = None
) -> dict[str, int]:
    """Return every number of a row. `added`: in force before, registered here after `known_at`."""
    known, key = _KNOWN.get(), (agency.pk, row, start, end, subtree)
    found = known.get(key) if known is not None else None
    wanted = parts(start, until(end))
    rows = of_row(texts(agencies_of(agency, subtree=subtree)), row).order_by()
    if found is None:
        asked = {part: Count("pk", filter=wanted[part]) for part in (*COLUMN_KEYS, "before", *REASON_SIGNS)}
        found = rows.aggregate(**asked)
        if known is not None:
            known[key] = found
    if known_at is None:
        return found
    return found | {"added": rows.filter(wanted["before"], item__created_at__gt=known_at).count()}


def table2(agency: Agency, start: dt.date, end: dt.date, *, subtree: bool = True) -> dict[str, tuple[int, ...]]:
    """Return the counted rows of table 二: made, repealed, in force."""
    found = {row: counts(agency, row, start, end, subtree=subtree) for row in law.STOCK_ROWS}
    return {row: tuple(numbers[key] for key in COLUMN_KEYS) for row, numbers in found.items()}


def behind(agency: Agency, row: str, part: str, start: dt.date, end: dt.date, *, subtree: bool = True) -> QuerySet[Any]:
    """Return the texts behind one number."""
    rows = of_row(texts(agencies_of(agency, subtree=subtree)), ORDERS if part == ORDERS else row)
    return rows.filter(parts(start, until(end))[part])


def unregistered(agency: Agency) -> int:
    """Return how many public texts were found to be normative and are not in the register yet."""
    rows = hints(the_system("annual_report")).filter(judgement="yes").exclude(item__release__category=law.NORMATIVE)
    agencies = agencies_of(agency)
    return (rows if agencies is None else rows.filter(agency__in=agencies)).count()


def decisions(agency: Agency, row: str, start: dt.date, end: dt.date) -> QuerySet[Any]:
    """Return what was published in a period as a decision of this kind: by its title, or in a column of that name."""
    wanted = Q(item__placements__column__name__contains=row)
    for words in DECISION_TITLES[row]:
        wanted |= Q(title__contains=words)
    zone = timezone.get_current_timezone()
    first, after = (dt.datetime.combine(day, dt.time(), tzinfo=zone) for day in (start, end + DAY))
    rows = publishing.public_releases().filter(first_published_at__gte=first, first_published_at__lt=after)
    agencies = agencies_of(agency)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    return publishing.public_releases().filter(pk__in=rows.filter(wanted).order_by().values("pk"))
