"""The forms of asking others: third parties, joint makers, other agencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from gongkai.responsive.applications.desk.fields import choice, day, text
from gongkai.responsive.applications.desk.verb_forms import VerbForm
from gongkai.responsive.applications.rules.inquiries import ANSWER_NAMES, FOUND_BY_AGENCY, PARTY_NAMES, Answer

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application, Inquiry


class InquireForm(VerbForm):
    party = choice("对象", PARTY_NAMES.items())
    name = forms.CharField(label="姓名或者名称", max_length=200, help_text="加密保存，写入征求意见函。")
    address = text("地址和联系方式", rows=2, required=False, help_text="加密保存。")
    about = text("涉及的信息", rows=4, help_text="写清要征求意见的是哪些内容。")
    on = day("发出日期")


class _OfInquiryForm(VerbForm):
    inquiry: Any = forms.ModelChoiceField(label="征求意见函", queryset=None, empty_label=None)
    unreached = False
    silent_too = False

    def prepare(self, application: Application) -> None:
        field: Any = self.fields["inquiry"]
        wanted = Q(ended_on__isnull=True)
        rows = application.inquiries.filter(wanted | Q(answer=Answer.SILENT) if self.silent_too else wanted)
        field.queryset = rows.filter(reached_on__isnull=True) if self.unreached else rows
        field.label_from_instance = inquiry_label


def inquiry_label(inquiry: Inquiry) -> str:
    """Whom and when, without the name: it is sealed."""
    silent = "，已按逾期未答复办理" if inquiry.answer == Answer.SILENT else ""
    return f"{PARTY_NAMES[inquiry.party]}（{inquiry.sent_on.month}月{inquiry.sent_on.day}日发出{silent}）"


class ReachedForm(_OfInquiryForm):
    on = day("对方收到日期")
    unreached = True
    field_order = ("inquiry", "on")


class AnswerInquiryForm(_OfInquiryForm):
    silent_too = True
    answer = choice("对方的意见", [one for one in ANSWER_NAMES.items() if one[0] not in FOUND_BY_AGENCY])
    reason = text("理由", rows=3, required=False)
    on = day("收到意见日期")
    field_order = ("inquiry", "answer", "reason", "on")


class CloseInquiryForm(_OfInquiryForm):
    reason = text(
        "不再等待的理由",
        rows=2,
        required=False,
        help_text="期限没有开始计算的填写，例如函件无法送达、其他机关一直没有答复。",
    )
    field_order = ("inquiry", "reason")
