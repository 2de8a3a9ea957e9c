"""Requests to put a record right (条例第四十一条): taken in, looked into, settled by a signed letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check, the_system
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.queries import calendar
from gongkai.responsive.applications.actions.intake import new_code
from gongkai.responsive.applications.actions.next_person import tell_record_handlers
from gongkai.responsive.applications.actions.shared import past, required
from gongkai.responsive.applications.models import RecordMaterial, RecordRequest
from gongkai.responsive.applications.permissions import HANDLE, Refused, Stale
from gongkai.responsive.applications.queries.account import mark_of
from gongkai.responsive.applications.queries.orders import cn
from gongkai.responsive.applications.queries.remedies import remedy_against
from gongkai.responsive.applications.rules import DOOR_NAMES, Door, addressing
from gongkai.responsive.applications.rules.forms import Party
from gongkai.responsive.applications.rules.records import (
    ARTICLE,
    DAYS,
    HANDOVER,
    MOST_MATERIALS,
    OUTCOME_NAMES,
    SERIES,
    SUBJECT,
    Material,
    RecordOutcome,
    RecordState,
    contact_words,
    defects,
    letter_key,
)
from gongkai.responsive.applications.rules.watch import RECORD_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.base.vault.queries import SealedFile
    from gongkai.engine.casework.models import Letter
    from gongkai.responsive.applications.models import Application


def subject_of_record(request: RecordRequest) -> Subject:
    return Subject(SUBJECT, str(request.pk), request.number)


def _note(verb: str, request: RecordRequest, by: Acting, remark: str = "") -> None:
    new = {"登记编号": request.number, "渠道": DOOR_NAMES[request.door]}
    if request.outcome:
        new = {"处理结果": OUTCOME_NAMES[request.outcome]}
    events.record(
        tag=f"applications:record:{verb}", by=by.actor(HANDLE, request.agency), subject=subject_of_record(request),
        new=new, remark=remark,
    )  # fmt: skip


@dataclass(frozen=True)
class RecordReceived:
    """The request as kept, and the secret that opens its page; "" for what an officer entered."""

    request: RecordRequest
    secret: str


def day_offered(received_on: dt.date) -> dt.date:
    """Return the day of the answer that is offered, since the article sets none (`rules.records.DAYS_SOURCE`)."""
    return calendar().add_working_days(received_on, DAYS).due


@transaction.atomic
def receive_record_request(
    *, agency: Agency, who: str, contact: str, record: str, evidence: str, received_on: dt.date, by: Acting,
    due_on: dt.date | None = None, identity_number: str = "", application: Application | None = None, door: str = "",
    kind: str = "", identity: str = "", method: str = "", materials: Sequence[tuple[str, SealedFile]] = (),
) -> RecordRequest:  # fmt: skip
    """Register it. Raises Refused for what is missing: who asks must be known, for it is about a record of that person.

    Without `due_on` the day of the answer is the one offered. `materials` are sealed papers, each with its
    `rules.records.Material`.
    """
    check(by, HANDLE, agency)
    day = past(received_on, "收到日期")
    due = due_on or day_offered(day)
    if due <= day:
        raise Refused("办理期限应晚于收到日期。")
    if application is not None and application.agency_id != agency.pk:
        raise Refused("由公开申请转来的，应当是本机关的申请。")
    made = RecordRequest(
        agency=agency, application=application, received_on=day, due_on=due, entered_by=by.person, kind=kind,
        door=door or Door.COUNTER.value, method=method, identity=identity,
        who=required(who, "请填写申请人姓名或者名称。"), identity_number=identity_number.strip(),
        contact=required(contact, "请填写联系方式，处理结果要告知申请人。"),
        record=required(record, "请写明要求更正的是哪一份记录、哪一处。"),
        evidence=required(evidence, "请写明哪里不准确、有什么证据；没有证据的，先请申请人提供。"),
    )  # fmt: skip
    made.number = casework.next_number(series=SERIES, agency=agency, year=day.year, by=by, subject=None)
    made.save()
    RecordMaterial.objects.bulk_create([RecordMaterial(request=made, what=what, file=file) for what, file in materials])
    _note("receive", made, by)
    duties.open_duty(
        rule=RECORD_DUTY, subject=subject_of_record(made), agency=agency, opened_on=due, by=by,
        title=f"更正政府信息 {made.number}", reference=made.number,
        url=reverse("applications:record", args=[made.pk]),
    )  # fmt: skip
    return made


@transaction.atomic
def submit_record_request(
    *, agency: Agency, party: Party, record: str, evidence: str, method: str, materials: Sequence[tuple[str, SealedFile]],
    external_id: str, by: Acting,
) -> RecordReceived:  # fmt: skip
    """Take in what somebody sent by the web, as the desk would, and let it be followed by receipt and secret.

    The handlers are told at once: nobody stood at the counter. Raises Refused, also for a form that came in before.
    """
    if all(what != Material.EVIDENCE for what, _ in materials):
        raise Refused("请上传能证明记录不准确的证据材料。")
    made = receive_record_request(
        agency=agency, who=party.name, contact=contact_words(vars(party)), record=record, evidence=evidence,
        received_on=timezone.localdate(), by=by, identity_number=party.identity_number, door=Door.WEB.value,
        kind=party.kind, identity=party.identity, method=method, materials=materials,
    )  # fmt: skip
    secret = new_code(2)
    made.receipt, made.secret = f"GZ{made.received_on:%y}-{new_code(2)}", make_password(secret)
    made.external_id, made.email_mark = external_id, mark_of(party.email)
    try:
        with transaction.atomic():
            made.save(update_fields=["receipt", "secret", "external_id", "email_mark"])
    except IntegrityError as error:
        raise Refused("这份更正申请已经提交过，没有重复提交。") from error
    tell_record_handlers(made, f"网上收到更正政府信息申请{made.number}", f"record-arrived:{made.pk}")
    return RecordReceived(made, secret)


@transaction.atomic
def add_record_evidence(*, request: RecordRequest, files: Sequence[SealedFile], by: Acting) -> None:
    """Add papers that show more; the handlers are told. Raises Refused once the letter is being signed."""
    found = _locked(request, by, RecordState.OPEN)
    if found.materials.count() + len(files) > MOST_MATERIALS:
        raise Refused(f"材料最多{MOST_MATERIALS}个。更多的材料请当面提交或者邮寄，并写明登记编号。")
    RecordMaterial.objects.bulk_create(
        [RecordMaterial(request=found, what=Material.EVIDENCE.value, file=file) for file in files]
    )
    events.record(
        tag="applications:record:evidence", by=by.actor(HANDLE, found.agency), subject=subject_of_record(found),
        new={"证据材料": len(files)},
    )  # fmt: skip
    tell_record_handlers(
        found, f"更正政府信息申请{found.number}补充了证据材料", f"record-evidence:{found.pk}:{files[0].pk}"
    )


def _locked(request: RecordRequest, by: Acting, *wanted: str, seen: int | None = None) -> RecordRequest:
    found = RecordRequest.objects.select_for_update(of=("self",)).select_related("agency").get(pk=request.pk)
    check(by, HANDLE, found.agency)
    if found.state not in wanted:
        raise Refused(f"这件申请现在是“{found.get_state_display()}”，请刷新页面看最新情况。")
    if seen is not None and seen != found.version:
        raise Stale("您打开页面以后，这件申请已有新的办理。请看过最新情况再办；您填写的内容还在。")
    return found


@transaction.atomic
def settle_record_request(
    *, request: RecordRequest, outcome: str, reason: str, by: Acting, other: str = "", other_contact: str = "",
    seen: int | None = None,
) -> Letter:  # fmt: skip
    """Choose how it ends and draft the letter; signed by somebody else and issued, it closes. Raises Refused, Stale."""
    found = _locked(request, by, RecordState.OPEN, seen=seen)
    if problems := defects(outcome, reason, other, other_contact):
        raise Refused("\n".join(problems))
    elsewhere = outcome in {RecordOutcome.FORWARDED, RecordOutcome.POINTED}
    found.outcome, found.reason = outcome, reason.strip()
    found.other = other.strip()[:100] if elsewhere else ""
    found.other_contact = other_contact.strip()[:200] if elsewhere else ""
    found.state, found.version = RecordState.DECIDING, found.version + 1
    found.save()
    _note("settle", found, by)
    letter = casework.draft(
        kind=letter_key(outcome), subject=subject_of_record(found), agency=found.agency, variables=_values(found), by=by
    )
    return casework.submit(letter=letter, by=by)


def _spoken(request: RecordRequest) -> str:
    """What an officer entered says no kind of applicant."""
    return addressing.to_applicants([request.kind]) if request.kind else addressing.to_name(request.who)


def _values(request: RecordRequest) -> dict[str, str]:
    return {
        "申请人": request.who, addressing.NAME: _spoken(request), "登记编号": request.number, "收到日期": cn(request.received_on),
        "要求更正的记录": request.record, "处理情况": request.reason, "依据条文": ARTICLE.citation,
        "有权机关": request.other, "有权机关联系方式": request.other_contact,
        "救济告知": remedy_against(request.agency, act="本决定", paper="本告知书"),
    }  # fmt: skip


@transaction.atomic
def close_record_request(*, request: RecordRequest, on: dt.date, by: Acting) -> RecordRequest:
    """The letter was issued: the case closes; what is forwarded goes out with a letter to who may correct it."""
    found = RecordRequest.objects.select_for_update(of=("self",)).select_related("agency").get(pk=request.pk)
    if found.state != RecordState.DECIDING:
        return found
    found.state, found.closed_on, found.version = RecordState.CLOSED, on, found.version + 1
    found.save(update_fields=["state", "closed_on", "version"])
    duties.discharge(rule=RECORD_DUTY, subject=subject_of_record(found), by=by, on=on)
    _note("close", found, by)
    if found.outcome == RecordOutcome.FORWARDED:
        writer = by if by.may(HANDLE, found.agency) else the_system("applications")
        keep = ("登记编号", "收到日期", "要求更正的记录", "处理情况", "依据条文", "有权机关")
        values = {name: value for name, value in _values(found).items() if name in keep}
        handover = casework.draft(
            kind=HANDOVER, subject=subject_of_record(found), agency=found.agency, variables=values, by=writer
        )
        casework.issue(letter=handover, by=writer, on=max(on, timezone.localdate()))
    return found


@transaction.atomic
def reopen_record_request(*, request: RecordRequest, by: Acting, reason: str) -> RecordRequest:
    """The letter was voided: it is looked into again, on the day it always had."""
    found = RecordRequest.objects.select_for_update(of=("self",)).select_related("agency").get(pk=request.pk)
    if found.state == RecordState.OPEN:
        return found
    was_closed = found.state == RecordState.CLOSED
    found.state, found.outcome, found.closed_on = RecordState.OPEN, "", None
    found.version += 1
    found.save(update_fields=["state", "outcome", "closed_on", "version"])
    if was_closed:
        duties.open_duty(
            rule=RECORD_DUTY, subject=subject_of_record(found), agency=found.agency, opened_on=found.due_on, by=by,
            title=f"更正政府信息 {found.number}", reference=found.number,
            url=reverse("applications:record", args=[found.pk]),
        )  # fmt: skip
    _note("reopen", found, by, reason)
    return found


def letters_of_record(request: RecordRequest) -> list[Letter]:
    return list(letters_of(subject_of_record(request)).order_by("pk"))
