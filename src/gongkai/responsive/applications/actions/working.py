"""Inside the house: who handles it, what divisions, counsel and meetings say, what was searched, what was said on the phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import holders
from gongkai.engine.duties import actions as duties
from gongkai.responsive.applications.actions.clocks import start
from gongkai.responsive.applications.actions.next_person import (
    tell_advised,
    tell_approvers,
    tell_counsel,
    tell_division,
    tell_opined,
)
from gongkai.responsive.applications.actions.shared import done, impersonal, locked, past, reply_duty, required
from gongkai.responsive.applications.models import (
    Application,
    ContactNote,
    Counsel,
    Meeting,
    Opinion,
    Search,
    Submission,
)
from gongkai.responsive.applications.permissions import HANDLE, Refused, check_own_division
from gongkai.responsive.applications.queries.orders import cn
from gongkai.responsive.applications.rules.helping import WANTED, wanted_words
from gongkai.responsive.applications.rules.watch import OPINION, OPINION_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Division, Person
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def assign(
    *, application: Application, division: Division | None, handler: Person | None, by: Acting, seen: int | None = None
) -> Application:
    """Say which division works it out and who holds it. Raises Refused for somebody without the post."""
    application = locked(application, "assign", by, seen)
    if division is not None and division.agency_id != application.agency_id:
        raise Refused("请选择本机关的科室。")
    if handler is not None and handler not in holders(HANDLE, application.agency):
        raise Refused(f"{handler.name}没有办理依申请公开的岗位，请另选经办人。")
    application.division, application.handler = division, handler
    names = [division.name if division else "", handler.name if handler else ""]
    done(
        application, "assign", by, text="、".join(name for name in names if name) or "取消分办",
        changed=("division", "handler"),
    )  # fmt: skip
    duty = reply_duty(application)
    if duty is not None and duty.person_id != (handler.pk if handler else None):
        duties.assign(duty=duty, person=handler, by=by)
    return application


def opinion_subject(opinion: Opinion) -> Subject:
    return Subject(OPINION, str(opinion.pk), str(opinion.application))


@transaction.atomic
def ask_division(
    *, application: Application, division: Division, question: str, due_on: dt.date, by: Acting
) -> Opinion:
    """Ask a division, with a day; its clock reminds. Raises Refused for another agency's, or one asked already."""
    application = locked(application, "ask_division", by)
    if division.agency_id != application.agency_id:
        raise Refused("请选择本机关的科室；其他机关请用征求意见函。")
    today = timezone.localdate()
    if due_on < today:
        raise Refused("反馈期限不能早于今天。")
    running = reply_duty(application)
    if running is not None and running.status == "open" and today <= running.due_on < due_on:
        raise Refused(f"这件申请应于{cn(running.due_on)}前答复，科室的反馈期限不能晚于这一天，请提前。")
    try:
        with transaction.atomic():
            made = Opinion.objects.create(
                application=application, division=division, asked_by=by.person, asked_on=today, due_on=due_on,
                question=impersonal(required(question, "请写明要科室回答什么。"), "要科室回答的问题"),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(f"已请{division.name}反馈意见，还没有收到，不必重复征求。") from error
    done(application, "ask_division", by, text=f"{division.name}：{question.strip()}")
    start(
        application,
        OPINION_DUTY,
        due_on,
        by,
        subject=opinion_subject(made),
        name=f"{division.name}反馈意见：{application}",
        division=division,
        url=reverse("applications:opinion", args=[made.pk]),
    )
    tell_division(made)
    return made


@transaction.atomic
def answer_division(*, opinion: Opinion, answer: str, by: Acting, suggests: str = "") -> Opinion:
    """Give the opinion of one's own division; it goes to the office, never to the applicant (一个口进，一个口出)."""
    opinion = (
        Opinion.objects.select_for_update(of=("self",))
        .select_related("application__agency", "division")
        .get(pk=opinion.pk)
    )
    check_own_division(opinion, by)
    application = locked(opinion.application, "answer_division", by)
    if not opinion.is_open:
        raise Refused("这份意见已经反馈。需要补充的，请办公室重新征求。")
    opinion.answer, opinion.suggests = required(answer, "请写明意见。"), suggests
    opinion.answered_by, opinion.answered_on = by.person, timezone.localdate()
    opinion.save(update_fields=["answer", "suggests", "answered_by", "answered_on"])
    done(application, "answer_division", by, text=f"{opinion.division.name}：{answer.strip()}")
    duties.discharge(rule=OPINION_DUTY, subject=opinion_subject(opinion), by=by)
    tell_opined(opinion, by)
    return opinion


@transaction.atomic
def ask_counsel(*, application: Application, question: str, by: Acting) -> Counsel:
    """Put a difficult answer before the legal counsel (R235)."""
    application = locked(application, "ask_counsel", by)
    if application.counsels.filter(answered_on__isnull=True).exists():
        raise Refused("已经提请法律顾问审查，还没有收到意见。")
    made = Counsel.objects.create(
        application=application, asked_by=by.person, asked_on=timezone.localdate(),
        question=impersonal(required(question, "请写明要法律顾问审查什么。"), "请审查的问题"),
    )  # fmt: skip
    done(application, "ask_counsel", by, text=question)
    tell_counsel(made)
    return made


@transaction.atomic
def answer_counsel(*, counsel: Counsel, answer: str, agrees: bool, by: Acting) -> Counsel:
    counsel = Counsel.objects.select_for_update(of=("self",)).select_related("application__agency").get(pk=counsel.pk)
    application = locked(counsel.application, "answer_counsel", by)
    if not counsel.is_open:
        raise Refused("这份法律意见已经出具。")
    counsel.answer, counsel.agrees = required(answer, "请写明法律意见。"), agrees
    counsel.answered_by, counsel.answered_on = by.person, timezone.localdate()
    counsel.save(update_fields=["answer", "agrees", "answered_by", "answered_on"])
    done(application, "answer_counsel", by, text=f"{'同意' if agrees else '不同意'}：{answer.strip()}")
    tell_advised(counsel, by)
    waiting = application.decisions.filter(approved__isnull=True).last()
    if waiting is not None:  # it could not be approved before
        tell_approvers(application, waiting)
    return counsel


@transaction.atomic
def meet(*, application: Application, on: dt.date, people: str, conclusion: str, by: Acting) -> Meeting:
    """Put a joint judgement meeting on record (R242)."""
    application = locked(application, "meet", by)
    made = Meeting.objects.create(
        application=application, held_on=past(on, "会商日期", after=application.received_on),
        people=required(people, "请写明参加人员。")[:300], conclusion=required(conclusion, "请写明研判结论。"),
        recorded_by=by.person.name if by.person else "系统",
    )  # fmt: skip
    done(application, "meet", by, on=on, text=f"{people.strip()}；{conclusion.strip()}")
    return made


@transaction.atomic
def search(
    *,
    application: Application,
    on: dt.date,
    place: str,
    words: str,
    result: str,
    found: bool,
    searched_by: str,
    by: Acting,
) -> Search:
    """Put a search on record: where, for what, by whom, with what result."""
    application = locked(application, "search", by)
    made = Search.objects.create(
        application=application, searched_on=past(on, "检索日期", after=application.received_on), found=found,
        place=required(place, "请写明在哪里检索，例如档案室2015年至2020年卷宗、办公系统。")[:200],
        words=required(words, "请写明检索词。")[:200], result=required(result, "请写明检索结果。"),
        searched_by=required(searched_by, "请写明检索人。")[:60],
    )  # fmt: skip
    done(application, "search", by, on=on, text=f"{place.strip()}：{result.strip()}")
    return made


@transaction.atomic
def contact(*, application: Application, way: str, text: str, by: Acting, public: str = "") -> ContactNote:
    """Put a talk with the applicant on record (R241); `public` is said on the page of the applicant."""
    application = locked(application, "contact", by)
    made = ContactNote.objects.create(
        application=application, way=way[:20], text=required(text, "请写明沟通了什么。"),
        by_name=by.person.name if by.person else "系统",
    )  # fmt: skip
    done(application, "contact", by, text=text, public=public)
    return made


def ask_for_help(*, submission: Submission, wanted: Sequence[str], by: Acting) -> None:
    """Put down which help the applicant needs (条例第四十三条), at every matter of the form; nothing for none."""
    words = wanted_words(wanted)
    if not words:
        return
    for application in submission.applications.order_by("position"):
        contact(application=application, way=WANTED, text=words, by=by, public=f"您需要的帮助已经告知受理机关：{words}")
