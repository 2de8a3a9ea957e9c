"""What a case waits for, in sentences: what must be there before it can go on, and who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.responsive.applications.queries.payments import held
from gongkai.responsive.applications.rules import (
    DOOR_NAMES,
    STAGE_NAMES,
    VERBS,
    Stage,
    Status,
)
from gongkai.responsive.applications.rules.intake import missing

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.responsive.applications.models import Applicant, Application, Step
    from gongkai.responsive.applications.queries.helping import Helping
    from gongkai.responsive.applications.queries.parts import Parts


def waits_for(application: Application, parts: Parts, today: dt.date) -> list[str]:
    """Return what is missing before the case can go on; [] where only the next step is."""
    match application.status:
        case Status.ARRIVED:
            word = DOOR_NAMES[application.submission.door]
            return [f"{word}的申请，双方确认以后才算收到：请联系申请人确认。"]
        case Status.EXAMINING:
            return _missing_parts(application)
        case Status.SUPPLEMENTING:
            return _supplement(parts, today)
        case Status.HANDLING:
            return _handling(application, parts, today)
        case Status.PAYING:
            return _paying(parts, today)
        case Status.DECIDING:
            return _deciding(parts)
        case Status.REPLYING:
            told = ["第三方告知书已经制成，请在“文书”中寄送给提出不同意见的第三方。"] if parts.told else []
            return [
                "答复书还没有印发。"
                if application.decided_on is None
                else "答复书还没有送达：请在“文书”中安排发送，登记交寄或者签收。",
                *told,
            ]
        case Status.CLOSED:
            return _served(parts)
    return []


def help_missing(application: Application, helping: Helping) -> list[str]:
    """Return which help is asked for and was not given yet."""
    if not helping.is_open or application.status == Status.CLOSED:
        return []
    return [f"申请人需要帮助：{helping.wanted}（{helping.article}）。"]


def owed(parts: Parts) -> list[str]:
    """Return what goes back to the applicant, whatever else the case waits for."""
    return [f"应退还申请人{parts.to_return}元，退还后请登记。"] if parts.to_return else []


def _served(parts: Parts) -> list[str]:
    back = parts.came_back
    if back is None or back.returned_on is None:
        return []
    how = f"{_say(back.returned_on)}以“{back.get_route_display()}”发出的答复被退回"
    return [f"{how}，请另行送达：打开答复书，安排另一种方式，登记交寄或者签收。办理结果和办结日期不变。"]


def _missing_parts(application: Application) -> list[str]:
    """What 条例第二十九条 asks for and the form lacks, so that it is asked for once."""
    people: list[Applicant] = list(application.submission.applicants.filter(left_on__isnull=True))
    if not people:
        return []
    first = people[0]
    facts = {
        "name": first.name, "identity": first.identity_number, "phone": first.phone, "email": first.email,
        "address": first.address, "description": application.title, "form": application.submission.form,
    }  # fmt: skip
    lacking = missing(facts)
    return [f"申请表缺少：{one}。" for one in lacking]


def _supplement(parts: Parts, today: dt.date) -> list[str]:
    asked = parts.supplement
    if asked is None:
        return []
    if today > asked.due_on:
        return [f"补正期限到{_say(asked.due_on)}，已经期满。仍可接收补正，也可以以“逾期不补正”办结。"]
    return [f"等待申请人在{_say(asked.due_on)}前补正。"]


def _handling(application: Application, parts: Parts, today: dt.date) -> list[str]:
    found = []
    if application.handler_id is None and application.division_id is None:
        found.append("还没有分办。")
    for opinion in parts.open_opinions:
        late = "，已经逾期" if opinion.due_on < today else ""
        found.append(f"{opinion.division.name}还没有反馈意见（{_say(opinion.due_on)}前{late}）。")
    for inquiry in parts.open_inquiries:
        if inquiry.reached_on is None:
            found.append(f"{inquiry.get_party_display()}意见征求函还没有登记对方收到的日期。")
        elif inquiry.due_on:
            found.append(f"等待{inquiry.get_party_display()}的意见（{_say(inquiry.due_on)}前）。")
        else:
            found.append(f"等待{inquiry.get_party_display()}的意见。")
    if parts.counsel is not None:
        found.append("法律顾问还没有出具意见。")
    if parts.extension is not None:
        found.append("延长答复等待批准。")
    return found


def _paying(parts: Parts, today: dt.date) -> list[str]:
    fee = parts.fee
    if fee is None:
        return []
    if fee.reached_on is None:
        return ["还没有登记申请人收到收费通知的日期，缴费期限未起算。"]
    if fee.due_on and today > fee.due_on:
        return [f"缴费期限到{_say(fee.due_on)}，已经期满，可以以“逾期未缴费”办结。"]
    missing_yuan = fee.yuan - held(fee)
    part = f"，已到账{fee.yuan - missing_yuan}元" if missing_yuan < fee.yuan else ""
    return [
        f"等待申请人在{_say(fee.due_on)}前缴费{missing_yuan}元{part}。" if fee.due_on else f"等待申请人缴费{part}。"
    ]


def _deciding(parts: Parts) -> list[str]:
    found = []
    if parts.counsel is not None:
        found.append("已提请法律顾问审查，收到意见以后才能批准。")
    if parts.decision is not None:
        found.append(f"等待负责人批准；{parts.decision.drafted_by or '拟稿人'}拟稿，不能自己批准。")
    return found


def _say(day: dt.date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def stages(application: Application, steps: list[Step]) -> list[dict[str, Any]]:
    """Return the five stages with what was last done in each, by whom."""
    done: dict[str, Step] = {step.stage: step for step in steps if step.verb != "party"}
    # Handling begins with who found the form complete, where nothing else of that stage was done.
    began = [step for step in steps if step.verb in VERBS and VERBS[step.verb].after is Status.HANDLING]
    if began:
        done.setdefault(Stage.HANDLE, began[-1])
    order = list(Stage)
    reached = max((order.index(Stage(key)) for key in done), default=0)
    now = {
        Status.ARRIVED: 0, Status.EXAMINING: 1, Status.SUPPLEMENTING: 1, Status.HANDLING: max(2, min(reached, 3)),
        Status.PAYING: 2, Status.DECIDING: 4, Status.REPLYING: 4, Status.CLOSED: len(order),
    }[Status(application.status)]  # fmt: skip
    found = []
    for place, stage in enumerate(order):
        step = done.get(stage)
        state = "done" if place < now else "now" if place == now else "next"
        found.append({"label": STAGE_NAMES[stage], "state": state, "step": step})
    return found


def timeline(steps: list[Step]) -> list[dict[str, Any]]:
    """Return what was done, newest first, for ui/timeline.html."""
    return [
        {
            "at": step.at, "who": step.person_name, "text": step.text,
            "title": VERBS[step.verb].name if step.verb in VERBS else "提交申请", "state": "done",
        }
        for step in reversed(steps)
    ]  # fmt: skip
