"""Random lives of an application: whatever happens in whatever order, the law's invariants hold."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gongkai.engine.duties import actions as duties
from gongkai.engine.duties import queries as duty_queries
from gongkai.engine.duties.queries import of_subject
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.asking import inquiry_subject
from gongkai.responsive.applications.actions.working import opinion_subject
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.queries.orders import set_aside
from gongkai.responsive.applications.queries.waiting import turn_of
from gongkai.responsive.applications.rules import ApplicantKind, Status
from gongkai.responsive.applications.rules.facts import FACT_LISTENERS, KIND, Fact
from gongkai.responsive.applications.rules.forms import Matter, Party
from gongkai.responsive.applications.rules.watch import REPLY_RULES
from gongkai.responsive.applications.tests.world import fresh, on_day, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

EXAMPLES = int(os.environ.get("GONGKAI_HISTORIES", "40"))
RUNS_A_CLOCK = {Status.EXAMINING, Status.HANDLING, Status.DECIDING, Status.REPLYING}
ANY_TEXT = "办理所需"
BASES = [{"name": "《中华人民共和国政府信息公开条例》", "article": "第十五条", "rank": "行政法规"}]
VERBS = (
    "confirm", "accept", "ask_supplement", "supplement", "inquire", "reached", "answer", "silence", "propose", "extend",
    "charge", "fee_reached", "pay", "waive", "split", "reasons", "reasoned", "delay", "refuse", "give", "missing", "unpaid",
    "send_back", "approve", "deliver", "withdraw", "late_notice", "stop_waiting", "ask_division", "overturn", "uphold",
)  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 18)), min_size=3, max_size=14)


class Life:
    """One form and what officers do with it, day after day."""

    def __init__(self, town: City, door: str, kind: str, start: dt.date, facts: dict[str, Fact]) -> None:
        self.town, self.today, self.facts = town, start, facts
        self.before_fee: dict[int, dt.date] = {}  # what was due when the notice of a fee went out
        self.counted: dict[int, tuple[str, dt.date]] = {}
        party = Party(kind=kind, name="钱一鸣" if kind == ApplicantKind.PERSON else "江畔公司", phone="13800000000")
        with on_day(start.isoformat()):
            received = actions.submit(
                agency=town.housing, door=door, form="paper", method="post", matters=[Matter("甲")], parties=[party],
                by=town.jing,
            )  # fmt: skip
        self.submission = received.submission

    def all(self) -> list[Application]:
        return list(Application.objects.filter(submission=self.submission).order_by("pk"))

    def go(self, verb: str, days: int, pick: int) -> None:
        """Some days later try a verb on one of the matters; what is refused changes nothing."""
        self.today += dt.timedelta(days=days)
        with on_day(self.today.isoformat()):
            actions.close_silent(self.today)
            chosen = self.all()
            application = chosen[pick % len(chosen)]
            before = {one.pk: one.due_on for one in chosen}
            try:
                with transaction.atomic():
                    DO[verb](self, application)
            except actions.REFUSALS:
                assert {one.pk: one.due_on for one in self.all()} == before
            self.check(before, verb)

    def check(self, before: dict[int, dt.date | None], verb: str) -> None:
        calendar = duty_queries.current_book().calendar
        for one in self.all():
            clocks = of_subject(actions.subject_of(one)).filter(rule__in=REPLY_RULES, status__in=["open", "paused"])
            wanted = 1 if one.status in RUNS_A_CLOCK else 0
            given_up = one.decisions.exclude(approved=False).filter(code__in=["R15", "R16"]).exists()
            assert clocks.count() == wanted or one.status == Status.PAYING or given_up, (one.status, verb)
            assert one.back == turn_of(one), f"{one.back!r} after {verb}"
            assert (one.status == Status.CLOSED) == bool(one.outcome)
            assert (one.status == Status.CLOSED) == bool(one.closed_on)
            if one.due_on is not None:
                assert calendar.is_working_day(one.due_on), f"{one.due_on} after {verb}"
            if verb in {"inquire", "reached", "answer", "silence", "extend"} and (was := before.get(one.pk)):
                assert one.due_on is None or one.due_on >= was, f"{verb} moved {was} to {one.due_on}"
            if verb == "charge" and (was := before.get(one.pk)) and hasattr(one, "fee"):
                self.before_fee.setdefault(one.pk, was)
            if verb == "waive" and one.due_on is not None and one.pk in self.before_fee and not before.get(one.pk):
                assert one.due_on >= self.before_fee[one.pk], "the waiver took days away"
            if one.status == Status.CLOSED:
                assert not waiting_parts(one)
            assert one.decisions.standing().count() <= 1
            assert sum(1 for order in one.orders.all() if order.letter_id) == len(set_aside(one))
            if verb == "uphold":
                assert one.due_on == before.get(one.pk)
            if one.received_on is not None:
                self.check_fact(one)
        assert len({one.number for one in self.all() if one.number}) == sum(1 for one in self.all() if one.number)

    def check_fact(self, one: Application) -> None:
        """One row of one year, and never another once that year is over."""
        fact = self.facts[str(one.pk)]
        assert fact.received_on == one.received_on
        assert bool(fact.row) == (fact.closed_on is not None)
        if (was := self.counted.get(one.pk)) is not None and was[1].year < self.today.year:
            assert (fact.row, fact.closed_on) == was
        else:
            assert fact.closed_on == one.closed_on
        if fact.closed_on is not None:
            self.counted[one.pk] = (fact.row, fact.closed_on)
        else:
            self.counted.pop(one.pk, None)


def waiting_parts(application: Application) -> list[object]:
    """Return what still waits on a case: parts, and clocks of parts."""
    subjects = [inquiry_subject(one) for one in application.inquiries.all()]
    subjects += [opinion_subject(one) for one in application.opinions.all()]
    clocks = [duty for subject in subjects for duty in of_subject(subject).filter(status__in=["open", "paused"])]
    return [
        *clocks, *application.inquiries.filter(ended_on__isnull=True),
        *application.opinions.filter(answered_on__isnull=True), *application.counsels.filter(answered_on__isnull=True),
        *application.extensions.filter(decided_on__isnull=True),
    ]  # fmt: skip


def _inquiry(life: Life, application: Application) -> Any:
    found = application.inquiries.filter(ended_on__isnull=True).first()
    if found is None:
        raise actions.Refused("none")
    return found


def _close(life: Life, application: Application) -> None:
    actions.issue(application=application, by=life.town.jing)
    actions.delivered(application=fresh(application), by=life.town.jing, on=life.today)


def _extend(life: Life, application: Application) -> None:
    for extension in application.extensions.filter(decided_on__isnull=True):
        actions.approve_extension(extension=extension, by=life.town.zheng)


def _late_notice(life: Life, application: Application) -> None:
    """The holiday notice of next year comes while cases are under way."""
    duties.recompute()


def _decided(life: Life, application: Application, result: str) -> None:
    """A review of this case ends; where it corrects the agency it sets a day for the answer."""
    calendar = duty_queries.current_book().calendar
    case = actions.file_challenge(
        agency=life.town.housing, kind="review", body="云川市人民政府", claims=ANY_TEXT, filed_on=life.today,
        application=application, number="云政复〔2026〕3号", by=life.town.jing,
    )  # fmt: skip
    more: dict[str, Any] = {}
    if result == "corrected":
        due = calendar.add_working_days(life.today, 15).due
        more = {"cause": "facts", "measures": ANY_TEXT, "answer_by": due, "terms": ANY_TEXT}
    actions.decide_challenge(challenge=case, result=result, on=life.today, text=ANY_TEXT, by=life.town.jing, **more)


DO: dict[str, Callable[[Life, Application], object]] = {
    "confirm": lambda w, a: actions.confirm(submission=a.submission, on=w.today, how="phone", by=w.town.jing),
    "accept": lambda w, a: actions.accept(application=a, by=w.town.jing),
    "ask_supplement": lambda w, a: actions.ask_supplement(
        application=a, wanted=ANY_TEXT, due_on=w.today + dt.timedelta(days=12), by=w.town.jing
    ),
    "supplement": lambda w, a: actions.supplement(application=a, text=ANY_TEXT, by=w.town.jing),
    "inquire": lambda w, a: actions.inquire(
        application=a, party="third-party", name="江畔物业", about=ANY_TEXT, by=w.town.jing
    ),
    "reached": lambda w, a: actions.receive_letter(inquiry=_inquiry(w, a), on=w.today, by=w.town.jing),
    "answer": lambda w, a: actions.answer_inquiry(
        inquiry=_inquiry(w, a), answer="refused", reason=ANY_TEXT, by=w.town.jing
    ),
    "silence": lambda w, a: actions.close_inquiry(inquiry=_inquiry(w, a), by=w.town.jing),
    "propose": lambda w, a: actions.propose_extension(application=a, days=15, reason=ANY_TEXT, by=w.town.jing),
    "extend": _extend,
    "charge": lambda w, a: actions.charge(application=a, method="按量", pages=60, how_to_pay="银行", by=w.town.jing),
    "fee_reached": lambda w, a: actions.fee_reached(application=a, on=w.today, by=w.town.jing),
    "pay": lambda w, a: actions.pay(application=a, yuan=300, by=w.town.jing),
    "waive": lambda w, a: actions.waive(application=a, reason=ANY_TEXT, by=w.town.jing),
    "split": lambda w, a: actions.split(application=a, matters=[Matter("甲"), Matter("乙")], by=w.town.jing),
    "reasons": lambda w, a: actions.ask_reasons(application=a, facts=ANY_TEXT, by=w.town.jing),
    "reasoned": lambda w, a: actions.give_reasons(application=a, answer=ANY_TEXT, by=w.town.jing),
    "delay": lambda w, a: actions.delay(
        application=a, to=w.today + dt.timedelta(days=70), finding=ANY_TEXT, by=w.town.jing
    ),
    "refuse": lambda w, a: actions.decide(
        application=a,
        code="R4d",
        reason=ANY_TEXT,
        bases=BASES,
        severable="不能区分",
        override="无法联系",
        by=w.town.jing,
    ),
    "give": lambda w, a: actions.decide(
        application=a, code="R2", where="随信寄送", override="公共利益", by=w.town.jing
    ),
    "missing": lambda w, a: actions.decide(application=a, code="R15", reason=ANY_TEXT, by=w.town.jing),
    "unpaid": lambda w, a: actions.decide(application=a, code="R16", reason=ANY_TEXT, by=w.town.jing),
    "send_back": lambda w, a: actions.send_back(application=a, opinion=ANY_TEXT, by=w.town.zheng),
    "approve": lambda w, a: actions.approve(application=a, by=w.town.zheng),
    "deliver": _close,
    "withdraw": lambda w, a: actions.withdraw(application=a, reason="", by=w.town.jing),
    "late_notice": _late_notice,
    "overturn": lambda w, a: _decided(w, a, "corrected"),
    "uphold": lambda w, a: _decided(w, a, "upheld"),
    "stop_waiting": lambda w, a: actions.close_inquiry(inquiry=_inquiry(w, a), reason="无法送达", by=w.town.jing),
    "ask_division": lambda w, a: actions.ask_division(
        application=a, division=w.town.rental, question=ANY_TEXT, due_on=w.today + dt.timedelta(days=5), by=w.town.jing
    ),
}


@pytest.fixture
def town(city: City) -> City:
    duties.load_shipped(by=city.guan)
    return staff(city)


@pytest.mark.django_db
@pytest.mark.timeout(1800)
@given(
    door=st.sampled_from(["counter", "web", "ordinary-mail"]),
    kind=st.sampled_from([one.value for one in ApplicantKind]),
    start=st.dates(dt.date(2025, 1, 2), dt.date(2026, 7, 1)),
    adopted=st.booleans(),
    road=steps,
    picks=st.lists(st.integers(0, 5), min_size=14, max_size=14),
)
@example(
    door="counter", kind="natural", start=dt.date(2025, 11, 3), adopted=False, picks=[0] * 14,
    road=[(verb, 5) for verb in ("accept", "refuse", "approve", "deliver", "overturn", "propose", "inquire", "silence",
                                 "stop_waiting", "refuse", "approve", "deliver", "overturn", "give")],
)  # fmt: skip
@example(
    door="counter", kind="natural", start=dt.date(2025, 11, 3), adopted=False, picks=[0] * 14,
    road=[("accept", 1), ("refuse", 1), ("approve", 1), ("deliver", 1), ("overturn", 70), ("refuse", 1), ("send_back", 1),
          ("give", 1), ("deliver", 20), ("overturn", 5), ("withdraw", 1)],
)  # fmt: skip
@example(
    door="counter", kind="natural", start=dt.date(2026, 3, 2), adopted=False, picks=[0] * 14,
    road=[("ask_supplement", 3), ("missing", 18), ("overturn", 1), ("send_back", 1), ("supplement", 1), ("overturn", 2),
          ("charge", 1), ("split", 1), ("delay", 1), ("give", 1), ("deliver", 1), ("uphold", 3)],
)  # fmt: skip
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_there_is_one_clock_one_outcome_and_one_row(
    town: City, door: str, kind: str, start: dt.date, adopted: bool, road: list[tuple[str, int]], picks: list[int]
) -> None:
    with transaction.atomic():
        point = transaction.savepoint()
        facts: dict[str, Fact] = {}

        def hear(fact: Fact) -> None:
            if fact.kind == KIND:
                facts[fact.subject_id] = fact

        FACT_LISTENERS.append(hear)
        try:
            if adopted:
                duties.adopt_clock(clock="C8", basis="已核对", by=town.xu)
            life = Life(town, door, kind, start, facts)
            for (verb, days), pick in zip(road, picks, strict=False):
                life.go(verb, days, pick)
        finally:
            FACT_LISTENERS.remove(hear)
            transaction.savepoint_rollback(point)
