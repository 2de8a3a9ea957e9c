"""应急预案: a version is adopted and never changed; the tree of contacts is kept beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.engine.duties import actions as duties
from gongkai.oversight.safety.actions.recording import Attached
from gongkai.oversight.safety.models import Contact, Plan, PlanVersion
from gongkai.oversight.safety.permissions import MANAGE, Refused, check_seen
from gongkai.oversight.safety.queries.plans import tree_facts
from gongkai.oversight.safety.rules.plans import PLAN_DUTY, ROLE_NAMES

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


def plan_subject(plan: Plan) -> Subject:
    return Subject("safety.plan", str(plan.pk), plan.title[:200])


def _note(tag: str, plan: Plan, by: Acting, remark: str = "", **facts: object) -> None:
    events.record(
        tag=f"safety:{tag}", by=by.actor(MANAGE, plan.agency), subject=plan_subject(plan), remark=remark, new=facts
    )


def _locked(plan: Plan, by: Acting, seen: int | None) -> Plan:
    check(by, MANAGE, plan.agency)
    found = Plan.objects.select_for_update(of=("self",)).select_related("agency").get(pk=plan.pk)
    check_seen(found.version, seen)
    return found


@transaction.atomic
def adopt_version(
    *,
    plan: Plan | None,
    agency: Agency,
    title: str,
    issued_on: dt.date,
    approved_by: str,
    summary: str,
    review_on: dt.date,
    by: Acting,
    change_note: str = "",
    levels: Mapping[str, Any] | None = None,
    file: Attached | None = None,
    seen: int | None = None,
) -> PlanVersion:
    """Put a plan, or a new version of one, in force; the clock of its next look begins. Raises Refused, Stale."""
    check(by, MANAGE, agency)
    _check_days(issued_on, review_on)
    if plan is None:
        if Plan.objects.filter(agency=agency, title=title.strip()).exists():
            raise Refused("本机关已有同名的应急预案，请打开它，登记新版本。")
        plan = Plan.objects.create(agency=agency, title=title.strip(), review_on=review_on)
    else:
        plan = _locked(plan, by, seen)
        if not change_note.strip():
            raise Refused("请写明这一版修订了什么。")
    number = plan.versions.count() + 1
    version = PlanVersion.objects.create(
        plan=plan, number=number, issued_on=issued_on, approved_by=approved_by.strip(), summary=summary.strip(),
        change_note=change_note.strip(), levels=dict(levels or {}), contacts=tree_facts(plan),
        file=file.file if file else None, file_name=file.name[:200] if file else "",
        person_name=by.person.name if by.person else "系统",
    )  # fmt: skip
    _note("plan:adopt", plan, by, change_note.strip() or f"第{number}版", 版次=number, 印发日期=issued_on.isoformat())
    _look_again(plan, review_on, by)
    return version


def _check_days(issued_on: dt.date, review_on: dt.date) -> None:
    today = timezone.localdate()
    if issued_on > today:
        raise Refused("印发日期还没有到，请在印发以后登记。")
    if review_on <= today:
        raise Refused("下次复核日期须在今天以后。")


def _look_again(plan: Plan, review_on: dt.date, by: Acting) -> None:
    plan.review_on, plan.version = review_on, plan.version + 1
    plan.save(update_fields=["review_on", "version"])
    duties.discharge(rule=PLAN_DUTY, subject=plan_subject(plan), by=by)
    duties.open_duty(
        rule=PLAN_DUTY, subject=plan_subject(plan), agency=plan.agency, title=f"复核：{plan.title}"[:300],
        opened_on=review_on, by=by, url=reverse("safety:plan", args=[plan.pk]),
    )  # fmt: skip


@transaction.atomic
def confirm_plan(*, plan: Plan, review_on: dt.date, text: str, by: Acting, seen: int | None = None) -> Plan:
    """Say that the plan was looked at and stays as it is, until the next look."""
    plan = _locked(plan, by, seen)
    if not text.strip():
        raise Refused("请写明复核的结论，例如联系人已逐一核对、处置流程不需修订。")
    _check_days(timezone.localdate(), review_on)
    _note("plan:confirm", plan, by, text.strip()[:300], 下次复核=review_on.isoformat())
    _look_again(plan, review_on, by)
    return plan


@transaction.atomic
def keep_contact(
    *, plan: Plan, contact: Contact | None, role: str, name: str, post: str, phone: str, above: Contact | None,
    by: Acting, seen: int | None = None,
) -> Contact:  # fmt: skip
    """Add somebody to the tree, or change a place in it. Raises Refused for a ring."""
    plan = _locked(plan, by, seen)
    if not name.strip() or not phone.strip():
        raise Refused("请填写姓名和电话。")
    step, steps = above, 0
    while contact is not None and step is not None and steps <= plan.contacts.count():
        if step.pk == contact.pk:
            raise Refused("上级不能是本人，也不能是本人的下级，请另选。")
        step, steps = step.above, steps + 1
    row = contact or Contact(plan=plan)
    row.role, row.name, row.post, row.phone, row.above = role, name.strip(), post.strip(), phone.strip(), above
    row.save()
    plan.version += 1
    plan.save(update_fields=["version"])
    _note("contact:keep", plan, by, f"{ROLE_NAMES[role]}：{row.name}", 职责=ROLE_NAMES[role], 联系人=row.name)
    return row


@transaction.atomic
def drop_contact(*, plan: Plan, contact: Contact, by: Acting, seen: int | None = None) -> None:
    """Take somebody out; whoever stood below moves up to the one above."""
    plan = _locked(plan, by, seen)
    contact.below.update(above=contact.above)
    name = contact.name
    contact.delete()
    plan.version += 1
    plan.save(update_fields=["version"])
    _note("contact:drop", plan, by, name, 联系人=name)
