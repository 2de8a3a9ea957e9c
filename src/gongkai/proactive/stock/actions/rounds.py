"""Organising a round: open it, draw the list, hand out the work, finish with a report."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing.actions import Refused
from gongkai.law.months import add_months
from gongkai.proactive.documents import queries as documents
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.stock import queries
from gongkai.proactive.stock.models import Entry, ReviewInterval, Round
from gongkai.proactive.stock.permissions import check_manage, check_running, may_propose
from gongkai.proactive.stock.queries.rounds import latest, unfinished
from gongkai.proactive.stock.rules import KIND_NAMES, NORMATIVE, ROUND_DUTY, Kind, State
from gongkai.proactive.stock.rules.clocks import LONGEST_INTERVAL_MONTHS, ROUND_MONTHS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Person
    from gongkai.base.organisations.queries import Acting

MOST_ASSIGNED = 5_000
FINISHED = (Status.ISSUED, Status.FILED, Status.PUBLISHED)
PARTIAL_MODES = ("redacted", "abstract")


def subject_of(round_: Round) -> Subject:
    return Subject("stock-round", str(round_.pk), round_.title)


def url_of(round_: Round) -> str:
    return f"/desk/stock/rounds/{round_.pk}/"


@transaction.atomic
def open_round(
    *,
    kind: str,
    agency: Agency,
    title: str,
    closes_on: dt.date,
    source: str,
    by: Acting,
    years_from: int | None = None,
    years_to: int | None = None,
    attributes: list[str] | None = None,
    categories: list[str] | None = None,
) -> Round:
    """Begin a round and start its clock. Raises Refused without a title, a source or a day to come."""
    check(by, Permission.STOCK_MANAGE, agency)
    if kind not in KIND_NAMES:
        raise Refused("请选择梳理的种类。")
    if not title.strip() or not source.strip():
        raise Refused("请填写名称和依据。")
    if closes_on <= timezone.localdate():
        raise Refused("完成期限应在今天之后。")
    if years_from and years_to and years_to < years_from:
        raise Refused("印发年份的起止颠倒了，请检查。")
    round_ = Round.objects.create(
        kind=kind, agency=agency, title=title.strip(), closes_on=closes_on, source=source.strip(),
        years_from=years_from, years_to=years_to, attributes=attributes or [], categories=categories or [],
        opened_by=by.person,
    )  # fmt: skip
    event = events.record(
        tag="stock:round:open",
        by=by.actor(Permission.STOCK_MANAGE, agency),
        subject=subject_of(round_),
        new={"种类": KIND_NAMES[kind], "范围": scope_words(round_), "期限": closes_on.isoformat(), "依据": source},
    )
    duties.open_duty(
        rule=ROUND_DUTY, subject=subject_of(round_), agency=agency, title=round_.title, url=url_of(round_),
        opened_on=add_months(closes_on, -ROUND_MONTHS), event_seq=event.seq, by=by,
    )  # fmt: skip
    return round_


def scope_words(round_: Round) -> str:
    """Return the scope as people say it."""
    from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES

    parts = [f"{round_.agency.label}及下级机关"]
    if round_.years_from or round_.years_to:
        parts.append(f"{round_.years_from or '最早'}—{round_.years_to or '最近'}年印发")
    if round_.attributes:
        parts.append("、".join(ATTRIBUTE_NAMES.get(one, one) for one in round_.attributes))
    if round_.categories:
        parts.append("、".join(round_.categories))
    return "，".join(parts)


def _wanted(round_: Round) -> QuerySet[Any]:
    """Return the finished documents in scope; which ones a kind of round looks at is said here."""
    rows = documents.visible_to(the_system("stock")).order_by().filter(
        item__agency__lineage__startswith=round_.agency.lineage, status__in=FINISHED
    )  # fmt: skip
    rows = rows.annotate(mode_now=latest("mode", "item_id"))
    if round_.kind == Kind.REEXAMINATION:
        rows = rows.filter(Q(status=Status.FILED) | Q(status=Status.PUBLISHED, mode_now__in=PARTIAL_MODES))
    if round_.kind == Kind.CLEANUP:
        rows = rows.filter(category=NORMATIVE, item__repealed_on=None, item__lapsed_on=None)
    if round_.years_from:
        rows = rows.filter(issued_on__year__gte=round_.years_from)
    if round_.years_to:
        rows = rows.filter(issued_on__year__lte=round_.years_to)
    if round_.attributes:
        rows = rows.filter(attribute__in=round_.attributes)
    if round_.categories:
        rows = rows.filter(category__in=round_.categories)
    return rows


def _insert(round_: Round, wanted: QuerySet[Any]) -> int:
    """Copy documents into the list by one INSERT … SELECT, however many they are; return how many were new."""
    columns = {
        "round_id": Value(round_.pk),
        "document_id": F("item_id"),
        "agency_id": F("item__agency_id"),
        "division_id": F("division__id"),
        "was_attribute": F("attribute"),
        "was_mode": F("mode_now"),
        "state": Value(State.OPEN.value),
        **{name: Value("") for name in ("verdict", "to_attribute", "ground", "reason", "returned")},
    }
    fresh = wanted.exclude(stock_entries__round=round_.pk)
    chosen = fresh.select_related(None).annotate(**{f"x_{name}": value for name, value in columns.items()})
    sql, params = chosen.values_list(*(f"x_{name}" for name in columns)).query.sql_with_params()
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    table = connection.ops.quote_name(Entry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {sql} ON CONFLICT DO NOTHING", params)
        return int(cursor.rowcount)


@transaction.atomic
def draw(*, round_: Round, by: Acting) -> int:
    """Put every document in scope on the list; what stands there already stays as it is. Return how many came new."""
    check_manage(round_, by)
    round_ = Round.objects.select_for_update(of=("self",)).select_related("agency").get(pk=round_.pk)
    check_running(round_)
    added = _insert(round_, _wanted(round_))
    round_.drawn_at = timezone.now()
    round_.save(update_fields=["drawn_at"])
    events.record(
        tag="stock:round:draw",
        by=by.actor(Permission.STOCK_MANAGE, round_.agency),
        subject=subject_of(round_),
        new={"新增": added, "合计": round_.entries.count()},
    )
    return added


@transaction.atomic
def assign(*, round_: Round, entries: QuerySet[Entry], person: Person, by: Acting) -> int:
    """Hand open entries to a person. Raises Refused when that person could not judge one of them."""
    from gongkai.base.organisations.queries import acting

    check_manage(round_, by)
    check_running(round_)
    wanted = entries.filter(round=round_, state=State.OPEN)
    count = wanted.count()  # before anything is read: there may be twenty thousand
    if not count:
        raise Refused("没有符合条件、尚待判断的条目。")
    if count > MOST_ASSIGNED:
        raise Refused(f"符合条件的有{count}件，一次最多分派{MOST_ASSIGNED}件，请按机关、年份缩小范围。")
    chosen = list(wanted)
    theirs = acting(person)
    for one in chosen:
        one.assigned_to = person
        if not may_propose(one, theirs):
            raise Refused(f"{person.name}在{one.agency.label}没有可以作判断的岗位，请另选经办人。")
    Entry.objects.filter(pk__in=[one.pk for one in chosen]).update(assigned_to=person)
    events.record(
        tag="stock:round:assign",
        by=by.actor(Permission.STOCK_MANAGE, round_.agency),
        subject=subject_of(round_),
        new={"经办人": person.name, "件数": len(chosen)},
    )
    return len(chosen)


@transaction.atomic
def take(*, round_: Round, entries: QuerySet[Entry], by: Acting) -> int:
    """Take open entries upon oneself, those that nobody holds; return how many. Who may not judge takes none."""
    check_running(round_)
    if by.person is None:
        return 0
    free = entries.filter(state=State.OPEN, assigned_to__isnull=True)[:MOST_ASSIGNED]
    mine = [one.pk for one in free if by.may(Permission.STOCK_JUDGE, one.agency)]
    taken = Entry.objects.filter(pk__in=mine, assigned_to__isnull=True).update(assigned_to=by.person)
    if taken:
        events.record(
            tag="stock:round:assign", by=by.actor(Permission.STOCK_JUDGE, round_.agency), subject=subject_of(round_),
            new={"经办人": by.person.name, "件数": taken},
        )  # fmt: skip
    return taken


def closing_defects(round_: Round) -> list[str]:
    """Return what keeps a round from being finished, as sentences."""
    found = []
    rows = round_.entries.all()
    if not rows.exists():
        found.append("清单是空的，请先抽取")
    left = unfinished(rows).count()
    if left:
        found.append(f"还有{left}件没有批准的判断")
    stopped = queries.not_queued(rows).count()
    if stopped:
        found.append(f"有{stopped}件已符合公开条件，却不在公开流程中，请恢复办理")
    if round_.kind == Kind.CLEANUP and not found:
        result = round_.result
        if result is None or result.status != Status.PUBLISHED:
            found.append("清理结果还没有向社会公布")
    return found


@transaction.atomic
def finish(*, round_: Round, by: Acting) -> Round:
    """End a round and keep its report. Raises Refused while something is undone or a conversion is not on its way."""
    check_manage(round_, by)
    round_ = Round.objects.select_for_update(of=("self",)).select_related("agency", "result").get(pk=round_.pk)
    check_running(round_)
    defects = closing_defects(round_)
    if defects:
        raise Refused("还不能办结：" + "；".join(defects) + "。")
    figures, progress = queries.overview(round_, the_system("stock"))
    round_.report = {"figures": figures, "progress": progress, "scope": scope_words(round_)}
    round_.finished_at, round_.finished_by = timezone.now(), by.person
    round_.save(update_fields=["report", "finished_at", "finished_by"])
    event = events.record(
        tag="stock:round:finish",
        by=by.actor(Permission.STOCK_MANAGE, round_.agency),
        subject=subject_of(round_),
        new={key: value for key, value in round_.report["figures"].items() if value},
    )
    duties.discharge(rule=ROUND_DUTY, subject=subject_of(round_), event_seq=event.seq, by=by)
    return round_


@transaction.atomic
def set_interval(*, agency: Agency, months: int, source: str, by: Acting) -> ReviewInterval:
    """Say how often what is withheld is re-examined, and on what authority."""
    check(by, Permission.STOCK_MANAGE, agency)
    if not 1 <= months <= LONGEST_INTERVAL_MONTHS or not source.strip():
        raise Refused(f"间隔应为1至{LONGEST_INTERVAL_MONTHS}个月，并写明依据。")
    standing = ReviewInterval.objects.filter(agency=agency).first()
    interval, _ = ReviewInterval.objects.update_or_create(
        agency=agency,
        defaults={"months": months, "source": source.strip(), "set_by": by.person, "set_at": timezone.now()},
    )
    events.record(
        tag="stock:interval:set",
        by=by.actor(Permission.STOCK_MANAGE, agency),
        subject=Subject("agency", str(agency.pk), agency.name),
        old={"months": standing.months, "source": standing.source} if standing else None,
        new={"months": months, "source": source},
    )
    return interval
