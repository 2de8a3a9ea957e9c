"""What an archive holds in words: the form as it came, and what was asked, searched, thought and decided on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.ui.text import cn_date
from gongkai.base.ui.typesetting import typeset
from gongkai.engine.casework import queries as casework
from gongkai.responsive.applications.actions import subject_of
from gongkai.responsive.applications.queries.parts import parts_of
from gongkai.responsive.applications.rules.intake import masked_name

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.casework.models import Dispatch
    from gongkai.responsive.applications.models import Applicant, Application
    from gongkai.responsive.applications.queries.parts import Parts

SHEET = Path(__file__).with_name("record.typ")
Row = tuple[str, str]
OF_APPLICANT = (
    ("类别", "get_kind_display"), ("姓名或者名称", "name"), ("证件", "get_identity_display"), ("证件号码", "identity_number"),
    ("电话", "phone"), ("电子邮箱", "email"), ("通信地址", "address"), ("邮政编码", "postal_code"), ("传真", "fax"),
    ("法定代表人或者负责人", "representative"), ("联系人", "contact"), ("代理人", "agent"), ("退出", "left_reason"),
)  # fmt: skip


def application_form(application: Application, by: Acting) -> bytes:
    """Return 申请表 with who applied, for whoever may look at it."""
    form = application.submission
    people = list(form.applicants.all())
    parts = [
        _part("申请人" if len(people) == 1 else f"申请人{place}", _applicant(one))
        for place, one in enumerate(people, start=1)
    ]
    for one in form.applications.order_by("position"):
        parts.append(_part(f"申请的信息（{one}）", [("内容", one.title), ("描述", one.description)]))
    received = (
        f"{_day(form.received_on)}（{form.get_confirmed_how_display()}确认）"
        if form.confirmed_on
        else _day(form.received_on)
    )
    rows = [
        ("渠道", form.get_door_display()), ("到达", _day(form.arrived_on)), ("收到", received),
        ("提供形式", form.get_form_display()), ("获取方式", form.get_method_display()), ("申请原文", form.original),
    ]  # fmt: skip
    return _sheet(application, by, "政府信息公开申请表", [*parts, _part("提交", rows)])


def _applicant(one: Applicant) -> list[Row]:
    found = []
    for name, column in OF_APPLICANT:
        value = getattr(one, column)
        found.append((name, str(value() if callable(value) else value or "")))
    return found


def working_papers(application: Application, by: Acting, *, personal: bool) -> bytes:
    """Return 办理材料; names, talks and addresses stand in it only with `personal`."""
    parts = parts_of(application)
    found = [
        *_notices(parts, personal), *_opinions(parts), *_inquiries(parts, personal), *_thinking(parts), *_answers(parts),
        *_after(application, parts, personal), *_course(application, personal),
    ]  # fmt: skip
    return _sheet(application, by, "政府信息公开申请办理材料", [one for one in found if one["rows"]])


def _notices(parts: Parts, personal: bool) -> Iterator[dict[str, Any]]:
    if one := parts.supplement:
        rows = [
            ("告知", f"{_day(one.asked_on)}，期限到{_day(one.due_on)}"), ("需要补正", one.wanted),
            ("收到补正", _day(one.answered_on)), ("补正内容", one.answer if personal else ""),
        ]  # fmt: skip
        yield _part("补正", rows)
    if asked := parts.reasons:
        rows = [
            ("事实", asked.facts), ("要求说明", _day(asked.asked_on)), ("收到说明", _day(asked.answered_on)),
            ("说明", asked.answer if personal else ""), ("认定", asked.finding), ("延迟到", _day(asked.delayed_to)),
        ]  # fmt: skip
        yield _part("数量、频次", rows)
    for more in parts.extensions:
        rows = [
            ("提请", _said(_name(more.proposed_by), more.proposed_on, f"{more.days}个工作日：{more.reason}")),
            ("决定", _said(_name(more.decided_by), more.decided_on, ("批准" if more.granted else "不批准") + _after_colon(more.remark))
             if more.decided_on else "没有决定"),
        ]  # fmt: skip
        yield _part("延长答复", rows)


def _opinions(parts: Parts) -> Iterator[dict[str, Any]]:
    for one in parts.opinions:
        rows = [
            ("征求", _said(_name(one.asked_by), one.asked_on, one.question)),
            ("反馈", _said(_name(one.answered_by), one.answered_on, one.answer) if one.answered_on else "没有反馈"),
        ]
        yield _part(f"科室意见（{one.division.name}）", rows)


def _inquiries(parts: Parts, personal: bool) -> Iterator[dict[str, Any]]:
    for one in parts.inquiries:
        rows = [
            ("对象", one.name if personal else masked_name(one.name, "natural")), ("内容", one.about), ("发出", _day(one.sent_on)),
            ("对方收到", _day(one.reached_on)), ("期限", _day(one.due_on)),
            ("意见", f"{one.get_answer_display()}（{_day(one.ended_on)}）" if one.ended_on else "没有意见"),
            ("理由", one.reason), ("告知第三方", _day(one.told_on)),
        ]  # fmt: skip
        yield _part(f"征求意见（{one.get_party_display()}）", rows)


def _thinking(parts: Parts) -> Iterator[dict[str, Any]]:
    for found in parts.searches:
        result = "检索到" if found.found else "没有检索到"
        rows = [("范围", found.place), ("检索词", found.words), ("结果", f"{result}：{found.result}")]
        yield _part(f"检索记录（{_day(found.searched_on)} {found.searched_by}）", rows)
    for met in parts.meetings:
        yield _part(
            f"会商研判（{_day(met.held_on)}）",
            [("参加", met.people), ("结论", met.conclusion), ("记录", met.recorded_by)],
        )
    for one in parts.counsels:
        agreed = {True: "同意拟办意见：", False: "不同意拟办意见：", None: ""}[one.agrees]
        rows = [
            ("提请", _said(_name(one.asked_by), one.asked_on, one.question)),
            ("意见", _said(_name(one.answered_by), one.answered_on, agreed + one.answer) if one.answered_on else "没有出具"),
        ]  # fmt: skip
        yield _part("法律顾问意见", rows)


def _answers(parts: Parts) -> Iterator[dict[str, Any]]:
    for one in parts.decisions:
        state = (
            "待批准" if one.approved is None else "已被撤销" if one.set_aside else "批准" if one.approved else "退回"
        )
        rows = [
            ("答复种类", one.get_code_display()), ("理由", one.reason), ("没有公开的内容", one.withheld),
            ("能否区分处理", one.severable), ("公共利益的说明", one.override),
            ("拟稿", _said(_name(one.drafted_by), timezone.localdate(one.drafted_at), "")),
            ("审批", _said(_name(one.decided_by), timezone.localdate(one.decided_at), state + _after_colon(one.opinion))
             if one.decided_at else state),
        ]  # fmt: skip
        yield _part("答复拟稿和审批", rows)


def _after(application: Application, parts: Parts, personal: bool) -> Iterator[dict[str, Any]]:
    if fee := parts.fee:
        rows = [
            ("计收", f"{fee.method}，{fee.yuan}元"),
            ("算法", "\n".join(fee.lines)), ("通知", _day(fee.notified_on)), ("申请人收到", _day(fee.reached_on)),
            ("状态", fee.get_state_display()), ("缴费", f"{_day(fee.paid_on)} {fee.paid_yuan}元" if fee.paid_on else ""),
            ("票据", fee.voucher), ("免收", fee.waived_reason),
        ]  # fmt: skip
        yield _part("信息处理费", rows)
    sent = casework.dispatches(subject=subject_of(application)).order_by("pk")
    yield _part("文书的发送", [(one.letter.number or str(one.letter), _sending(one, personal)) for one in sent])


def _sending(one: Dispatch, personal: bool) -> str:
    said = [
        one.get_route_display(), one.get_state_display(), one.address if personal else "",
        f"{_day(one.posted_on)}寄出" if one.posted_on else "", f"邮件号码{one.tracking}" if one.tracking else "",
        f"{_day(one.signed_on)}签收{'：' + one.signed_by if personal and one.signed_by else ''}" if one.signed_on else "",
        f"{_day(one.returned_on)}退回" if one.returned_on else "",
    ]  # fmt: skip
    return "，".join(one for one in said if one)


def _course(application: Application, personal: bool) -> Iterator[dict[str, Any]]:
    if personal:
        talks = application.contacts.all()
        yield _part("与申请人的沟通", [(_minute(one.at), f"{one.way}，{one.by_name}：{one.text}") for one in talks])
    rows = []
    for step in application.steps.all():
        words = [step.person_name, step.public, step.text if personal and step.text != step.public else ""]
        rows.append((_minute(step.at), "　".join([step.get_stage_display(), *(one for one in words if one)])))
    yield _part("办理经过", rows)


def _part(name: str, rows: Iterable[Row]) -> dict[str, Any]:
    return {"name": name, "rows": [[label, value] for label, value in rows if value]}


def _said(name: str, day: dt.date | None, words: str) -> str:
    return "\n".join(one for one in (words, "　".join(part for part in (name, _day(day)) if part)) if one)


def _after_colon(words: str) -> str:
    return f"：{words}" if words else ""


def _name(person: Any) -> str:
    return str(person.name) if person is not None else ""


def _day(day: dt.date | None) -> str:
    return cn_date(day) if day else ""


def _minute(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _sheet(application: Application, by: Acting, heading: str, parts: list[dict[str, Any]]) -> bytes:
    now = timezone.localtime()
    return typeset(
        SHEET,
        {
            "title": f"{heading} {application}", "heading": heading, "agency": application.agency.name,
            "number": str(application), "parts": parts,
            "foot": f"{cn_date(now.date())} {now:%H:%M} {by.person.name if by.person else '系统'}制",
        },
    )  # fmt: skip
