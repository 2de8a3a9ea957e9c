"""The forms of what follows an answer: conversions, cases, notices, parties, corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.base.organisations.queries import agencies_where
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.actions.challenging import MANAGE
from gongkai.responsive.applications.desk.fields import choice, day
from gongkai.responsive.applications.desk.fields import text as paragraph
from gongkai.responsive.applications.rules import APPLICANT_NAMES, IDENTITY_NAMES
from gongkai.responsive.applications.rules.challenges import CAUSE_NAMES, CRITERION_NAMES, KIND_NAMES, RESULT_NAMES

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application, Challenge


def line(label: str, max_length: int, *, required: bool = True, help_text: str = "") -> Any:
    return forms.CharField(label=label, max_length=max_length, required=required, help_text=help_text)


class SettleForm(forms.Form):
    eligible = forms.ChoiceField(
        label="审查结论",
        widget=forms.RadioSelect,
        choices=[("yes", "转为主动公开"), ("no", "不转为主动公开")],
    )
    criteria = forms.MultipleChoiceField(
        label="符合的标准", required=False, widget=forms.CheckboxSelectMultiple, choices=list(CRITERION_NAMES.items()),
        help_text="转为主动公开的，至少选一条。",
    )  # fmt: skip
    reason = line("理由", 300)


class ReopenForm(forms.Form):
    reason = line("为什么重新审查", max_length=300)


class DraftForm(forms.Form):
    title = line("公文标题", 200, help_text="按公开信息的内容写，不写申请人。")


class OfAgencyForm(forms.Form):
    agency: Any = forms.ModelChoiceField(label="机关", queryset=None, empty_label="请选择")

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = agencies_where(by, MANAGE).order_by("lineage")
        field: Any = self.fields["agency"]
        field.queryset = found
        if found.count() == 1:
            field.initial, field.empty_label = found.first(), None


class FileForm(OfAgencyForm):
    agency: Any = forms.ModelChoiceField(label="被申请机关", queryset=None, empty_label="请选择")
    kind = choice("种类", KIND_NAMES.items())
    application = line("所涉申请的登记编号", max_length=60, required=False)
    body = line("复议机关、法院或者受理机关", 100)
    number = line("案号", 80, required=False)
    who = line("申请人或者原告", 100, required=False, help_text="加密保存，查看须写明事由。")
    claims = paragraph("请求", 4, help_text="写请求事项，不写当事人的姓名、住址和证件号码。")
    filed_on = day("提出或者收到日期")
    hearing_on = day("开庭、听证日期", required=False, initial=None)


class EditForm(forms.Form):
    number = line("案号", 80, required=False)
    body = line("复议机关、法院或者受理机关", 100)
    who = line("申请人或者原告", 100, required=False, help_text="不填则不改。加密保存。")
    claims = paragraph("请求", 4)
    hearing_on = day("开庭、听证日期", required=False, initial=None)
    measures = paragraph("整改措施", 3, required=False)

    @classmethod
    def of(cls, challenge: Challenge) -> dict[str, Any]:
        return {name: getattr(challenge, name) for name in ("number", "body", "claims", "hearing_on", "measures")}


class EndForm(forms.Form):
    result = choice("结果", RESULT_NAMES.items())
    on = day("结案日期")
    text = paragraph("结果说明", 3)
    cause = choice("纠错原因", CAUSE_NAMES.items(), required=False, help_text="结果纠正的，必须选择。")
    measures = paragraph("整改措施", 3, required=False, help_text="结果纠正的，必须写明。")
    answer_by = day(
        "责令答复的期限",
        required=False,
        initial=None,
        help_text="裁判责令重新答复或者限期答复的，按裁判文书填最后一日：这件申请重新办理，时限随即开始。没有责令的不填。",
    )
    terms = line(
        "责令答复的原文", 300, required=False, help_text="抄录裁判文书中责令答复的那一句。填了期限的，必须抄录。"
    )
    application = line("所涉申请的登记编号", max_length=60, required=False, help_text="责令答复的，必须有。")

    def __init__(self, *args: Any, challenge: Challenge | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if challenge is not None and challenge.application_id is not None:
            del self.fields["application"]


class OrderForm(forms.Form):
    """An order to answer that was not put down with the result."""

    answer_by = day("责令答复的期限", initial=None, help_text="按裁判文书填最后一日。这件申请重新办理，时限随即开始。")
    terms = line("责令答复的原文", 300, help_text="抄录裁判文书中责令答复的那一句。")
    application = line("所涉申请的登记编号", max_length=60)

    def __init__(self, *args: Any, challenge: Challenge | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if challenge is not None and challenge.application_id is not None:
            del self.fields["application"]


class ReportForm(forms.Form):
    to = line("报备给哪个机关", 100)
    on = day("报备日期")


class BulletinForm(OfAgencyForm):
    agency: Any = forms.ModelChoiceField(label="通报机关", queryset=None, empty_label="请选择")
    title = line("标题", 200)
    since = day("起", initial=None)
    until = day("止")
    text = paragraph("通报内容", 8, help_text="写问题、教训和要求，不写当事人。案件数字由平台计算，附在通报后面。")


class WithdrawForm(forms.Form):
    reason = line("撤回的原因", 200, help_text="收到通报的人会看到。")


class LeaveForm(forms.Form):
    on = day("退出日期")
    reason = line("原因", 200, help_text="例如：死亡、本人退出、由他人承受。")


class RepresentForm(forms.Form):
    how = line("怎样推选", 200, help_text="例如：全体申请人签名的推选书。此后寄给代表人就是送达全体。")


class ContactForm(forms.Form):
    """What is left empty stays as it is: what stands there is sealed and is not shown here."""

    phone = line("电话", 40, required=False)
    email = line("电子邮箱", 200, required=False)
    address = line("通信地址", 300, required=False)
    postal_code = line("邮政编码", 6, required=False)
    fax = line("传真", 40, required=False)
    contact = line("联系人", max_length=60, required=False)
    agent = line("代理人", max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise forms.ValidationError("请至少填写一项新的联系方式。")
        return data


class JoinForm(forms.Form):
    kind = choice("申请人类别", APPLICANT_NAMES.items())
    name = line("姓名或者名称", 100)
    identity = choice("证件类型", IDENTITY_NAMES.items(), required=False)
    identity_number = line("证件号码", max_length=60, required=False)
    phone = line("电话", 40, required=False)
    email = line("电子邮箱", 200, required=False)
    address = line("通信地址", 300, required=False)


class CorrectForm(forms.Form):
    code = choice("更正为", [])
    reason = paragraph("更正的理由", 3, help_text="写入操作记录。已经送达的答复书不变。")

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["code"]
        kept = [(kind.code, kind.name) for kind in REPLY_KINDS.values() if kind.code != application.outcome]
        field.choices = [("", "请选择"), *kept]


class ArchiveForm(forms.Form):
    why = line("用途", 200, help_text="例如：移交档案室。包内的文书含申请人信息，记入查看记录。")
    materials = forms.BooleanField(
        label="包含申请表、申请材料和身份证明",
        required=False,
        help_text="办理材料里的第三方名称、沟通内容和收件地址也只在这时写明。",
    )
