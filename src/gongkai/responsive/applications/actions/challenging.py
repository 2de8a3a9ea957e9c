"""Reviews, lawsuits and complaints: filed, heard, decided, reported upwards, and told to every unit (R243, R244)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.engine.duties import actions as duties
from gongkai.responsive.applications.actions.ordering import order_answer
from gongkai.responsive.applications.actions.shared import impersonal, past, required
from gongkai.responsive.applications.models import Challenge
from gongkai.responsive.applications.permissions import MANAGE_CHALLENGES, Refused, Stale, check_read
from gongkai.responsive.applications.queries.challenges import challenge_fact
from gongkai.responsive.applications.rules.challenges import CAUSE_NAMES, COUNTED, KIND_NAMES, RESULT_NAMES, Result
from gongkai.responsive.applications.rules.facts import FACT_LISTENERS
from gongkai.responsive.applications.rules.watch import CHALLENGE, HEARING_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application

MANAGE = MANAGE_CHALLENGES
FIELDS = ("number", "body", "who", "claims", "hearing_on", "measures")


def subject_of_challenge(challenge: Challenge) -> Subject:
    return Subject(CHALLENGE, str(challenge.pk), str(challenge))


def _note(verb: str, challenge: Challenge, by: Acting, **facts: object) -> None:
    events.record(
        tag=f"applications:challenge:{verb}", by=by.actor(MANAGE, challenge.agency),
        subject=subject_of_challenge(challenge), new={"种类": KIND_NAMES[challenge.kind], **facts},
    )  # fmt: skip


def _tell(challenge: Challenge) -> None:
    if challenge.kind in COUNTED:
        for listen in FACT_LISTENERS:
            listen(challenge_fact(challenge))


@transaction.atomic
def file_challenge(
    *, agency: Agency, kind: str, body: str, claims: str, filed_on: dt.date, by: Acting,
    application: Application | None = None, number: str = "", who: str = "", hearing_on: dt.date | None = None,
) -> Challenge:  # fmt: skip
    """Put a case on record. Raises Refused, NotAllowed, OutOfSight."""
    check(by, MANAGE, agency)
    if kind not in KIND_NAMES:
        raise Refused("请选择是复议、诉讼还是投诉。")
    after = None
    if application is not None:
        check_read(application, by)
        if application.agency_id != agency.pk:
            raise Refused("所选申请不是这个机关办理的，请核对。")
        after = application.received_on
    _once(agency, body, number)
    if hearing_on is not None and hearing_on < filed_on:
        raise Refused("开庭、听证日期不能早于提出日期，请核对。")
    made = Challenge.objects.create(
        agency=agency, application=application, kind=kind, number=number.strip()[:80], who=who.strip(),
        body=required(body, "请写明复议机关、法院或者受理机关。")[:100],
        claims=impersonal(required(claims, "请写明请求。"), "请求"),
        filed_on=past(filed_on, "提出日期", after=after), opened_by=by.person.name if by.person else "系统",
    )  # fmt: skip
    _note("file", made, by, 日期=filed_on.isoformat())
    if hearing_on is not None:
        _hearing(made, hearing_on, by)
    _tell(made)
    return made


def _once(agency: Agency, body: str, number: str) -> None:
    """Raises Refused for a case that is on record: it would count twice."""
    same = Challenge.objects.filter(agency=agency, body=body.strip()[:100], number=number.strip()[:80])
    if number.strip() and same.exists():
        raise Refused(f"“{number.strip()}”已经登记过，请在登记簿中查找，不要重复登记。")


def _locked(challenge: Challenge, by: Acting, seen: int | None) -> Challenge:
    found = Challenge.objects.select_for_update(of=("self",)).select_related("agency").get(pk=challenge.pk)
    check(by, MANAGE, found.agency)
    if seen is not None and seen != found.version:
        raise Stale("您打开页面以后，这个案件已有新的登记。请看过最新情况再办；您填写的内容还在。")
    return found


def _hearing(challenge: Challenge, on: dt.date, by: Acting) -> None:
    """The clock of a hearing moves with its day."""
    subject = subject_of_challenge(challenge)
    duties.cancel(rule=HEARING_DUTY, subject=subject, reason="日期已变更", by=by)
    challenge.hearing_on = on
    challenge.save(update_fields=["hearing_on"])
    duties.open_duty(
        rule=HEARING_DUTY, subject=subject, agency=challenge.agency, title=f"{KIND_NAMES[challenge.kind]} {challenge}",
        opened_on=on, by=by, reference=challenge.number, url=reverse("applications:challenge", args=[challenge.pk]),
    )  # fmt: skip


@transaction.atomic
def edit_challenge(*, challenge: Challenge, by: Acting, seen: int | None = None, **facts: Any) -> Challenge:
    """Change number, body, claims, hearing day or measures; a result is decided, not edited."""
    unknown = set(facts) - set(FIELDS)
    if unknown:
        raise TypeError(f"unknown facts of a case: {sorted(unknown)}")
    challenge = _locked(challenge, by, seen)
    hearing = facts.pop("hearing_on", None)
    if "claims" in facts:
        impersonal(facts["claims"], "请求")
    if hearing is not None and hearing < challenge.filed_on:
        raise Refused("开庭、听证日期不能早于提出日期，请核对。")
    for name, value in facts.items():
        setattr(challenge, name, value)
    challenge.version += 1
    challenge.save(update_fields=[*facts, "version"])
    if hearing is not None and hearing != challenge.hearing_on:
        _hearing(challenge, hearing, by)
    _note("edit", challenge, by)
    return challenge


@transaction.atomic
def decide_challenge(
    *, challenge: Challenge, result: str, on: dt.date, text: str, by: Acting, cause: str = "", measures: str = "",
    answer_by: dt.date | None = None, terms: str = "", application: Application | None = None, seen: int | None = None,
) -> Challenge:  # fmt: skip
    """Put down how it ended. A correction needs its cause and what changes (R243). Raises Refused.

    `answer_by` is the day by which it orders to answer, or to answer again, `terms` its own sentence about it.
    """
    challenge = _locked(challenge, by, seen)
    if not challenge.is_open:
        raise Refused("这个案件已经结案。")
    if result not in RESULT_NAMES:
        raise Refused("请选择结果。")
    if result == Result.CORRECTED and (cause not in CAUSE_NAMES or not measures.strip()):
        raise Refused("结果纠正的，请选择纠错原因，并写明整改措施。")
    challenge.result_on = past(on, "结案日期", after=challenge.filed_on, after_name="提出")
    challenge.result, challenge.cause = result, cause if result == Result.CORRECTED else ""
    challenge.result_text, challenge.measures = required(text, "请写明结果。"), measures.strip()
    challenge.version += 1
    challenge.save(update_fields=["result", "result_on", "result_text", "cause", "measures", "version"])
    _note("edit", challenge, by, 结果=RESULT_NAMES[result])
    duties.discharge(rule=HEARING_DUTY, subject=subject_of_challenge(challenge), by=by)
    _tell(challenge)
    if answer_by is not None or terms.strip():
        if answer_by is None:
            raise Refused("请按裁判文书填写重新答复的期限：法律没有规定统一的天数。")
        order_answer(challenge=challenge, due_on=answer_by, terms=terms, application=application, by=by)
    return challenge


@transaction.atomic
def report_challenge(*, challenge: Challenge, to: str, on: dt.date, by: Acting, seen: int | None = None) -> Challenge:
    """Put down that the case was filed with the superior body (诉讼案件信息报备)."""
    challenge = _locked(challenge, by, seen)
    challenge.reported_on = past(on, "报备日期", after=challenge.filed_on, after_name="提出")
    challenge.reported_to = required(to, "请写明报备给哪个机关。")[:100]
    challenge.version += 1
    challenge.save(update_fields=["reported_on", "reported_to", "version"])
    _note("edit", challenge, by, 报备=challenge.reported_to)
    return challenge
