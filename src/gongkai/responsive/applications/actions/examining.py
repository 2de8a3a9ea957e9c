"""Looking whether a form can be handled as it is: take it on, ask once for what is missing, divide it, link it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.engine.duties.queries import of_subject
from gongkai.responsive.applications.actions.clocks import end, running, start, start_reply, stop_all
from gongkai.responsive.applications.actions.intake import number
from gongkai.responsive.applications.actions.letters import acknowledge, notice
from gongkai.responsive.applications.actions.shared import (
    check_not_ordered,
    done,
    follow_clock,
    locked,
    past,
    required,
    subject_of,
)
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import Application, Link, Supplement
from gongkai.responsive.applications.permissions import Refused, check_read
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.rules.intake import MOST_MATTERS
from gongkai.responsive.applications.rules.outcomes import ENDED, NOT_PAID, NOT_SUPPLEMENTED
from gongkai.responsive.applications.rules.watch import NOTICE_DUTY, REPLY_DUTY, SUPPLEMENT_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def accept(*, application: Application, by: Acting, seen: int | None = None) -> Application:
    """Find the form complete and clear: nothing has to be asked for, the days already run."""
    application = locked(application, "accept", by, seen)
    today = timezone.localdate()
    done(application, "accept", by, public="申请已受理，正在办理")
    notice = running(application, NOTICE_DUTY)
    if notice is not None and notice.due_on < today:
        stop_all(application, "申请齐全、清楚，不需要告知补正", by, NOTICE_DUTY)  # what need not be done is not late
    else:
        end(application, NOTICE_DUTY, by, on=today)
    return application


@transaction.atomic
def ask_supplement(
    *, application: Application, wanted: str, due_on: dt.date, by: Acting, on: dt.date | None = None,
    seen: int | None = None, text: str | None = None,
) -> Supplement:  # fmt: skip
    """Tell the applicant once everything that is missing and until when (条例第三十条).

    The reply clock ends; it begins anew when the correction comes in. Raises Refused, a second time too.
    """
    application = locked(application, "ask_supplement", by, seen)
    day = past(on or timezone.localdate(), "告知日期", after=application.received_on)
    if hasattr(application, "supplement"):
        raise Refused("补正只能告知一次，这件申请已经告知过。仍不明确的，请以“补正后申请内容仍不明确”答复。")
    _check_in_time(application, day)
    if due_on <= day:
        raise Refused("补正期限应晚于告知日期，并给申请人合理的时间。")
    made = Supplement.objects.create(
        application=application, asked_on=day, due_on=due_on,
        wanted=required(wanted, "请一次写明需要补正的全部内容，例如缺什么材料、哪一处不明确。"),
    )  # fmt: skip
    done(
        application,
        "ask_supplement",
        by,
        on=day,
        text=wanted,
        public=f"需要补正，请在{_say(due_on)}前补正：{wanted.strip()}",
    )
    end(application, NOTICE_DUTY, by, on=day)
    stop_all(application, "已告知补正，收到补正后的申请之日起重新计算答复期限（条例第三十条）", by, REPLY_DUTY)
    follow_clock(application)
    start(application, SUPPLEMENT_DUTY, due_on, by)
    notice(application, "supplement", by, on=day, text=text)
    return made


def _check_in_time(application: Application, day: dt.date) -> None:
    """A notice after its own period would set the reply clock back at will: the case is handled as it stands by then."""
    clock = of_subject(subject_of(application)).filter(rule=NOTICE_DUTY).last()
    if clock is not None and day > clock.due_on:
        raise Refused(
            f"一次性告知补正的期限已于{clock.due_on}届满（条例第三十条），不能再以补正重新计算答复期限。"
            "请按现有内容办理；需要了解的情况，联系申请人后登记为沟通记录。"
        )


def _say(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@transaction.atomic
def supplement(
    *, application: Application, text: str, by: Acting, on: dt.date | None = None, seen: int | None = None
) -> Application:
    """Take the correction in; the reply clock begins anew on that day. After the period too, as long as nothing was decided."""
    application = locked(application, "supplement", by, seen)
    asked = application.supplement
    day = past(on or timezone.localdate(), "收到补正的日期", after=asked.asked_on, after_name="告知补正")
    asked.answered_on, asked.answer = day, required(text, "请写明补正的内容。")
    asked.save(update_fields=["answered_on", "answer"])
    late = "（超过补正期限收到，由本机关审查逾期的理由）" if day > asked.due_on else ""
    done(
        application,
        "supplement",
        by,
        on=day,
        text=f"{late}{text.strip()}",
        public=f"已收到补正{late}，答复期限重新计算",
    )
    end(application, SUPPLEMENT_DUTY, by, on=day)
    start_reply(application, day, by)
    return application


@transaction.atomic
def split(
    *, application: Application, matters: Sequence[Matter], by: Acting, seen: int | None = None
) -> list[Application]:
    """Divide a form into the matters that it holds (一事一申请): this one keeps the first, each other gets a number.

    All count from the same day. Raises Refused for fewer than two or unnamed parts.
    """
    application = locked(application, "split", by, seen)
    check_not_ordered(application, "拆分")
    if (
        application.inquiries.exists()
        or application.extensions.filter(granted=True).exists()
        or hasattr(application, "fee")
    ):
        raise Refused("已经征求意见、延长或者收费的，不能再拆分：各件的期限会不一样。")
    named = [one for one in matters if one.title.strip()]
    if len(named) < 2:
        raise Refused("请至少写出两项，每项写明申请内容。")
    room = MOST_MATTERS - application.submission.applications.count() + 1
    if len(named) > room:
        raise Refused(f"一张申请表最多拆成{MOST_MATTERS}项，这一件最多还能拆成{room}项。")
    application.title, application.description = named[0].title.strip(), named[0].description.strip()
    parts = [_part(application, one, by) for one in named[1:]]
    numbers = "、".join(one.number for one in parts)
    done(
        application, "split", by, text=f"拆分为{len(named)}件，另立{numbers}", public=f"申请含{len(named)}项内容，分别办理",
        changed=("title", "description"),
    )  # fmt: skip
    return [application, *parts]


def _part(whole: Application, matter: Matter, by: Acting) -> Application:
    last = whole.submission.applications.order_by("-position").values_list("position", flat=True)[0]
    part = Application(
        submission=whole.submission, agency=whole.agency, position=last + 1, title=matter.title.strip()[:200],
        description=matter.description.strip(), column=whole.column, status=whole.status, division=whole.division,
        handler=whole.handler, received_on=whole.received_on, split_from=whole,
    )  # fmt: skip
    part.save()
    assert whole.received_on is not None  # only what was received can be examined
    number(part, whole.received_on, by)
    part.save(update_fields=["number"])
    if hasattr(whole, "supplement"):  # one form was corrected once, for all that it asks
        asked = whole.supplement
        Supplement.objects.create(
            application=part, asked_on=asked.asked_on, due_on=asked.due_on, wanted=asked.wanted,
            answered_on=asked.answered_on, answer=asked.answer,
        )  # fmt: skip
    done(part, "split", by, text=f"由{whole.number}拆出", public="由同一申请表拆分，单独办理")
    if whole.status == "examining":
        start(part, NOTICE_DUTY, whole.received_on, by)
    start_reply(part, whole.clock_from or whole.received_on, by)
    tell(part)
    acknowledge(part, by)
    return part


UNANSWERED = frozenset({"", NOT_SUPPLEMENTED, NOT_PAID, ENDED})


def _check_repeats(application: Application, other: Application) -> None:
    """条例第三十六条第六项: the same applicant, and the agency answered already. Raises Refused."""
    if not _names(application) & _names(other):
        raise Refused("两件的申请人不是同一人。同一申请人就相同内容再次申请的，才是重复申请；内容相似的，请只作关联。")
    if other.status != Status.CLOSED or other.outcome in UNANSWERED:
        raise Refused(
            "那一件还没有作出答复，不构成重复申请。还在办理的，可以并案办理；已经撤回、终结的，这一件照常办理。"
        )


def _names(application: Application) -> set[str]:
    return {"".join(one.name.split()) for one in application.submission.applicants.all()}


@transaction.atomic
def link(*, application: Application, other: Application, why: str, by: Acting, repeats: bool = False) -> Link:
    """Put two matters side by side: alike, or `repeats` the other by the same applicant. Raises Refused, OutOfSight."""
    application = locked(application, "link", by)
    check_read(other, by)
    if application.pk == other.pk:
        raise Refused("不能与自己关联，请另选一件。")
    if repeats:
        _check_repeats(application, other)
    made, new = Link.objects.get_or_create(
        application=application, other=other,
        defaults={"why": required(why, "请写明两件申请的关系。")[:200], "by_name": by.person.name if by.person else "系统"},
    )  # fmt: skip
    if not new and not (repeats and application.repeats_id is None):  # linked first, found to repeat it later
        raise Refused("这两件申请已经关联。")
    changed: tuple[str, ...] = ()
    if repeats:
        application.repeats, changed = other, ("repeats",)
    done(
        application, "link", by, text=f"{other.number}：{why}", changed=changed, facts={"对方": subject_of(other).label}
    )
    return made
