"""The verbs of the case page as data: form, words, and the one call that each makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.shared import locked
from gongkai.responsive.applications.desk import verb_forms as f
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.permissions import APPROVE, HANDLE, Refused, permission_of
from gongkai.responsive.applications.queries import by_same_applicant
from gongkai.responsive.applications.queries.lists import readable
from gongkai.responsive.applications.rules import VERBS, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.queries.parts import Parts

Run = Callable[[Application, "f.VerbForm", "Acting"], object]


def _always(_application: Application, _parts: Parts) -> bool:
    return True


@dataclass(frozen=True)
class Offer:
    """One verb at the desk. `verb` is the key in rules.VERBS where it differs; `fits` says whether the case asks for it.

    A `note` only adds to the case: it is taken although somebody else has worked on it meanwhile.
    """

    form: type[f.VerbForm]
    run: Run
    said: str
    button: str = ""
    hint: str = ""
    verb: str = ""
    fits: Callable[[Application, Parts], bool] = _always
    note: bool = False
    file: bool = False
    heading: str = ""
    initial: Callable[[Application, Parts], Mapping[str, Any]] = field(default=lambda application, parts: {})


def _plain(action: Callable[..., object]) -> Run:
    """The fields of the form are the arguments of the verb."""
    return lambda application, form, by: action(application=application, by=by, **form.cleaned_data)


def _of(action: Callable[..., object], name: str, find: Callable[[Application], Any]) -> Run:
    """The verb acts on a part of the case."""

    def run(application: Application, form: f.VerbForm, by: Acting) -> object:
        found = find(application)
        if found is None:
            raise Refused("已经有人办理过，请刷新页面看最新情况。")
        return action(by=by, **{name: found}, **form.cleaned_data)

    return run


def _counsel(application: Application) -> Any:
    return application.counsels.filter(answered_on__isnull=True).first()


def _extension(application: Application) -> Any:
    return application.extensions.filter(decided_on__isnull=True).first()


def _inquiry(action: Callable[..., object]) -> Run:
    return lambda application, form, by: action(by=by, **form.cleaned_data)


def _submission(action: Callable[..., object]) -> Run:
    return lambda application, form, by: action(submission=application.submission, by=by, **form.cleaned_data)


def _split(application: Application, form: Any, by: Acting) -> object:
    return actions.split(application=application, matters=form.matters, by=by)


def _link(application: Application, form: f.VerbForm, by: Acting) -> object:
    data = form.cleaned_data
    other = readable(by).filter(agency=application.agency, number=data["number"].strip()).first()
    if other is None:
        raise Refused(f"登记簿中没有“{data['number']}”，请核对登记编号。")
    return actions.link(application=application, other=other, why=data["why"], repeats=data["repeats"], by=by)


def _at_once(application: Application, form: Any, by: Acting) -> object:
    return actions.answer_at_once(application=application, by=by, given=getattr(form, "given", ()), **form.cleaned_data)


def _fee_open(_application: Application, parts: Parts) -> bool:
    return parts.fee is not None and parts.fee.reached_on is None


def _counted(application: Application, _parts: Parts) -> Mapping[str, Any]:
    """Say the number and the days, as the notice will."""
    rows = [one for one in by_same_applicant(application) if one.received_on]
    said = "；".join(f"{one.received_on:%Y年%-m月%-d日}{one.number}" for one in rows)
    return {"facts": f"您（单位）先后提出{len(rows)}件政府信息公开申请：{said}。"}


a = actions  # the table reads better
OFFERS: dict[str, Offer] = {
    "confirm": Offer(
        f.ConfirmForm, _submission(a.confirm), "已确认收到，登记编号和答复期限已经生成。", "确认收到",
        "与申请人确认之日是收到之日，答复期限从次日起算。",
    ),
    "reroute": Offer(
        f.RerouteForm, _submission(a.reroute), "已转往其他机关。", "转出", "确认收到以前，可以转给申请人要找的机关。"
    ),
    "accept": Offer(
        f.NothingForm, _plain(a.accept), "已开始办理。", "材料齐全、内容明确，开始办理"
    ),
    "ask_supplement": Offer(
        f.AskSupplementForm, _plain(a.ask_supplement), "补正告知书已制成，请寄送。", "告知补正",
        "只能告知一次。答复期限自收到补正的申请之日起重新计算。", fits=lambda one, parts: parts.supplement is None,
    ),
    "supplement": Offer(f.SupplementForm, _plain(a.supplement), "已收到补正，答复期限重新计算。", "登记补正"),
    "answer_at_once": Offer(
        f.AtOnceForm, _at_once, "已当场答复并办结。", "当场答复并办结", "申请人在场、信息可以公开的，当场提供。",
        file=True,
    ),
    "split": Offer(
        f.SplitForm, _split, "已拆分，各件单独编号、单独计算期限。", "拆分", "一张申请表写了几件事的，拆成几件分别答复。"
    ),
    "assign": Offer(f.AssignForm, _plain(a.assign), "已分办。", "分办"),
    "ask_division": Offer(f.AskDivisionForm, _plain(a.ask_division), "已请科室反馈意见。", "发给科室", note=True),
    "search": Offer(
        f.SearchForm, _plain(a.search), "已登记检索。", "登记检索", note=True,
    ),
    "contact": Offer(f.ContactForm, _plain(a.contact), "已登记沟通。", "登记沟通", note=True),
    "meet": Offer(f.MeetingForm, _plain(a.meet), "已登记会商。", "登记会商", note=True),
    "inquire": Offer(
        f.InquireForm, _plain(a.inquire), "征求意见函已制成，请寄送。等待期间不计入答复期限。", "发出征求意见函"
    ),
    "receive_letter": Offer(
        f.ReachedForm, _inquiry(a.receive_letter), "已登记，对方的意见期限开始计算。", "登记收到日期",
        fits=lambda one, parts: any(item.reached_on is None for item in parts.open_inquiries),
    ),
    "answer_inquiry": Offer(
        f.AnswerInquiryForm, _inquiry(a.answer_inquiry), "已登记对方的意见。", "登记意见",
        fits=lambda one, parts: bool(parts.open_inquiries),
    ),
    "close_inquiry": Offer(
        f.CloseInquiryForm, _inquiry(a.close_inquiry), "已按期满未答复办理。", "期满未答复",
        fits=lambda one, parts: any(item.reached_on is not None for item in parts.open_inquiries),
    ),
    "propose_extension": Offer(
        f.ExtendForm, _plain(a.propose_extension), "已提请延长，等待批准。", "提请延长",
        fits=lambda one, parts: parts.extension is None and not parts.extended,
    ),
    "approve_extension": Offer(
        f.RemarkForm, _of(a.approve_extension, "extension", _extension), "已批准延长，告知书已制成。", "批准延长",
        fits=lambda one, parts: parts.extension is not None,
    ),
    "refuse_extension": Offer(
        f.MustRemarkForm, _of(a.refuse_extension, "extension", _extension), "已决定不延长。", "不批准",
        fits=lambda one, parts: parts.extension is not None,
    ),
    "ask_counsel": Offer(
        f.QuestionForm, _plain(a.ask_counsel), "已提请法律顾问审查。", "提请审查",
        fits=lambda one, parts: parts.counsel is None, note=True,
    ),
    "answer_counsel": Offer(
        f.CounselForm, _of(a.answer_counsel, "counsel", _counsel), "已出具法律意见。", "出具法律意见",
        fits=lambda one, parts: parts.counsel is not None, note=True,
    ),
    "charge": Offer(
        f.ChargeForm, _plain(a.charge), "收费通知已制成，请寄送。", "发出收费通知",
        fits=lambda one, parts: parts.fee is None,
    ),
    "fee_reached": Offer(
        f.ReachedFeeForm, _plain(a.fee_reached), "已登记，缴费期限开始计算。", "登记收到日期", verb="pay",
        heading="申请人收到收费通知", fits=_fee_open,
    ),
    "pay": Offer(
        f.PayForm, _plain(a.pay), "已登记缴费。", "登记缴费",
        initial=lambda one, parts: {"yuan": parts.fee.yuan} if parts.fee else {},
    ),
    "waive": Offer(f.ReasonForm, _plain(a.waive), "已免收，继续办理。", "免收"),
    "ask_reasons": Offer(
        f.AskReasonsForm, _plain(a.ask_reasons), "说明理由告知书已制成，请寄送。", "要求说明理由",
        "申请的数量、频次明显超过合理范围的，先请申请人说明理由。只列事实。",
        fits=lambda one, parts: parts.reasons is None, initial=_counted,
    ),
    "give_reasons": Offer(
        f.ReasonsForm, _plain(a.give_reasons), "已登记申请人说明的理由。", "登记理由",
        fits=lambda one, parts: parts.reasons is not None and parts.reasons.answered_on is None,
    ),
    "delay": Offer(
        f.DelayForm, _plain(a.delay), "延迟答复告知书已制成，请寄送。", "告知延迟答复",
        fits=lambda one, parts: parts.reasons is not None and parts.reasons.answered_on is not None
        and parts.reasons.delayed_to is None,
    ),
    "link": Offer(f.LinkForm, _link, "已关联。", "关联", note=True),
    "issue": Offer(
        f.IssueForm, lambda one, form, by: a.issue(application=one, by=by, **form.cleaned_data),
        "答复书已印发，请寄送。送达以后自动办结。", "印发答复书", "编号、固定文字、制成PDF和DOCX，此后不再改变。", verb="deliver",
        heading="印发答复书", fits=lambda one, parts: one.decided_on is None,
    ),
    "withdraw": Offer(f.MayReasonForm, _plain(a.withdraw), "已按撤回办结。", "申请人撤回"),
    "end": Offer(
        f.ReasonForm, _plain(a.end_otherwise), "已终结。", "终结", "例如申请人死亡、没有人承受。逾期不补正、逾期未缴费的，请用“拟出答复”。"
    ),
}  # fmt: skip


def verb_of(key: str) -> str:
    return OFFERS[key].verb or key


def heading_of(key: str) -> str:
    return OFFERS[key].heading or VERBS[verb_of(key)].name


def may(key: str, application: Application, parts: Parts, by: Acting) -> bool:
    """Whether this person may do it now: post, state, and what the case holds."""
    verb = verb_of(key)
    return (
        application.status in VERBS[verb].before
        and by.may(permission_of(verb), application.agency)
        and OFFERS[key].fits(application, parts)
    )


@transaction.atomic
def run(key: str, application: Application, form: f.VerbForm, by: Acting, seen: int | None) -> object:
    """Do it, in one transaction with the check that nobody else worked on the case since the page was opened."""
    offer = OFFERS[key]
    found = locked(application, verb_of(key), by, None if offer.note else seen)
    return offer.run(found, form, by)


def offers(
    application: Application, parts: Parts, by: Acting, *, first: str, verb: str = "", form: f.VerbForm | None = None,
    typed: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the forms of what may be done now; the one that was refused stands open, as typed, whatever the state."""
    keys = [key for key in OFFERS if may(key, application, parts, by)]
    if verb and verb not in keys:
        keys.insert(0, verb)
    keys.sort(key=lambda key: key != first)
    return [_offer(key, application, parts, first, form if key == verb else None, typed or {}) for key in keys]


