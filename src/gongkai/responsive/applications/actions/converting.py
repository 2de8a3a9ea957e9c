"""What one applicant got is looked at for everybody in the same breath (R237, R238; 条例第四十四条)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.responsive.applications.actions.shared import desk_url, required
from gongkai.responsive.applications.models import Conversion
from gongkai.responsive.applications.permissions import HANDLE, Refused
from gongkai.responsive.applications.rules.challenges import CONVERSION_NAMES, CRITERION_NAMES, ConversionState
from gongkai.responsive.applications.rules.draft_makers import MAKERS
from gongkai.responsive.applications.rules.watch import CONVERSION, CONVERSION_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application, Decision

SETTLES = Permission.PUBLISHING_RELEASE


def subject_of_conversion(conversion: Conversion) -> Subject:
    return Subject(CONVERSION, str(conversion.pk), str(conversion.application))


def _note(verb: str, conversion: Conversion, by: Acting, remark: str = "") -> None:
    events.record(
        tag=f"applications:conversion:{verb}", by=by.actor(HANDLE, conversion.application.agency),
        subject=subject_of_conversion(conversion), new={"结论": CONVERSION_NAMES[conversion.state]}, remark=remark,
    )  # fmt: skip


def look_at(application: Application, decision: Decision, by: Acting) -> Conversion | None:
    """Begin the review of what is given with a decision, in its transaction; None where nothing is given."""
    if decision.code not in {"R2", "R3"}:
        return None
    made, new = Conversion.objects.get_or_create(
        application=application, defaults={"proposed_by": by.person.name if by.person else "系统"}
    )
    if new:
        _note("propose", made, by)
    if decision.proactive in {ConversionState.ELIGIBLE, ConversionState.INELIGIBLE}:
        _settled(made, decision.proactive, [], decision.proactive_reason or "答复时同步审查", by)
    return made


def _settled(conversion: Conversion, state: str, criteria: Sequence[str], reason: str, by: Acting) -> None:
    conversion.state, conversion.criteria, conversion.reason = state, list(criteria), reason[:300]
    conversion.settled_by, conversion.settled_at = by.person, timezone.now()
    conversion.save(update_fields=["state", "criteria", "reason", "settled_by", "settled_at"])
    _note("settle", conversion, by, reason)
    application = conversion.application
    if state == ConversionState.ELIGIBLE:
        duties.open_duty(
            rule=CONVERSION_DUTY, subject=subject_of_conversion(conversion), agency=application.agency, by=by,
            title=f"转为主动公开：{application}", opened_on=timezone.localdate(), reference=application.number,
            url=desk_url(application),
        )  # fmt: skip


@transaction.atomic
def settle_conversion(
    *, conversion: Conversion, eligible: bool, criteria: Sequence[str], reason: str, by: Acting
) -> Conversion:
    """Judge whether it is opened to everybody. Raises Refused; NotAllowed for who may not release."""
    conversion = _locked(conversion, by)
    if conversion.state != ConversionState.PROPOSED:
        raise Refused(f"这一件已经审查：{CONVERSION_NAMES[conversion.state]}。")
    if eligible and not [one for one in criteria if one in CRITERION_NAMES]:
        raise Refused("请选择符合哪一条标准。")
    state = ConversionState.ELIGIBLE if eligible else ConversionState.INELIGIBLE
    _settled(conversion, state, criteria, required(reason, "请写明理由。"), by)
    return conversion


@transaction.atomic
def reopen_conversion(*, conversion: Conversion, reason: str, by: Acting) -> Conversion:
    """Look again at what was not opened: more people ask for it, or the law changed. Raises Refused."""
    conversion = _locked(conversion, by)
    if conversion.state != ConversionState.INELIGIBLE:
        raise Refused("只有结论为“不转为主动公开”的可以重新审查。")
    conversion.state, conversion.criteria, conversion.settled_at = ConversionState.PROPOSED, [], None
    conversion.reason = required(reason, "请写明为什么重新审查。")[:300]
    conversion.save(update_fields=["state", "criteria", "reason", "settled_at"])
    _note("propose", conversion, by, reason)
    return conversion


def _locked(conversion: Conversion, by: Acting) -> Conversion:
    found = (
        Conversion.objects.select_for_update(of=("self",))
        .select_related("application__agency", "application__submission")
        .get(pk=conversion.pk)
    )
    check(by, SETTLES, found.application.agency)
    return found


@transaction.atomic
def draft_for_all(*, conversion: Conversion, title: str, by: Acting) -> Conversion:
    """Make a draft of what was given; it goes the ordinary road with every review, and no name of an applicant in it."""
    conversion = _locked(conversion, by)
    if conversion.state != ConversionState.ELIGIBLE:
        raise Refused("审查结论为“应当转为主动公开”的，才能起草。")
    if conversion.item_id is not None:
        raise Refused("已经起草，请在公文中继续办理。")
    if not MAKERS:
        raise Refused("本平台没有启用公文起草，请联系系统管理员。")
    decision = conversion.application.decisions.given().last()
    files = [(one.file, one.name) for one in decision.given.at_hand()] if decision else []
    conversion.item = MAKERS[0](conversion, required(title, "请填写标题，不要写入申请人。"), files, by)
    conversion.save(update_fields=["item"])
    return conversion


def follow_releases(items: Iterable[int]) -> int:
    """Note what became public; its clock ends on that day."""
    rows = Conversion.objects.filter(item__in=list(items), state=ConversionState.ELIGIBLE)
    return sum(1 for one in rows.select_related("application__agency", "application__submission") if _public(one))


@transaction.atomic
def _public(conversion: Conversion) -> bool:
    system = the_system("applications")
    conversion.state, conversion.public_at = ConversionState.PUBLIC, timezone.now()
    conversion.save(update_fields=["state", "public_at"])
    duties.discharge(rule=CONVERSION_DUTY, subject=subject_of_conversion(conversion), by=system)
    _note("settle", conversion, system)
    return True
