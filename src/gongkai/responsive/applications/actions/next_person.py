"""Telling the colleague who does the next step, in the transaction of the verb: the number of the case and nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders
from gongkai.responsive.applications.actions.shared import desk_url
from gongkai.responsive.applications.permissions import APPROVE, COUNSEL, HANDLE, OPINION
from gongkai.responsive.applications.rules.watch import SUBJECT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.base.organisations.models import Person
    from gongkai.responsive.applications.models import Application, Counsel, Decision, Extension, Opinion


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


def tell_handlers(application: Application, what: str, key: str) -> None:
    """Say what came back to whoever handles the case; where nobody was named, to those who may."""
    handler = application.handler
    people = [handler] if handler is not None else holders(HANDLE, application.agency)
    _tell(application, people, what, key)


def _others(people: Iterable[Person], own: int | None) -> list[Person]:
    return [one for one in people if one.pk != own]


def _tell(application: Application, people: Iterable[Person], what: str, key: str, url: str = "") -> None:
    notify.tell(
        people=people, kind="application", title=f"申请{application}：{what}", key=f"application-next:{key}",
        url=url or desk_url(application), about=f"{SUBJECT}:{application.pk}",
    )  # fmt: skip