def _offer(
    key: str, application: Application, parts: Parts, first: str, form: f.VerbForm | None, typed: Mapping[str, Any]
) -> dict[str, Any]:
    offer = OFFERS[key]
    initial = {**offer.initial(application, parts), **(typed if key == "link" else {})}
    shown = form or offer.form(prefix=key, application=application, initial=initial)
    opened = form is not None or bool(key == "link" and typed)
    return {
        "verb": key, "heading": heading_of(key), "button": offer.button, "hint": offer.hint, "form": shown,
        "primary": key == first, "open": opened, "errors": form is not None, "file": offer.file,
        "url": reverse("applications:do", args=[application.pk, key]),
    }  # fmt: skip


def next_step(application: Application, parts: Parts, by: Acting) -> str:
    """Return the verb that brings the case on; "decide" and "approve" have pages of their own; "" where others are on."""
    wanted: dict[str, tuple[str, ...]] = {
        Status.ARRIVED: ("confirm",),
        Status.EXAMINING: ("accept",),
        Status.SUPPLEMENTING: ("supplement",),
        Status.HANDLING: ("answer_counsel", "approve_extension", "receive_letter", "answer_inquiry", "decide"),
        Status.PAYING: ("fee_reached", "pay"),
        Status.DECIDING: ("answer_counsel", "approve_extension", "approve"),
        Status.REPLYING: ("issue",),
    }
    for key in wanted.get(application.status, ()):
        if key == "decide":
            return key if may_decide(application, by) else ""
        if key == "approve":
            return key if may_approve(application, parts, by) else ""
        if may(key, application, parts, by):
            return key
    return ""


def may_decide(application: Application, by: Acting) -> bool:
    return application.status in VERBS["decide"].before and by.may(HANDLE, application.agency)


def may_approve(application: Application, parts: Parts, by: Acting) -> bool:
    """Whether this person may approve: never what they drafted themselves."""
    decision = parts.decision
    own = decision is not None and by.person is not None and decision.drafted_by_id == by.person.pk
    return application.status == Status.DECIDING and by.may(APPROVE, application.agency) and not own
