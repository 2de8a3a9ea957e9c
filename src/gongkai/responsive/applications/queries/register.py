"""The register of the desk: what was asked for of it, with clocks and applicants of one page in a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from gongkai.base.organisations.queries import agencies_where, subtree, the_system
from gongkai.base.ui.parts import Clock
from gongkai.engine.duties import queries as duties
from gongkai.responsive.applications.models import Applicant, Application, Inquiry, Submission
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.queries.lists import readable
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.intake import masked_name
from gongkai.responsive.applications.rules.watch import SUBJECT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

PENDING = "pending"
NEWEST = "newest"
BESIDE = ("agency", "submission", "division", "handler")


@dataclass(frozen=True)
class Asked:
    """What a person asked the register for; empty fields ask for everything."""

    status: str = ""
    outcome: str = ""
    column: str = ""
    words: str = ""
    mine: bool = False
    late: bool = False
    agency: str = ""
    received_from: dt.date | None = None
    received_to: dt.date | None = None
    closed_from: dt.date | None = None
    closed_to: dt.date | None = None
    sort: str = ""


def register(by: Acting, asked: Asked, agencies: Sequence[Agency] = ()) -> QuerySet[Application]:
    """Return what this person may read and asked for, most urgent first unless `sort` says newest.

    Who knows already which `agencies` this person reads says so: of a single one the order is read from its index.
    """
    rows = readable(by).filter(_condition(by, asked))
    if len(agencies) == 1:
        rows = rows.filter(agency=agencies[0])
    rows = rows.select_related(*BESIDE)
    if asked.sort == NEWEST:
        return rows.order_by(F("received_on").desc(nulls_first=True), "-pk")
    return rows.order_by("queue", "due_on", "-closed_on", "pk")


class Pages(Paginator):  # type: ignore[type-arg]  # a plain class at run time
    """Pages of the register: the order is found among numbers alone, and only the rows of one page are read whole."""

    object_list: QuerySet[Application]

    def page(self, number: int | str) -> Page[Application]:
        at = self.validate_number(number)
        first = (at - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        found = with_applicants(Application.objects.select_related(*BESIDE)).in_bulk(keys)
        return Page([found[key] for key in keys if key in found], at, self)


def _condition(by: Acting, asked: Asked) -> Q:
    wanted = Q()
    if asked.status == PENDING:
        wanted &= ~Q(status=Status.CLOSED)
    elif asked.status:
        wanted &= Q(status=asked.status)
    days = {
        "received_on__gte": asked.received_from, "received_on__lte": asked.received_to,
        "closed_on__gte": asked.closed_from, "closed_on__lte": asked.closed_to,
    }  # fmt: skip
    plain = {"outcome": asked.outcome, "column": asked.column, "agency__code": asked.agency} | days
    wanted &= Q(**{name: value for name, value in plain.items() if value})
    if asked.mine and by.person is not None:
        wanted &= Q(handler=by.person)
    if asked.late:
        wanted &= is_overdue() if asked.status == PENDING else is_late()
    return wanted & _words(asked.words) if asked.words else wanted


def is_late() -> Q:
    """Closed late, or under way with a day of the answer that has passed while no clock stands still."""
    return Q(closed_late=True) | is_overdue()


def is_overdue() -> Q:
    waiting = Exists(Inquiry.objects.filter(application=OuterRef("pk"), ended_on__isnull=True))
    return ~Q(status=Status.CLOSED) & Q(due_on__lt=timezone.localdate()) & ~Q(waiting)


def overdue(agency: Agency, *, below: bool) -> int:
    """Return how many cases are under way although their day has passed, with those of agencies below if asked."""
    agencies = subtree(agency) if below else [agency]
    return Application.objects.filter(is_overdue(), agency__in=agencies).count()


def overdue_asked(by: Acting, agency: Agency, *, below: bool) -> dict[str, str]:
    """Return what the register is asked for to list exactly these; empty where this person's register cannot show that."""
    read = {one.pk for one in agencies_read(by)}
    wanted = set(subtree(agency).values_list("pk", flat=True)) if below else {agency.pk}
    asked = {"status": PENDING, "late": "1"}
    if wanted == {agency.pk}:
        return asked | {"agency": agency.code} if agency.pk in read else {}
    return asked if wanted == read else {}


def _words(words: str) -> Q:
    return (
        Q(title__icontains=words) | Q(description__icontains=words) | Q(number__icontains=words)
        | Q(submission__receipt__iexact=words) | Q(submission__external_id__iexact=words)
    )  # fmt: skip


def agencies_read(by: Acting) -> list[Agency]:
    """Return the agencies whose register this person reads; more than one where a post reaches down."""
    return list(agencies_where(by, READ).order_by("lineage"))


def with_applicants(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Bring the applicants along, their names only: one query for any number of rows."""
    people = Applicant.objects.filter(left_on__isnull=True).only("submission_id", "position", "kind", "name")
    return rows.prefetch_related(Prefetch("submission__applicants", queryset=people, to_attr="present"))


def who(submission: Submission) -> str:
    """Return the applicants of a form as lists show them: masked, the first one and how many there are."""
    people: list[Applicant] = getattr(submission, "present", None) or list(
        submission.applicants.filter(left_on__isnull=True)
    )
    if not people:
        return "（申请人信息已清除）"
    first = masked_name(people[0].name, people[0].kind) or "（未写明）"
    return f"{first}等{len(people)}人" if len(people) > 1 else first


def clocks_of(rows: Sequence[Application], today: dt.date) -> dict[int, Clock]:
    """Return the clock that presses most of each; two queries and that of the calendar for any number of rows."""
    running = duties.open_duties(the_system("applications")).filter(
        subject_type=SUBJECT, subject_id__in=[str(row.pk) for row in rows if row.is_pending]
    )
    book = duties.current_book()
    found: dict[int, Clock] = {}
    for duty in running.prefetch_related(None).prefetch_related(
        "pauses"
    ):  # what runs by its day, then what stands still
        if int(duty.subject_id) not in found:
            found[int(duty.subject_id)] = duties.clock(duty, today, book=book)
    for row in rows:
        if not row.is_pending:
            found[row.pk] = Clock(state="done", label="逾期办结" if row.closed_late else "按时办结")
    return found


def confirming(by: Acting) -> QuerySet[Submission]:
    """Return the forms that wait until both sides confirmed that they were received, the oldest first."""
    waiting = readable(by).filter(status=Status.ARRIVED).values("submission")
    people = Applicant.objects.filter(left_on__isnull=True)
    rows = Submission.objects.filter(pk__in=waiting).select_related("agency").order_by("arrived_on", "pk")
    return rows.prefetch_related(
        Prefetch("applicants", queryset=people, to_attr="present"),
        Prefetch("applications", queryset=Application.objects.order_by("position")),
    )


def full_names(rows: Iterable[Application]) -> dict[int, str]:
    """Return the applicants unmasked, by case. Whoever calls records the look."""
    return {row.pk: "、".join(one.name for one in getattr(row.submission, "present", ())) for row in rows}
