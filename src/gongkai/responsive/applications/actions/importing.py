"""Taking over a running case from an older register: it lands in its state with its clocks, replayed by the real verbs."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.actions.numbering import form_of
from gongkai.engine.casework.queries import series_of
from gongkai.engine.casework.rules.numbers import written
from gongkai.responsive.applications.actions import asking, clocks, closing, examining, intake, timing
from gongkai.responsive.applications.actions.shared import done, reply_duty
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import Application, Decision, Extension, Submission
from gongkai.responsive.applications.permissions import REFUSALS, Refused
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.forms import Matter, form_defects
from gongkai.responsive.applications.rules.inquiries import Answer
from gongkai.responsive.applications.rules.outcomes import ENDED
from gongkai.responsive.applications.rules.takeover import contradictions

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Person
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.rules.takeover import OldCase, OldInquiry

FROM_THERE = "由原系统导入"
WANTED_THERE = "补正内容见原系统的告知书"
REASON_THERE = "原系统已批准延长"
ABOUT_THERE = "征求意见的内容见原系统"
WITHOUT_EFFECT = (
    "晚批的延长依法不起作用：请清空“延长工作日”和“批准延长日期”，把情况写进“延长理由”再导入，案件按原来的期限计算，"
    "理由留在办理记录里。"
)
OUTCOME_THERE = "原系统已作出答复，随历史数据导入"
_FIGURES = re.compile(r"\d+")


def known_number(agency: Agency, external_id: str) -> str:
    """Return how a case of the older register is called here, "" when it was not taken over yet."""
    found = Submission.objects.filter(agency=agency, external_id=external_id).first()
    if found is None:
        return ""
    first = found.applications.order_by("position").first()
    return str(first) if first is not None else found.receipt


def reserve(agency: Agency, numbers: Iterable[tuple[int, str]], by: Acting) -> None:
    """Go on behind old numbers that are written as ours are, so that none is given out twice: pairs of year and number."""
    form = form_of(intake.SERIES, agency)
    highest: dict[int, int] = defaultdict(int)
    for year, number in numbers:
        if figures := _FIGURES.findall(number):
            n = int(figures[-1][:6])
            if written(form.pattern, prefix=form.prefix, year=year, n=n) == number:
                highest[year] = max(highest[year], n)
    for year, n in highest.items():
        counter = series_of(by).filter(key=intake.SERIES, agency=agency, year=year).first()
        if counter is None or counter.last < n:
            casework.advance_series(
                series=intake.SERIES, agency=agency, year=year, to=n, by=by, reason=f"{FROM_THERE}，接续原登记编号"
            )


@transaction.atomic
def take_over(*, case: OldCase, agency: Agency, by: Acting, handler: Person | None = None) -> Application:
    """Keep a case of an older register as it stands there. Raises Refused with everything that is wrong, nothing is kept.

    Its number there stays its number here. No secret opens it: who applied follows it where it was handed in. No letter
    is written for what left before today, and what was answered there is not put up for proactive publication.
    """
    wrong = [one.sentence for one in contradictions(case, timezone.localdate())]
    if problems := wrong + form_defects([Matter(case.title, case.description)], [case.party], complete=False):
        raise Refused("\n".join(problems))
    application = _come_in(case, agency, by, handler)
    if case.received_on is None:
        return application
    looked_at = case.status != Status.EXAMINING and not (case.supplement_asked_on and case.supplement_due_on)
    intake._register(application.submission, case.confirmed_on, "", by, receipted=False, looked_at=looked_at)
    application = _fresh(application)
    if case.status != Status.EXAMINING:
        application = _examined(application, case, by)
        for step in _steps(case):
            step(application, by)
            application = _fresh(application)
        _tell_without_effect(case, application, by)
    if case.closed_on is not None:
        _end(application, case, case.closed_on, by)
    return application


def _fresh(application: Application) -> Application:
    return Application.objects.select_related("agency", "submission", "division", "handler").get(pk=application.pk)


def _come_in(case: OldCase, agency: Agency, by: Acting, handler: Person | None) -> Application:
    arrived = dt.datetime.combine(case.arrived_on, dt.time(), tzinfo=timezone.get_default_timezone())
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                agency=agency, receipt=f"SQ{case.arrived_on:%y}-{intake.new_code(2)}", secret=make_password(None),
                door=case.door, form=case.form, method=case.method, arrived_at=arrived, arrived_on=case.arrived_on,
                external_id=case.external_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("这个编号已经导入或者登记过。") from error
    intake.keep_parties(submission, [case.party])
    matter = Matter(case.title, case.description)
    application = intake._arrive(submission, 1, matter, case.party.kind, by)
    application.handler = handler
    if case.received_on is not None:
        application.number = case.number
    try:
        with transaction.atomic():
            application.save(update_fields=["handler", "number"])
    except IntegrityError as error:
        raise Refused(f"登记编号“{case.number}”已被另一件申请使用，请核对。") from error
    return application


def _examined(application: Application, case: OldCase, by: Acting) -> Application:
    """Found complete on the day it came, or asked once for what was missing; the clock begins anew with the correction."""
    received = case.received_on
    if case.supplement_asked_on is None or case.supplement_due_on is None:
        assert received is not None  # without it, it was not registered
        done(application, "accept", by, on=received, text=FROM_THERE)
        return application
    examining.ask_supplement(
        application=application, wanted=case.supplement_wanted or WANTED_THERE, due_on=case.supplement_due_on, by=by,
        on=case.supplement_asked_on,
    )  # fmt: skip
    if case.supplement_on is not None:
        examining.supplement(application=application, text=FROM_THERE, by=by, on=case.supplement_on)
    return _fresh(application)


Step = Callable[[Application, "Acting"], None]


def _steps(case: OldCase) -> list[Step]:
    """Return what happened after, in the order of its days; silence ends a period when the others are told."""
    steps: list[tuple[dt.date, int, Step]] = []
    for one in case.inquiries:
        made: list[int] = []
        steps.append((one.sent_on, 0, partial(_ask, one, made)))
        if one.answer:
            steps.append((one.answered_on or dt.date.max, 2, partial(_hear, one, made)))
    if case.extension_on is not None:
        steps.append((case.extension_on, 1, partial(_extend, case)))
    return [step for _, _, step in sorted(steps, key=lambda one: one[:2])]


def _ask(one: OldInquiry, made: list[int], application: Application, by: Acting) -> None:
    inquiry = asking.inquire(
        application=application, party=one.party, name=one.name, about=one.about or ABOUT_THERE, by=by, on=one.sent_on
    )
    made.append(inquiry.pk)
    if one.reached_on is not None:
        asking.receive_letter(inquiry=inquiry, on=one.reached_on, by=by)


def _hear(one: OldInquiry, made: list[int], application: Application, by: Acting) -> None:
    inquiry = application.inquiries.get(pk=made[0])
    if one.answer == Answer.SILENT:
        asking.close_inquiry(inquiry=inquiry, by=by)
    else:
        asking.answer_inquiry(
            inquiry=inquiry, answer=one.answer, reason=one.reason or "未说明理由", by=by, on=one.answered_on
        )


def _extend(case: OldCase, application: Application, by: Acting) -> None:
    """Raises Refused for one that came after the period or gives more than the law allows."""
    assert case.extension_on is not None
    asked = Extension.objects.create(
        application=application, days=case.extension_days, reason=case.extension_reason or REASON_THERE,
        proposed_on=case.extension_on,
    )  # fmt: skip
    try:
        timing.approve_extension(extension=asked, by=by, on=case.extension_on, remark=FROM_THERE)
    except REFUSALS as error:
        running = reply_duty(application)
        late = running is not None and case.extension_on > running.due_on
        raise Refused(f"{error}{WITHOUT_EFFECT if late else ''}") from error


def _tell_without_effect(case: OldCase, application: Application, by: Acting) -> None:
    """Keep what is said of an extension that gave no days: it moves no date and stands among the steps."""
    if case.extension_reason and case.extension_on is None:
        done(
            application,
            "propose_extension",
            by,
            on=case.received_on,
            text=f"{FROM_THERE}，不改变期限：{case.extension_reason}"[:500],
        )


def _end(application: Application, case: OldCase, day: dt.date, by: Acting) -> None:
    """Close it with its one outcome on its day; whether it was late its clock says."""
    if case.outcome == ENDED:
        clocks.stop_clocks(application, FROM_THERE, by)
        application.outcome, application.closed_on, application.closed_late = case.outcome, day, False
        application.due_on = None
    else:
        at = dt.datetime.combine(day, dt.time(12), tzinfo=timezone.get_default_timezone())
        Decision.objects.create(
            application=application, code=case.outcome, reason=OUTCOME_THERE, drafted_at=at, decided_at=at,
            approved=True, opinion=FROM_THERE,
        )  # fmt: skip
        application.decided_on = day
        closing.close(application, case.outcome, day, by)
    verb = "end" if case.outcome == ENDED else "deliver"
    done(
        application, verb, by, on=day, text=FROM_THERE, changed=clocks.CLOSING,
        facts={"办理结果": case.outcome, "逾期": bool(application.closed_late)},
    )  # fmt: skip
    tell(application)
