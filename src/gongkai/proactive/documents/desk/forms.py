"""Forms of the document desk: what is typed is kept whatever goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q

from gongkai.base.organisations.queries import agencies_where, default_site
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES, Withdrawal
from gongkai.engine.tags import queries as tags
from gongkai.law.grounds import REASON_CATEGORIES
from gongkai.proactive.documents import rules
from gongkai.proactive.documents.actions.reviewing import RETURN_CAUSES
from gongkai.proactive.documents.desk.fields import KeywordsField, RichTextField

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Division
    from gongkai.base.organisations.queries import Acting


def _date_input() -> forms.DateInput:
    # A browser's date field understands ISO days only, whatever the language of the page.
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _choices(names: dict[str, str]) -> list[tuple[str, str]]:
    return list(names.items())


def _many(names: list[tuple[str, str]], label: str, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=names, required=False, widget=forms.CheckboxSelectMultiple, **options
    )


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=_date_input(),
        error_messages={"invalid": "请填写存在的日期，如2026-03-12。"},
    )


def _line(label: str, help_text: str = "", length: int = 300, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=length, help_text=help_text, **options)


class DraftForm(forms.Form):
    """Wording, the four decisions and the particulars of one draft. `version` is the save it was opened from."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        label="发文机关", queryset=None, help_text="以上级机关名义发文的，选择上级机关。", empty_label=None
    )
    division: forms.ModelChoiceField[Division] = forms.ModelChoiceField(label="起草科室", queryset=None, required=False)
    title = forms.CharField(label="标题", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    html = RichTextField(label="正文", required=False)

    attribute = forms.ChoiceField(
        label="公开属性",
        choices=_choices(rules.ATTRIBUTE_NAMES),
        widget=forms.RadioSelect,
        initial=rules.DEFAULT_ATTRIBUTE,
        error_messages={"required": "请选择公开属性：主动公开、依申请公开或不予公开。"},
        help_text="公开为常态、不公开为例外。选择依申请公开或不予公开的，须写明理由和理由种类。",
    )
    mode = forms.ChoiceField(label="公开方式", choices=_choices(rules.MODE_NAMES), initial=rules.DEFAULT_MODE)
    ground = forms.ChoiceField(
        label="理由种类",
        required=False,
        choices=[("", "全文主动公开的不填")]
        + [(code, f"{category.name}（{category.source.brief}）") for code, category in REASON_CATEGORIES.items()],
    )
    reason = forms.CharField(label="理由", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    next_review_on = _day("下次复核日期", "暂不公开的内容到这一天重新审查。")
    interpretation_plan = _line("解读方案", "如：同步发布图解；如无需解读，写明“不需要解读”及原因。")
    release_channel = _line("发布渠道", initial="政府网站", length=100)
    release_audience = _line("发布对象", initial="全社会", length=100)
    release_wanted_on = _day("希望发布日期")
    five = _many(_choices(rules.FIVE_NAMES), "五公开类别", help_text="可多选。")
    sensitive = forms.BooleanField(label="涉及市场预期或社会敏感事项", required=False)
    timing_assessment = forms.CharField(
        label="时度效评估",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="对预期影响的评估，以及选择这个发布时间的理由。涉及敏感事项时必填。",
    )

    genre = forms.ChoiceField(label="文种", required=False)
    category = forms.ChoiceField(label="公开类别", required=False)
    themes = _many([], "主题分类")
    audiences = _many([], "服务对象", help_text="这份文件主要对谁有用，可多选；面向所有人的不选。")
    keywords = KeywordsField(label="关键词", required=False, help_text="用顿号或逗号分开。")
    summary = forms.CharField(label="摘要", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    joint_issuers = KeywordsField(label="联合发文机关", required=False, help_text="用顿号分开，写全称。")
    addressees = _line("主送单位", length=500)
    copied_to = _line("抄送单位", length=500)
    approving_meeting = _line("审议会议", "如：市人民政府第72次常务会议。", length=100)
    note = _line("附注", "不填时按公开属性自动写“此件公开发布”等。", length=100)
    formed_on = _day("成文日期")
    effective_on = _day("施行日期")
    expires_on = _day("有效期至")
    wanted_columns = _many([], "归入栏目", help_text="可多选；一件信息只存一份，出现在所选的各个栏目。")

    ROUTING = ("version", "agency", "division", "title", "html", "mode")

    def __init__(self, *args: Any, by: Acting, drafting_agency: Agency | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = agencies_where(by, Permission.DOCUMENTS_DRAFT)
        codes = [code for lineage in own.values_list("lineage", flat=True) for code in lineage.split("/") if code]
        agencies: Any = self.fields["agency"]
        agencies.queryset = own.model._default_manager.filter(Q(code__in=codes))
        divisions: Any = self.fields["division"]
        where = Q(agency=drafting_agency) if drafting_agency else Q(agency__in=own)
        divisions.queryset = own.model._meta.get_field("divisions").related_model._default_manager.filter(where)
        site = default_site()
        columns: Any = self.fields["wanted_columns"]
        columns.choices = [(c.slug, c.name) for c in publishing.columns_of_site(site)] if site else []
        self._offer_tags()

    def _offer_tags(self) -> None:
        """Offer what the catalogue holds today, and what the draft holds already: that is refused only when it is chosen anew."""
        for name, scheme, first in (
            ("genre", "genre", True),
            ("category", "category", True),
            ("themes", "theme", False),
            ("audiences", "audience", False),
        ):
            held = self.initial.get(name) or []
            named = list(dict.fromkeys([*tags.names(scheme), *([held] if isinstance(held, str) else held)]))
            field: Any = self.fields[name]
            field.choices = [*([("", "请选择")] if first else []), *((one, one) for one in named)]

    def particulars(self) -> dict[str, Any]:
        """Return the cleaned particulars, without what routes the draft."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.ROUTING}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        effective, expires = cleaned.get("effective_on"), cleaned.get("expires_on")
        if effective and expires and expires < effective:
            self.add_error("expires_on", "有效期至不能早于施行日期。")
        return cleaned


class SeenForm(forms.Form):
    """Every decision carries the digest of what was on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    opinion = forms.CharField(label="意见", required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CheckForm(SeenForm):
    mode = forms.ChoiceField(label="公开方式", choices=_choices(rules.MODE_NAMES), widget=forms.RadioSelect)
    mode_grounds = forms.CharField(
        label="选择依据",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明选择这种公开方式的依据。"},
    )
    field_order = ["mode", "mode_grounds", "opinion", "seen"]


class ClearForm(SeenForm):
    """Three results, none of them preset; where related texts are public, a fourth on both together (R011)."""

    combination = forms.ChoiceField(
        label="与已公开的相关信息合并后",
        required=False,
        choices=[("yes", "不会泄露应当保护的信息"), ("no", "会泄露，需要修改")],
        widget=forms.RadioSelect,
    )
    combination_text = forms.CharField(
        label="对照了哪些信息、为什么", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in rules.SECRECY_CHECKS.items():
            self.fields[key] = forms.ChoiceField(
                label=name,
                choices=[("none", "未发现"), ("found", "发现")],
                widget=forms.RadioSelect,
                error_messages={"required": f"请对{name}作出结论。"},
            )
        self.order_fields([*rules.SECRECY_CHECKS, "combination", "combination_text", "opinion", "seen"])

    def statement(self) -> tuple[bool, str] | None:
        """Return (harmless, why), None when nothing was stated."""
        said = self.cleaned_data.get("combination")
        return (said == "yes", str(self.cleaned_data["combination_text"])) if said else None

    def results(self) -> dict[str, str]:
        return {key: str(self.cleaned_data[key]) for key in rules.SECRECY_CHECKS}


class ReturnForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    cause = forms.ChoiceField(label="退文原因", choices=[("", "请选择")] + [(cause, cause) for cause in RETURN_CAUSES])
    detail = forms.CharField(
        label="具体说明", widget=forms.Textarea(attrs={"rows": 3}), help_text="写明哪里需要改、怎么改。"
    )


class IssueForm(forms.Form):
    number = forms.CharField(
        label="发文字号", required=False, max_length=60, help_text="已按本机关代字给出下一个号，可改。"
    )
    issued_on = forms.DateField(label="印发日期", widget=_date_input())
    formed_on = _day("成文日期", "不填时与印发日期相同。")


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(
        label="发布时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


class CorrectForm(forms.Form):
    note = forms.CharField(label="更新说明", max_length=300, help_text="改了什么、为什么改。公众会看到这句话。")


class WithdrawForm(forms.Form):
    kind = forms.ChoiceField(label="撤下类型", choices=[("", "请选择"), *_choices(dict(WITHDRAWAL_NAMES))])
    reason = forms.CharField(label="撤下原因", max_length=300, help_text="公众在原地址会看到这句话。")

    def withdrawal(self) -> Withdrawal:
        return Withdrawal(self.cleaned_data["kind"])


class ReattributeForm(forms.Form):
    attribute = forms.ChoiceField(label="变更为", choices=_choices(rules.ATTRIBUTE_NAMES))
    ground = forms.ChoiceField(
        label="理由种类",
        required=False,
        choices=[("", "改为主动公开的不填")] + [(code, category.name) for code, category in REASON_CATEGORIES.items()],
    )
    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 2}))


class AbandonForm(forms.Form):
    reason = forms.CharField(label="终止原因", max_length=300)


class DropForm(forms.Form):
    reason = forms.CharField(label="放弃更正的原因", max_length=300)


class StopForm(forms.Form):
    reason = forms.CharField(
        label="停止办理的理由", max_length=300, help_text="决定人和理由长期留存；已用的发文字号不再另用。"
    )


class GoOnForm(forms.Form):
    reason = forms.CharField(label="继续办理的理由", max_length=300, help_text="来文单位的撤回不再阻止这份公文。")


class SealForm(forms.Form):
    register_number = forms.CharField(label="涉密文件登记号", max_length=40)
    kept_at = forms.CharField(label="涉密载体保管部门", max_length=100)


class RelationForm(forms.Form):
    verb = forms.ChoiceField(label="关联方式")
    number = forms.CharField(
        label="文号或索引号", max_length=300, help_text="填写库内文件的文号或索引号；库外文件请写名称和文号。"
    )

    def __init__(self, *args: Any, verbs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = verbs  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A file comes as a plain upload or, from the resumable uploader, as the number of the finished one."""

    upload = forms.FileField(label="文件", required=False)
    upload_id = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="显示名称", required=False, max_length=200)
    as_text = forms.BooleanField(label="提取文字作为正文", required=False)
