"""通报: told to every unit below, as it was previewed; what was sent wrongly is taken back (R244)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import check, holders, subtree
from gongkai.responsive.applications.actions.shared import impersonal, required
from gongkai.responsive.applications.models import Bulletin
from gongkai.responsive.applications.permissions import MANAGE_CHALLENGES, READ, Refused
from gongkai.responsive.applications.queries.challenges import figures

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Person
    from gongkai.base.organisations.queries import Acting

MANAGE = MANAGE_CHALLENGES
BULLETIN = "application-bulletin"


def check_bulletin(*, agency: Agency, title: str, since: dt.date, until: dt.date, text: str) -> None:
    """Raises Refused for what may not be sent so: a period that ends before it begins, nothing said, somebody named."""
    del agency
    if until < since:
        raise Refused("结束日期不能早于开始日期。")
    impersonal(required(title, "请填写标题。"), "标题")
    impersonal(required(text, "请写明通报内容。"), "通报内容")


@transaction.atomic
def send_bulletin(*, agency: Agency, title: str, since: dt.date, until: dt.date, text: str, by: Acting) -> Bulletin:
    """Tell every unit of this agency and below what the cases of a period teach; the figures are counted, not typed."""
    check(by, MANAGE, agency)
    check_bulletin(agency=agency, title=title, since=since, until=until, text=text)
    made = Bulletin.objects.create(
        agency=agency, title=required(title, "请填写标题。")[:200], since=since, until=until,
        text=impersonal(required(text, "请写明通报内容。"), "通报内容"), figures=figures(agency, since, until), sent_at=timezone.now(),
        sent_by=by.person.name if by.person else "系统",
    )  # fmt: skip
    made.told = notify.tell(
        people=bulletin_readers(agency), title=made.title, body=made.text, key=f"applications.bulletin:{made.pk}",
        url=reverse("applications:bulletin", args=[made.pk]), about=f"{BULLETIN}:{made.pk}",
    )  # fmt: skip
    made.save(update_fields=["told"])
    events.record(
        tag="applications:bulletin:send", by=by.actor(MANAGE, agency),
        subject=Subject(BULLETIN, str(made.pk), made.title), new={"通知人数": made.told},
    )  # fmt: skip
    return made


def bulletin_readers(agency: Agency) -> set[Person]:
    """Return everybody of this agency and below who sees applications."""
    return {person for unit in subtree(agency) for person in holders(READ, unit)}


@transaction.atomic
def withdraw_bulletin(*, bulletin: Bulletin, reason: str, by: Acting) -> Bulletin:
    """Take back what was sent: its text is shown to nobody any more, in no message either. Raises Refused the second time."""
    found = Bulletin.objects.select_for_update(of=("self",)).select_related("agency").get(pk=bulletin.pk)
    check(by, MANAGE, found.agency)
    if found.withdrawn_at is not None:
        raise Refused("这份通报已经撤回。")
    found.withdrawn_why = impersonal(required(reason, "请写明撤回的原因。"), "撤回的原因")[:200]
    found.withdrawn_at, found.withdrawn_by = timezone.now(), by.person.name if by.person else "系统"
    found.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    notify.forget(about=f"{BULLETIN}:{found.pk}")
    notify.tell(
        people=bulletin_readers(found.agency), title=f"通报已撤回：{found.title}"[:200], body=found.withdrawn_why,
        key=f"applications.bulletin-withdrawn:{found.pk}", url=reverse("applications:bulletin", args=[found.pk]),
    )  # fmt: skip
    events.record(
        tag="applications:bulletin:withdraw", by=by.actor(MANAGE, found.agency),
        subject=Subject(BULLETIN, str(found.pk), found.title), remark=found.withdrawn_why,
    )  # fmt: skip
    return found
