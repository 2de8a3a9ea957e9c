"""The forms of the verbs: what an officer puts down for each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from gongkai.base.organisations.queries import agency_model, divisions_held, divisions_of, holders, person_model
from gongkai.engine.duties import queries as duties
from gongkai.law.fees import MOST
from gongkai.law.fees import Method as Tariff
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.actions.money import AFTER_PAYMENT
from gongkai.responsive.applications.actions.timing import LONGEST
from gongkai.responsive.applications.desk.fields import choice, day, text, working_days_on
from gongkai.responsive.applications.permissions import COUNSEL, HANDLE, OPINION
from gongkai.responsive.applications.queries.payments import to_return
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.rules.helping import GIVEN
from gongkai.responsive.applications.rules.intake import CONFIRMATION_NAMES, MOST_TITLE, Confirmation
from gongkai.responsive.applications.rules.watch import (
    OPINION_DAYS,
    OPINION_SOURCE,
    REASON_SOURCE,
    SUPPLEMENT_DAYS,
    SUPPLEMENT_SOURCE,
)

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application

WAYS = ("电话", "当面", "电子邮件", "书面", "短信", GIVEN)
SPLIT_ROWS = 6


class VerbForm(forms.Form):
    """Every form knows its case: what can be chosen stands in it."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.prepare(application)

    def prepare(self, application: Application) -> None:
        """Fill in what the case knows."""


class NothingForm(VerbForm):
    pass


class ReasonForm(VerbForm):
    reason = text("原因", rows=2)


class MayReasonForm(VerbForm):
    reason = text("申请人说明的原因", rows=2, required=False, help_text="撤回不需要理由；申请人说了的，可以记下。")


class ConfirmForm(VerbForm):
    on = day("双方确认的日期")
    how = choice("确认方式", [one for one in CONFIRMATION_NAMES.items() if one[0] != Confirmation.APPLICANT])


class RerouteForm(VerbForm):
    agency: Any = forms.ModelChoiceField(label="转往", queryset=None, empty_label="请选择")
    reason = text("原因", rows=2, help_text="申请人会看到。")

    def prepare(self, application: Application) -> None:
        field: Any = self.fields["agency"]
        field.queryset = agency_model().objects.exclude(pk=application.agency_id).order_by("lineage")


class AskSupplementForm(VerbForm):
    wanted = text(
        "需要补正的内容", rows=5, help_text="一次写全：缺什么材料，哪一处不明确，怎样写才清楚。告知书照此制成。"
    )
    on = day("告知日期")
    due_on = day("补正期限", help_text=SUPPLEMENT_SOURCE, initial=lambda: working_days_on(SUPPLEMENT_DAYS))


class SupplementForm(VerbForm):
    text = text("补正的内容", rows=4)
    on = day("收到补正的日期")


class AssignForm(VerbForm):
    division: Any = forms.ModelChoiceField(
        label="承办科室", queryset=None, required=False, empty_label="办公室直接办理"
    )
    handler: Any = forms.ModelChoiceField(label="经办人", queryset=None, required=False, empty_label="不指定")

    def prepare(self, application: Application) -> None:
        division, handler = self.fields["division"], self.fields["handler"]
        division.queryset = _divisions(application)  # type: ignore[attr-defined]
        people = [person.pk for person in holders(HANDLE, application.agency)]
        handler.queryset = person_model().objects.filter(pk__in=people).order_by("pk")  # type: ignore[attr-defined]
        self.initial.setdefault("division", application.division_id)
        self.initial.setdefault("handler", application.handler_id)


def _divisions(application: Application) -> Any:
    return divisions_of(agency_model().objects.filter(pk=application.agency_id)).order_by("pk")


ON_PAPER = "（书面）"
ON_PAPER_HELP = "标“书面”的科室没有人在平台上反馈，请用书面征求，收到后代为登记。"


