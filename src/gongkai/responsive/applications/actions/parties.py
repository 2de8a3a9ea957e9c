"""Who applies may change while a case runs: somebody dies, steps back, takes over, moves house, or adds a paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.queries import check
from gongkai.responsive.applications.actions.intake import keep_parties, same_person
from gongkai.responsive.applications.actions.shared import past, required, subject_of
from gongkai.responsive.applications.models import Applicant, Material, Step, Submission
from gongkai.responsive.applications.permissions import HANDLE, Refused
from gongkai.responsive.applications.queries.account import mark_of
from gongkai.responsive.applications.rules import VERBS, Status
from gongkai.responsive.applications.rules.forms import Matter as _Matter
from gongkai.responsive.applications.rules.forms import Party, form_defects
from gongkai.responsive.applications.rules.intake import MOST_FILES, contact_defects

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

CONTACT = ("phone", "email", "address", "postal_code", "fax", "contact", "agent")


def _locked(submission: Submission, by: Acting) -> Submission:
    found = Submission.objects.select_for_update(of=("self",)).select_related("agency").get(pk=submission.pk)
    if not by.system:
        check(by, HANDLE, found.agency)
    if found.erased_at is not None:
        raise Refused("这份申请的申请人信息已按规定清除。")
    return found


def _said(submission: Submission, what: str, by: Acting) -> None:
    for application in submission.applications.exclude(status=Status.CLOSED):
        application.version += 1
        application.save(update_fields=["version"])
        # Beside the road: it moves the case nowhere and stands among what was done.
        Step.objects.create(
            application=application, verb="party", stage=VERBS["party"].stage.value, on=timezone.localdate(),
            person=by.person, person_name=by.person.name if by.person else "申请人", text=what,
        )  # fmt: skip
        events.record(
            tag="applications:application:party", by=by.actor(HANDLE, submission.agency),
            subject=subject_of(application), remark=what,
        )  # fmt: skip


@transaction.atomic
def change_contact(*, applicant: Applicant, by: Acting, **facts: str) -> Applicant:
    """Change how an applicant is reached, or who acts for them. Raises Refused with what is wrong."""
    unknown = set(facts) - set(CONTACT)
    if unknown:
        raise TypeError(f"unknown facts of an applicant: {sorted(unknown)}")
    _locked(applicant.submission, by)
    if wrong := contact_defects(facts):
        raise Refused("\n".join(wrong.values()))
    found = Applicant.objects.get(pk=applicant.pk)
    for name, value in facts.items():
        setattr(found, name, value.strip())
    if "email" in facts and found.email_mark != mark_of(found.email):
        found.email_mark = ""  # what an officer wrote down opens nothing
    found.save(update_fields=[*facts, "email_mark"])
    _said(found.submission, "更新联系方式或者代理人", by)
    return found


@transaction.atomic
def leave(*, applicant: Applicant, on: dt.date, reason: str, by: Acting) -> Applicant:
    """An applicant died or steps back; the next one speaks for those who stay. The last one cannot leave: end the case."""
    submission = _locked(applicant.submission, by)
    stay = submission.applicants.filter(left_on__isnull=True).exclude(pk=applicant.pk)
    if not stay.exists():
        raise Refused("只剩这一位申请人。有人承受的，请先登记新的申请人；没有人承受的，请以“其他终结”办结。")
    applicant.left_on = past(on, "退出日期", after=submission.arrived_on, after_name="提交申请")
    applicant.left_reason = required(reason, "请写明退出的原因。")[:200]
    applicant.represents = False
    applicant.save(update_fields=["left_on", "left_reason", "represents"])
    _said(submission, "申请人退出", by)
    return applicant


@transaction.atomic
def name_representative(*, applicant: Applicant, how: str, by: Acting) -> Applicant:
    """Several applicants say who speaks for them: letters to this one reach all. Raises Refused for one who left."""
    submission = _locked(applicant.submission, by)
    why = required(how, "请写明怎样推选，例如全体申请人签名的推选书。")[:200]
    if applicant.left_on is not None:
        raise Refused("这一位已经退出，不能作代表人。")
    if submission.applicants.filter(left_on__isnull=True).count() < 2:
        raise Refused("只有一位申请人，不需要推选代表人。")
    submission.applicants.update(represents=False)
    applicant.represents = True
    applicant.save(update_fields=["represents"])
    _said(submission, f"推选代表人：{why}", by)
    return applicant


@transaction.atomic
def join(*, submission: Submission, party: Party, by: Acting) -> Applicant:
    """Somebody takes over or joins. The column in the statistics stays that of the form as it came in."""
    submission = _locked(submission, by)
    if problems := form_defects([_Matter("-")], [party], complete=False):
        raise Refused("\n".join(problems))
    mark = same_person(party)
    if mark and submission.applicants.filter(fingerprint=mark, left_on__isnull=True).exists():
        raise Refused("申请人中已有这一位（证件号码相同），请核对证件号码。")
    last = submission.applicants.aggregate(last=Max("position"))["last"] or 0
    keep_parties(submission, [party], first=last + 1)
    _said(submission, "新增申请人", by)
    return submission.applicants.get(position=last + 1)


@transaction.atomic
def attach(*, submission: Submission, file: Any, why: str, by: Acting) -> Material:
    """Add a sealed file to the papers of a form. Raises Refused for more than a form may hold."""
    submission = _locked(submission, by)
    if submission.materials.count() >= MOST_FILES:
        raise Refused(f"一份申请最多附{MOST_FILES}个文件，请合并后再上传。")
    made = Material.objects.create(submission=submission, file=file, why=why[:40])
    _said(submission, f"新增材料：{why[:40]}", by)
    return made
