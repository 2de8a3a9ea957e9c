"""解读方案: filled in with the draft, approved by the head of division; and the doubts it has to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.engine.publishing.rules import listing
from gongkai.proactive.interpretation.models import Doubt, Plan
from gongkai.proactive.interpretation.permissions import check_approving, check_can_read, check_planning
from gongkai.proactive.interpretation.queries.readiness import PLAN_FIELDS
from gongkai.proactive.interpretation.rules.kinds import CHANNELS, DOUBT_SOURCES, FORMS
from gongkai.proactive.interpretation.rules.road import plan_lacking

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Division
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Item
    from gongkai.proactive.documents.models import Document

FIELDS = frozenset(
    "policy_type audience content forms channels unused outline timing important attention misreading media_plan "
    "labels".split()
)


def _note(verb: str, plan: Plan, by: Acting, **facts: Any) -> None:
    events.record(
        tag=f"interpretation:plan:{verb}",
        by=by.actor(agency=plan.agency),
        subject=Subject(plan.policy.kind, plan.policy.key),
        **facts,
    )


@transaction.atomic
def plan(*, document: Document, by: Acting, version: int | None = None, **fields: Any) -> Plan:
    """Fill in the plan of a document. The drafting unit is the interpreter (谁起草谁解读); a change voids the approval.

    `version` is the save the form was opened from (0: there was none yet; None: whatever stands is replaced). Raises Stale,
    Refused, NotAllowed.
    """
    unknown = set(fields) - FIELDS
    if unknown:
        raise ValueError(f"unknown: {sorted(unknown)}")
    type(document).objects.select_for_update(of=("self",)).get(
        pk=document.pk
    )  # two who begin one come one after the other
    found = Plan.objects.select_for_update(of=("self",)).filter(policy=document.item_id).first()
    if found is None:
        found = Plan(policy=document.item, agency=document.drafting_agency, division=document.division, version=0)
    check_planning(found, by)
    if version is not None and version != found.version:
        raise Stale("保存期间有人填写过解读方案。您填写的内容还在本页，请对照最新内容后再保存。")
    _check_choices(fields)
    old = {name: getattr(found, name) for name in fields}
    for name, value in fields.items():
        setattr(found, name, value)
    found.version += 1
    found.saved_at = timezone.now()
    found.approved_at = found.approved_by = None
    found.approver_name = found.opinion = ""
    found.save()
    changed = {name: value for name, value in fields.items() if old[name] != value}
    _note("save", found, by, old={name: old[name] for name in changed}, new=changed)
    return found


def _check_choices(fields: dict[str, Any]) -> None:
    forms = [one for one in fields.get("forms", ()) if one not in FORMS]
    channels = [one for one in [*fields.get("channels", ()), *fields.get("unused", {})] if one not in CHANNELS]
    if forms or channels:
        raise Refused("请从列出的解读形式和渠道里选择。")
    if fields.get("attention"):
        silent = [key for key in CHANNELS if key not in fields.get("channels", ())]
        without = [CHANNELS[key] for key in silent if not str(fields.get("unused", {}).get(key) or "").strip()]
        if without:
            raise Refused(f"社会关注度高的重大行政决策应通过全部渠道解读，请说明不使用的原因：{'、'.join(without)}。")


@transaction.atomic
def approve_plan(*, plan: Plan, by: Acting, opinion: str = "") -> Plan:
    """The head of the division approves the plan before the document is handed on (R165)."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("policy__agency", "agency").get(pk=plan.pk)
    check_approving(plan, by)
    missing = plan_lacking({name: getattr(plan, name) for name in PLAN_FIELDS})
    if missing:
        raise Refused("还不能审定：" + listing(missing))
    if plan.approved_at is not None:
        raise Refused(f"{plan.approver_name}已经审定了解读方案，请刷新页面。")
    plan.approved_at, plan.approved_by = timezone.now(), by.person
    plan.approver_name, plan.opinion = by.actor().name, opinion.strip()
    plan.save(update_fields=["approved_at", "approved_by", "approver_name", "opinion"])
    _note("approve", plan, by, remark=opinion.strip())
    return plan


@transaction.atomic
def assign(*, plan: Plan, agency: Agency, division: Division | None, reason: str, by: Acting) -> Plan:
    """Let another unit than the drafter interpret; only with a reason, and only by the openness office (R163)."""
    check_can_read(by, plan.policy.agency, plan.agency)
    check(by, Permission.INTERPRETATION_MANAGE, plan.policy.agency)
    if not reason.strip():
        raise Refused("谁起草谁解读。改由其他单位解读的，请写明原因。")
    old = plan.agency.label
    plan.agency, plan.division, plan.assigned_reason = agency, division, reason.strip()
    plan.version += 1
    plan.save(update_fields=["agency", "division", "assigned_reason", "version"])
    _note("assign", plan, by, old={"agency": old}, new={"agency": agency.label}, remark=reason.strip())
    return plan


@transaction.atomic
def raise_doubt(*, policy: Item, question: str, source: str, by: Acting) -> Doubt:
    """Note what people did not understand; from the drafting it must be answered before the interpretation goes on."""
    agencies = [policy.agency] + [one.agency for one in Plan.objects.filter(policy=policy).select_related("agency")]
    check_can_read(by, *agencies)
    if not question.strip() or source not in DOUBT_SOURCES:
        raise Refused("请写明疑问，并选择来源。")
    doubt = Doubt.objects.create(
        policy=policy, question=question.strip(), source=source, raised_on=timezone.localdate(), raised_by=by.person
    )
    _note_doubt("raise", doubt, by, new={"question": doubt.question})
    return doubt


@transaction.atomic
def answer_doubt(*, doubt: Doubt, answer: str, by: Acting) -> Doubt:
    plans = Plan.objects.filter(policy=doubt.policy_id).select_related("agency")
    check_can_read(by, doubt.policy.agency, *(one.agency for one in plans))
    if not answer.strip():
        raise Refused("请填写答复。")
    old = doubt.answer
    doubt.answer, doubt.answered_at, doubt.answered_by = answer.strip(), timezone.now(), by.person
    doubt.save(update_fields=["answer", "answered_at", "answered_by"])
    _note_doubt("answer", doubt, by, old={"answer": old} if old else None, new={"answer": doubt.answer})
    return doubt


def _note_doubt(verb: str, doubt: Doubt, by: Acting, **facts: Any) -> None:
    events.record(
        tag=f"interpretation:doubt:{verb}",
        by=by.actor(agency=doubt.policy.agency),
        subject=Subject(doubt.policy.kind, doubt.policy.key),
        **facts,
    )