class AskDivisionForm(VerbForm):
    division: Any = forms.ModelChoiceField(label="科室", queryset=None, empty_label="请选择")
    question = text("要回答的问题", rows=4, help_text="写清要科室查什么、判断什么。不写申请人的个人信息。")
    due_on = day("反馈期限", help_text=OPINION_SOURCE, initial=lambda: working_days_on(OPINION_DAYS))

    def prepare(self, application: Application) -> None:
        field: Any = self.fields["division"]
        field.queryset = _divisions(application)
        answering = divisions_held(OPINION, application.agency)
        field.label_from_instance = lambda one: one.name if one.pk in answering else f"{one.name}{ON_PAPER}"
        if any(one.pk not in answering for one in field.queryset):
            field.help_text = ON_PAPER_HELP
        if application.division_id:
            self.initial.setdefault("division", application.division_id)
        self.initial.setdefault("due_on", _before_answer(application))


def _before_answer(application: Application) -> dt.date:
    """Return the day by which a division is asked: as configured, but a working day before the answer is due."""
    asked, today = working_days_on(OPINION_DAYS), timezone.localdate()
    if application.due_on is None or application.due_on > asked:
        return asked
    return max(today, duties.calendar().last_working_day_until(application.due_on - dt.timedelta(days=1)))


class QuestionForm(VerbForm):
    question = text("请审查的问题", rows=4)

    def prepare(self, application: Application) -> None:
        if not holders(COUNSEL, application.agency):
            self.fields[
                "question"
            ].help_text = "本机关没有人在平台上担任法律顾问：请用书面征求，收到意见后由经办人登记。"


