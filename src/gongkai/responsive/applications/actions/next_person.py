"""Telling the colleague who does the next step, in the transaction of the verb: the number of the case and nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders
from gongkai.responsive.applications.actions.shared import desk_url
from gongkai.responsive.applications.permissions import APPROVE, COUNSEL, HANDLE, OPINION
from gongkai.responsive.applications.rules.inquiries import Answer
from gongkai.responsive.applications.rules.records import SUBJECT as RECORDS
from gongkai.responsive.applications.rules.watch import SUBJECT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.base.organisations.models import Person
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import (
        Application,
        Counsel,
        Decision,
        Extension,
        Inquiry,
        Opinion,
        RecordRequest,
    )


def tell_approvers(application: Application, decision: Decision) -> None:
    """Say that an answer waits, to everybody but its drafter; while counsel has it, nobody can approve and none is told."""
    if application.counsels.filter(answered_on__isnull=True).exists():
        return
    people = _others(holders(APPROVE, application.agency), decision.drafted_by_id)
    heard = application.counsels.count()
    _tell(application, people, "答复已拟出，请批准", f"answer:{decision.pk}:{heard}")


def tell_deciders(extension: Extension) -> None:
    application = extension.application
    people = _others(holders(APPROVE, application.agency), extension.proposed_by_id)
    _tell(application, people, "提请延长答复，请决定", f"extension:{extension.pk}")


def tell_counsel(counsel: Counsel) -> None:
    people = holders(COUNSEL, counsel.application.agency)
    _tell(counsel.application, people, "提请法律顾问审查，请出具意见", f"counsel:{counsel.pk}")


def tell_division(opinion: Opinion) -> None:
    """Say it to whoever sits in the division that is asked, on the page where it answers."""
    people = holders(OPINION, opinion.application.agency, division=opinion.division)
    url = reverse("applications:opinion", args=[opinion.pk])
    _tell(opinion.application, people, "征求科室意见，请反馈", f"opinion:{opinion.pk}", url)


def tell_handlers(application: Application, what: str, key: str, by: Acting | None = None) -> None:
    """Say what came back to whoever handles the case; where nobody was named, to those who may. `by` did it and knows."""
    handler = application.handler
    people = [handler] if handler is not None else holders(HANDLE, application.agency)
    own = by.person.pk if by is not None and by.person is not None else None
    _tell(application, _others(people, own), what, key)


def tell_approved(application: Application, decision: Decision, by: Acting) -> None:
    tell_handlers(application, "答复已批准，请印发", f"approved:{decision.pk}", by)


def tell_sent_back(application: Application, decision: Decision, by: Acting) -> None:
    tell_handlers(application, "答复已退回，请修改", f"sent-back:{decision.pk}", by)


def tell_extended(extension: Extension, by: Acting) -> None:
    what = "延长答复已批准" if extension.granted else "延长答复没有批准，请按原期限答复"
    tell_handlers(extension.application, what, f"extended:{extension.pk}", by)


def tell_heard(inquiry: Inquiry, by: Acting) -> None:
    """An opinion that was asked of somebody outside came in, or its period passed; a late one is told once more."""
    what = "征求意见期满，没有收到意见" if inquiry.answer == Answer.SILENT else "收到对方意见"
    tell_handlers(inquiry.application, what, f"inquiry:{inquiry.pk}:{inquiry.answer}", by)


def tell_opined(opinion: Opinion, by: Acting) -> None:
    tell_handlers(opinion.application, "科室已反馈意见", f"opined:{opinion.pk}", by)


def tell_advised(counsel: Counsel, by: Acting) -> None:
    tell_handlers(counsel.application, "法律顾问已出具意见", f"advised:{counsel.pk}", by)


def tell_record_handlers(request: RecordRequest, title: str, key: str) -> None:
    """Say something of a request to put a record right, to those who may handle it."""
    notify.tell(
        people=holders(HANDLE, request.agency), kind="application", title=title, key=key,
        url=reverse("applications:record", args=[request.pk]), about=f"{RECORDS}:{request.pk}",
    )  # fmt: skip


def _others(people: Iterable[Person], own: int | None) -> list[Person]:
    return [one for one in people if one.pk != own]


def _tell(application: Application, people: Iterable[Person], what: str, key: str, url: str = "") -> None:
    notify.tell(
        people=people, kind="application", title=f"申请{application}：{what}", key=f"application-next:{key}",
        url=url or desk_url(application), about=f"{SUBJECT}:{application.pk}",
    )  # fmt: skip
