"""The verbs of the case page: form, words, and the one call that each makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gongkai.responsive.applications import actions as a
from gongkai.responsive.applications.desk import inquiry_forms, paper_forms
from gongkai.responsive.applications.desk import verb_forms as f
from gongkai.responsive.applications.desk.verb_calls import (
    Offer,
    at_once,
    copy,
    link,
    merge,
    on_inquiry,
    on_part,
    on_submission,
    open_counsel,
    open_extension,
    plain,
    split,
    tie,
)
from gongkai.responsive.applications.queries import by_same_applicant, spoken_to
from gongkai.responsive.applications.queries.payments import held
from gongkai.responsive.applications.rules import Status

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application
    from gongkai.responsive.applications.queries.parts import Parts


def _fee_open(_application: Application, parts: Parts) -> bool:
    return parts.fee is not None and parts.fee.reached_on is None


def _counted(application: Application, _parts: Parts) -> Mapping[str, Any]:
    """Say the number and the days, as the notice will."""
    rows = [one for one in by_same_applicant(application) if one.received_on]
    said = "；".join(f"{one.received_on:%Y年%-m月%-d日}{one.number}" for one in rows)
    return {"facts": f"{spoken_to(application)}先后提出{len(rows)}件政府信息公开申请：{said}。"}


OFFERS: dict[str, Offer] = {
    "confirm": Offer(
        f.ConfirmForm, on_submission(a.confirm), "已确认收到，登记编号和答复期限已经生成。", "确认收到",
        "与申请人确认之日是收到之日，答复期限从次日起算。",
    ),
    "reroute": Offer(
        f.RerouteForm, on_submission(a.reroute), "已转往其他机关。", "转出",
        "确认收到以前，可以转给申请人要找的机关；转办告知书同时制成，申请人在查询页可以看到。", notice=True,
    ),
    "accept": Offer(
        f.NothingForm, plain(a.accept), "已开始办理。", "材料齐全、内容明确，开始办理"
    ),
    "ask_supplement": Offer(
        f.AskSupplementForm, plain(a.ask_supplement), "补正告知书已制成，请寄送。", "告知补正",
        "只能告知一次。答复期限自收到补正的申请之日起重新计算。", notice=True, fits=lambda one, parts: parts.supplement is None,
    ),
    "supplement": Offer(f.SupplementForm, plain(a.supplement), "已收到补正，答复期限重新计算。", "登记补正"),
    "answer_at_once": Offer(
        f.AtOnceForm, at_once, "已当场答复并办结。", "当场答复并办结", "申请人在场、信息可以公开的，当场提供。",
        file=True,
    ),
    "split": Offer(
        f.SplitForm, split, "已拆分，各件单独编号、单独计算期限。", "拆分", "一张申请表写了几件事的，拆成几件分别答复。",
        fits=lambda one, parts: not (parts.inquiries or parts.extended or parts.fee or parts.ordered),
    ),
    "assign": Offer(f.AssignForm, plain(a.assign), "已分办。", "分办"),
    "ask_division": Offer(f.AskDivisionForm, plain(a.ask_division), "已请科室反馈意见。", "发给科室", note=True),
    "search": Offer(
        f.SearchForm, plain(a.search), "已登记检索。", "登记检索", note=True,
    ),
    "contact": Offer(f.ContactForm, plain(a.contact), "已登记沟通。", "登记沟通", note=True),
    "meet": Offer(f.MeetingForm, plain(a.meet), "已登记会商。", "登记会商", note=True),
    "inquire": Offer(
        inquiry_forms.InquireForm, plain(a.inquire), "征求意见函已制成，请寄送。等待期间不计入答复期限。", "发出征求意见函",
        notice=True,
    ),
    "receive_letter": Offer(
        inquiry_forms.ReachedForm, on_inquiry(a.receive_letter), "已登记，对方的意见期限开始计算。", "登记收到日期",
        fits=lambda one, parts: any(item.reached_on is None for item in parts.open_inquiries),
    ),
    "answer_inquiry": Offer(
        inquiry_forms.AnswerInquiryForm, on_inquiry(a.answer_inquiry), "已登记对方的意见。", "登记意见",
        fits=lambda one, parts: any(item.is_open or item.answer == "silent" for item in parts.inquiries),
    ),
    "close_inquiry": Offer(
        inquiry_forms.CloseInquiryForm, on_inquiry(a.close_inquiry), "已结束等待，答复期限继续计算。", "期满未答复、不再等待",
        fits=lambda one, parts: bool(parts.open_inquiries),
    ),
    "propose_extension": Offer(
        f.ExtendForm, plain(a.propose_extension), "已提请延长，等待批准。", "提请延长",
        fits=lambda one, parts: parts.extension is None and not parts.extended and not parts.ordered,
    ),
    "approve_extension": Offer(
        f.RemarkForm, on_part(a.approve_extension, "extension", open_extension), "已批准延长，告知书已制成。", "批准延长", notice=True,
        fits=lambda one, parts: parts.extension is not None,
    ),
    "refuse_extension": Offer(
        f.MustRemarkForm, on_part(a.refuse_extension, "extension", open_extension), "已决定不延长。", "不批准",
        fits=lambda one, parts: parts.extension is not None,
    ),
    "ask_counsel": Offer(
        f.QuestionForm, plain(a.ask_counsel), "已提请法律顾问审查。", "提请审查",
        fits=lambda one, parts: parts.counsel is None, note=True,
    ),
    "answer_counsel": Offer(
        f.CounselForm, on_part(a.answer_counsel, "counsel", open_counsel), "已出具法律意见。", "出具法律意见",
        fits=lambda one, parts: parts.counsel is not None, note=True,
    ),
    "enter_opinion": Offer(
        paper_forms.OpinionForm, on_inquiry(a.enter_opinion), "已登记。", "登记科室意见",
        "科室没有在平台上反馈、交来书面意见的，代为登记；不再需要的，收回。", fits=lambda one, parts: bool(parts.open_opinions),
        note=True,
    ),
    "enter_counsel": Offer(
        paper_forms.CounselForm, on_part(a.enter_counsel, "counsel", open_counsel), "已登记。", "登记法律意见",
        "法律顾问没有在平台上出具、交来书面意见的，代为登记；不再需要的，收回。", fits=lambda one, parts: parts.counsel is not None,
        note=True,
    ),
    "charge": Offer(
        f.ChargeForm, plain(a.charge), "收费通知已制成，请寄送。", "发出收费通知", notice=True,
        fits=lambda one, parts: parts.fee is None and not parts.ordered,
    ),
    "fee_reached": Offer(
        f.ReachedFeeForm, plain(a.fee_reached), "已登记，缴费期限开始计算。", "登记收到日期", verb="pay",
        heading="申请人收到收费通知", fits=_fee_open,
    ),
    "pay": Offer(
        f.PayForm, plain(a.pay), "已登记缴费。", "登记缴费",
        initial=lambda one, parts: {"yuan": max(parts.fee.yuan - held(parts.fee), 0)} if parts.fee else {},
    ),
    "return_money": Offer(
        f.MoneyBackForm, plain(a.return_money), "已登记退款。", "登记退款", "多缴、重复或者逾期缴纳的，退还申请人。",
        fits=lambda one, parts: parts.to_return > 0, note=True,
    ),
    "receive_money": Offer(
        f.MoneyForm, plain(a.receive_money), "已登记，请退还。", "登记到账", "已经缴费、免收或者办结以后又收到的款项，登记后退还。",
        fits=lambda one, parts: parts.fee is not None, note=True,
    ),
    "waive": Offer(f.ReasonForm, plain(a.waive), "已免收，继续办理。", "免收"),
    "ask_reasons": Offer(
        f.AskReasonsForm, plain(a.ask_reasons), "说明理由告知书已制成，请寄送。", "要求说明理由",
        "申请的数量、频次明显超过合理范围的，先请申请人说明理由。只列事实。", notice=True,
        fits=lambda one, parts: parts.reasons is None, initial=_counted,
    ),
    "give_reasons": Offer(
        f.ReasonsForm, plain(a.give_reasons), "已登记申请人说明的理由。", "登记理由",
        fits=lambda one, parts: parts.reasons is not None and parts.reasons.answered_on is None,
    ),
    "delay": Offer(
        f.DelayForm, plain(a.delay), "延迟答复告知书已制成，请寄送。", "告知延迟答复", notice=True,
        fits=lambda one, parts: parts.reasons is not None and parts.reasons.answered_on is not None
        and parts.reasons.delayed_to is None and not parts.ordered,
    ),
    "link": Offer(f.LinkForm, link, "已关联。", "关联", note=True),
    "merge": Offer(
        f.MergeForm, merge, "已并案，告知书已制成。", "并入那一件",
        "同一申请人就同一事项又提出申请、前一件还没有答复的，并入前一件一并答复。这一件计入“其他处理”。", notice=True,
        fits=lambda one, parts: not parts.ordered,
    ),
    "unmerge": Offer(
        f.ReasonForm, plain(a.unmerge), "已撤销并案，单独办理，答复期限仍从原来的日期起算。", "撤销并案",
        fits=lambda one, parts: one.merged_into is not None and one.merged_into.decided_on is None,
    ),
    "tie": Offer(
        f.TieForm, tie, "已登记共同办理。", "共同办理",
        "不同申请人就同一事项提出申请的，研判一次，答复分别拟出：各有编号、期限和答复书，分别统计。",
        fits=lambda one, parts: one.together_with_id is None,
    ),
    "untie": Offer(
        f.NothingForm, plain(a.untie), "已不再共同办理。", "不再共同办理",
        fits=lambda one, parts: one.together_with_id is not None,
    ),
    "copy_answer": Offer(
        f.NothingForm, copy, "", "为共同办理的各件拟出相同的答复", "检索记录和会商结论一并记入各件；各件的答复书仍分别批准、印发。",
        fits=lambda one, parts: parts.decision is not None
        and one.alongside.filter(status__in=[Status.EXAMINING, Status.HANDLING]).exists(),
    ),
    "issue": Offer(
        f.IssueForm, lambda one, form, by: a.issue(application=one, by=by, **form.cleaned_data),
        "答复书已印发，请寄送。送达以后自动办结。", "印发答复书", "编号、固定文字、制成PDF和DOCX，此后不再改变。", verb="deliver",
        heading="印发答复书", fits=lambda one, parts: one.decided_on is None,
    ),
    "withdraw": Offer(f.MayReasonForm, plain(a.withdraw), "已按撤回办结。", "申请人撤回"),
    "end": Offer(
        f.ReasonForm, plain(a.end_otherwise), "已终结。", "终结", "例如申请人死亡、没有人承受。逾期不补正、逾期未缴费的，请用“拟出答复”。"
    ),
}  # fmt: skip