class CounselForm(VerbForm):
    agrees = forms.TypedChoiceField(
        label="结论", choices=[("1", "同意拟办意见"), ("0", "不同意拟办意见")], coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    answer = text("法律意见", rows=5)


class MeetingForm(VerbForm):
    on = day("会商日期")
    people = forms.CharField(label="参加人员", max_length=300)
    conclusion = text("研判结论", rows=4)


class SearchForm(VerbForm):
    on = day("检索日期")
    place = forms.CharField(label="检索范围", max_length=200, help_text="例如：档案室2015年至2020年卷宗、办公系统")
    words = forms.CharField(label="检索词", max_length=200)
    found = forms.TypedChoiceField(
        label="结论", choices=[("0", "没有检索到"), ("1", "检索到")], coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    result = text("结果", rows=3)
    searched_by = forms.CharField(label="检索人", max_length=60)


class ContactForm(VerbForm):
    way = choice("方式", [(one, one) for one in WAYS])
    text = text("沟通的内容", rows=3, help_text="说了什么、约定了什么。不写电话、证件号码。")
    public = forms.CharField(
        label="同时告诉申请人的话", max_length=300, required=False, help_text="写了的，显示在申请人的查询页上。"
    )


class ExtendForm(VerbForm):
    days = forms.IntegerField(label="延长的工作日", min_value=1, max_value=LONGEST, initial=LONGEST)
    reason = text("理由", rows=3, help_text="告知书里会写给申请人。")


class RemarkForm(VerbForm):
    remark = text("意见", rows=2, required=False)


class MustRemarkForm(VerbForm):
    remark = text("理由", rows=2)


class AskReasonsForm(VerbForm):
    facts = text(
        "数量、频次的事实", rows=6, help_text=f"只写何时提出过哪些申请、共多少件，不评价申请人。{REASON_SOURCE}。"
    )


class ReasonsForm(VerbForm):
    answer = text("申请人说明的理由", rows=4, help_text="加密保存。")
    on = day("收到说明日期")


class DelayForm(VerbForm):
    to = day("确定的答复日期", initial=None)
    finding = text("认定", rows=4, help_text="理由合理、但不能按期答复的情况，写入告知书。")


class ChargeForm(VerbForm):
    method = choice("计收方式", [(one.value, one.value) for one in Tariff], help_text="每件申请只能选择一种。")
    pages = forms.IntegerField(label="页数", required=False, min_value=1, max_value=MOST, help_text="按量计收的填写。")
    how_to_pay = text("缴费办法", rows=3, help_text="缴到哪里、怎样缴、凭什么开票。")

    def prepare(self, application: Application) -> None:
        """Say beforehand that the clock runs on where nobody adopted the restart after payment."""
        if duties.adopted_clock(AFTER_PAYMENT) is None:
            until = f"（现在到{application.due_on}）" if application.due_on else ""
            self.fields["method"].help_text = (
                f"每件申请只能选择一种。注意：“缴费后重新计算答复期限”还没有核准启用，发出收费通知以后答复期限{until}照常计算，"
                "等待缴费的时间不扣除。需要启用的，请在“时限核准”中核对依据后启用，再发出通知。"
            )


class ReachedFeeForm(VerbForm):
    on = day("申请人收到通知的日期")


class PayForm(VerbForm):
    yuan = forms.IntegerField(label="缴费金额（元）", min_value=1)
    on = day("缴费日期")
    voucher = forms.CharField(label="财政票据号码", max_length=60, required=False)
    as_received = forms.BooleanField(
        label="照实收登记",
        required=False,
        help_text="金额不符或者逾期、但确实收到的：少缴的等待补足，多缴、逾期的登记后退还。",
    )


class MoneyForm(VerbForm):
    yuan = forms.IntegerField(label="到账金额（元）", min_value=1)
    on = day("到账日期")
    voucher = forms.CharField(label="财政票据号码", max_length=60, required=False)


class MoneyBackForm(VerbForm):
    yuan = forms.IntegerField(label="退还金额（元）", min_value=1)
    on = day("退款日期")
    how = forms.CharField(label="怎样退还", max_length=100, help_text="例如原路退回、退款凭证号。不写账号。")

    def prepare(self, application: Application) -> None:
        self.initial.setdefault("yuan", to_return(application))


class SplitForm(VerbForm):
    """One row a matter; what is left empty does not count."""

    def prepare(self, application: Application) -> None:
        for place in range(1, SPLIT_ROWS + 1):
            self.fields[f"title_{place}"] = forms.CharField(
                label=f"第{place}项", max_length=MOST_TITLE, required=place <= 2
            )
        self.initial.setdefault("title_1", application.title)

    @property
    def matters(self) -> list[Matter]:
        typed = [self.cleaned_data.get(f"title_{place}", "") for place in range(1, SPLIT_ROWS + 1)]
        first = Matter(typed[0], self.application.description)
        return [first, *(Matter(one) for one in typed[1:] if one)]


class LinkForm(VerbForm):
    number = forms.CharField(label="对方的登记编号", max_length=60)
    why = forms.CharField(label="关系", max_length=200, help_text="例如：内容相同、同一项目")
    repeats = forms.BooleanField(label="这一件重复了对方：同一申请人就相同内容再次申请", required=False)


class OtherForm(VerbForm):
    """Another case by its number, and why."""

    number = forms.CharField(label="对方的登记编号", max_length=60)
    reason = text("理由", rows=2)


class MergeForm(OtherForm):
    number = forms.CharField(
        label="并入哪一件（登记编号）", max_length=60, help_text="同一申请人先提出、还没有答复的那一件。"
    )
    reason = text("并案的理由", rows=2, help_text="告知书里会写给申请人。")


class TieForm(OtherForm):
    number = forms.CharField(label="随哪一件办理（登记编号）", max_length=60)


class IssueForm(VerbForm):
    on = day("印发日期")


class AtOnceForm(VerbForm):
    where = text("当场提供了什么，或者告知在哪里获取", rows=3)


class OpinionForm(forms.Form):
    answer = text(
        "意见", rows=6, help_text="有没有这份信息、在哪里、能不能公开、依据是什么。意见交办公室，由办公室统一答复。"
    )
    suggests = choice(
        "建议的答复种类",
        [(kind.code, kind.name) for kind in REPLY_KINDS.values() if kind.code != "R17"],
        required=False,
    )


class LookForm(forms.Form):
    why = forms.CharField(
        label="查看事由",
        max_length=200,
        help_text="例如：电话核实申请内容、邮寄答复书。记入查看记录，申请人信息在本页显示一次。",
    )


class OpinionOnDraftForm(forms.Form):
    opinion = text("意见", rows=3, required=False, help_text="退回的，写明要改什么，经办人会看到。")
