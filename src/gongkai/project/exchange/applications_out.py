"""Applications in the format that `import --kind applications` reads: masked, or in full with a reason and each look recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gongkai.base.organisations.queries import the_system
from gongkai.base.vault import actions as vault
from gongkai.responsive.applications.actions import subject_of
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.rules import (
    APPLICANT_NAMES,
    DOOR_NAMES,
    FORM_NAMES,
    IDENTITY_NAMES,
    METHOD_NAMES,
    STATUS_NAMES,
)
from gongkai.responsive.applications.rules.inquiries import ANSWER_NAMES, PARTY_NAMES
from gongkai.responsive.applications.rules.intake import masked_name

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.models import Agency
    from gongkai.responsive.applications.models import Applicant, Inquiry

BY = the_system("export")
SHOWN = ("申请人姓名或者名称", "证件号码", "联系方式", "内容描述", "征求意见的对象和理由")


def exported(agency: Agency | None, since: dt.date | None, *, why: str = "") -> Iterator[dict[str, Any]]:
    """Yield the cases of an agency and below, received since a day. With `why` in full, each look on record; else masked."""
    rows = Application.objects.select_related("submission", "agency", "handler", "supplement").order_by("pk")
    rows = rows.prefetch_related("submission__applicants", "inquiries", "extensions")
    if agency is not None:
        rows = rows.filter(agency__lineage__startswith=agency.lineage)
    if since is not None:
        rows = rows.filter(received_on__gte=since)
    for row in rows.iterator(chunk_size=200):
        if why:
            vault.look(subject=subject_of(row), fields=SHOWN, by=BY, why=why)
        yield _line(row, full=bool(why))


def _line(row: Application, *, full: bool) -> dict[str, Any]:
    form = row.submission
    people = [one for one in form.applicants.all() if one.left_on is None]
    return {
        "id": form.external_id or row.number or form.receipt, "number": row.number, "agency": row.agency.code,
        "channel": DOOR_NAMES[form.door], "arrived": _day(form.arrived_on), "confirmed": _day(form.confirmed_on),
        "received": _day(row.received_on), "applicant_kind": APPLICANT_NAMES[row.column],
        **_applicant(people[0] if people else None, full=full), "title": row.title,
        "description": row.description if full else "", "form": FORM_NAMES[form.form],
        "method": METHOD_NAMES[form.method], "status": STATUS_NAMES[row.status], **_supplement(row, full=full),
        "inquiries": [_inquiry(one, full=full) for one in row.inquiries.all()], **_extension(row),
        "outcome": row.outcome, "closed": _day(row.closed_on), "handler": row.handler.username if row.handler else "",
    }  # fmt: skip


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _applicant(one: Applicant | None, *, full: bool) -> dict[str, str]:
    if one is None:  # served its time and was taken out
        return dict.fromkeys(("applicant", "identity", "identity_number", "phone", "email", "address"), "")
    return {
        "applicant": one.name if full else masked_name(one.name, one.kind),
        "identity": IDENTITY_NAMES.get(one.identity, ""),
        "identity_number": one.identity_number if full else "",
        "phone": one.phone if full else "",
        "email": one.email if full else "",
        "address": one.address if full else "",
    }


def _supplement(row: Application, *, full: bool) -> dict[str, str]:
    asked = getattr(row, "supplement", None)
    if asked is None:
        return dict.fromkeys(("supplement_asked", "supplement_due", "supplement_wanted", "supplement_received"), "")
    return {
        "supplement_asked": _day(asked.asked_on), "supplement_due": _day(asked.due_on),
        "supplement_wanted": asked.wanted if full else "", "supplement_received": _day(asked.answered_on),
    }  # fmt: skip


def _inquiry(one: Inquiry, *, full: bool) -> dict[str, str]:
    return {
        "party": PARTY_NAMES[one.party], "name": one.name if full else f"{one.name[:1]}**",
        "about": one.about if full else "", "sent": _day(one.sent_on), "reached": _day(one.reached_on),
        "received": _day(one.ended_on), "answer": ANSWER_NAMES.get(one.answer, ""), "reason": one.reason if full else "",
    }  # fmt: skip


def _extension(row: Application) -> dict[str, Any]:
    granted = next((one for one in row.extensions.all() if one.granted), None)
    return {
        "extension_days": granted.days if granted else "", "extension_on": _day(granted.decided_on) if granted else "",
        "extension_reason": granted.reason if granted else "",
    }  # fmt: skip
