"""Forms of the interpretation desk: what is typed is kept whatever goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from gongkai.base.files.rules import clean_html
from gongkai.base.organisations.queries import agency_model
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES, Withdrawal
from gongkai.proactive.interpretation.rules import (
    AUDIENCES,
    CHANNELS,
    CONTENTS,
    FACT_KINDS,
    FORM_NAMES,
    POLICY_TYPES,
    SORT_NAMES,
    STAGE_NAMES,
)
from gongkai.proactive.interpretation.rules.kinds import DOUBT_SOURCES, LAYOUTS, ROLE_NAMES, parts_of
from gongkai.proactive.interpretation.rules.scope import LABELS
from gongkai.proactive.interpretation.rules.substance import paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.organisations.models import Agency
    from gongkai.proactive.interpretation.models import Plan

EDITOR = {
    "extensions": {
        "Bold": True, "Italic": True, "BulletList": True, "OrderedList": True, "ListItem": True, "Blockquote": True,
        "Heading": {"levels": [2, 3, 4]}, "Table": True, "TableRow": True, "TableHeader": True, "TableCell": True,
        "Link": {"enableTarget": False}, "Superscript": True, "HardBreak": True, "Fullscreen": True,
    }
}  # fmt: skip
SECRECY = {"state_secret": "国家秘密", "work_secret": "工作秘密", "sensitive": "敏感信息"}
ABSENT, PRESENT, DETECT = "absent", "present", ""


class RichTextField(ProseEditorFormField):
    """The editor; what it sends passes the platform's one allow-list, whatever the browser did."""

    def __init__(self, **options: Any) -> None:
        super().__init__(config=EDITOR, sanitize=clean_html, **options)  # type: ignore[no-untyped-call]


def _choice(label: str, names: Mapping[str, str], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(names.items()), **options)


def _text(label: str, rows: int = 2, *, required: bool = False, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **options)


def _boxes(label: str, names: Mapping[str, str], **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(names.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": f"请选择{label}。"},
        **options,
    )


class PlanForm(forms.Form):
    """解读方案; a reason for each of the six channels that is not used. `version` is the save it was opened from."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)
    policy_type = _choice("政策类型", POLICY_TYPES)
    audience = _choice("解读对象", AUDIENCES)
    content = _choice("解读内容", CONTENTS)
    forms_ = _boxes("解读形式", FORM_NAMES, help_text="可多选。除文字解读外，都计入多元化解读。")
    outline = _text("解读提纲", 4, required=True, help_text="讲什么、怎么讲：谁受益、给多少、怎么办、新旧有什么不同。")
    timing = forms.CharField(
        label="解读时间", max_length=200, help_text="如：与文件同时发布；实施满三个月后再解读一次。"
    )
    important = forms.BooleanField(label="重要政策性文件，须同步解读", required=False)
    attention = forms.BooleanField(label="社会关注度高的重大行政决策", required=False)
    channels = _boxes("发布渠道", CHANNELS)
    misreading = forms.BooleanField(label="容易造成误解误读", required=False)
    media_plan = _text(
        "媒体沟通和舆情跟踪安排", 3, help_text="标记为容易误读的必填：怎么向媒体说明，发布后由谁、看哪些渠道、看多久。"
    )
    labels = _choice("三同步用语", {key: one.name for key, one in LABELS.items()})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in CHANNELS.items():
            self.fields[f"unused_{key}"] = forms.CharField(label=f"不用{name}的原因", required=False, max_length=100)

    def reasons(self) -> list[forms.BoundField]:
        return [self[f"unused_{key}"] for key in CHANNELS]

    def facts(self) -> dict[str, Any]:
        """Return what the verb `plan` takes."""
        given = dict(self.cleaned_data)
        given.pop("version", None)
        used = given["channels"]
        unused = {key: given.pop(f"unused_{key}").strip() for key in CHANNELS}
        given["unused"] = {key: why for key, why in unused.items() if why and key not in used}
        given["forms"] = given.pop("forms_")
        return given

    @staticmethod
    def initial_of(plan: Plan) -> dict[str, Any]:
        names = "version policy_type audience content outline timing important attention channels misreading media_plan labels"
        found: dict[str, Any] = {name: getattr(plan, name) for name in names.split()}
        return found | {"forms_": plan.forms} | {f"unused_{key}": why for key, why in plan.unused.items()}


class OpinionForm(forms.Form):
    opinion = _text("意见")


class AssignForm(forms.Form):
    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        label="改由", queryset=None, empty_label="请选择单位"
    )
    reason = forms.CharField(label="原因", max_length=200, required=False)

    def __init__(self, *args: Any, top: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        root = top.lineage.strip("/").split("/")[0]
        field.queryset = agency_model().objects.filter(lineage__startswith=f"/{root}/")


class UnconsultedForm(forms.Form):
    reason = forms.CharField(
        label="没有公开征询的原因", max_length=200, help_text="登记后，草案征询阶段不再提示缺解读。"
    )


class DoubtForm(forms.Form):
    question = forms.CharField(label="疑问", max_length=300)
    source = _choice("来源", DOUBT_SOURCES, help_text="起草过程中的疑问须在送审前逐条答复。")


class AnswerForm(forms.Form):
    answer = _text("答复")


class NewForm(forms.Form):
    """The four dimensions choose the template (R171); form, stage and order say what it is."""

    title = forms.CharField(label="标题", max_length=200)
    form = _choice("形式", FORM_NAMES)
    stage = _choice("阶段", STAGE_NAMES, initial="release")
    sort = _choice("次序", SORT_NAMES)
    policy_type = _choice("政策类型", POLICY_TYPES)
    audience = _choice("解读对象", AUDIENCES)
    content = _choice("解读内容", CONTENTS)
    layout = _choice("体例", LAYOUTS)
    reason = forms.CharField(
        label="原因",
        required=False,
        max_length=300,
        help_text="二次解读、跟踪解读须写明实施中出现了什么新情况、新问题。",
    )


class WorkForm(forms.Form):
    """Wording, particulars, parts, marked facts and transcript of one interpretation."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    summary = forms.CharField(label="一句话说明", required=False, max_length=200, help_text="列表和检索结果里显示。")
    html = RichTextField(label="正文", required=False)
    form = _choice("形式", FORM_NAMES)
    policy_type = _choice("政策类型", POLICY_TYPES)
    audience = _choice("解读对象", AUDIENCES)
    content = _choice("解读内容", CONTENTS)
    layout = _choice("体例", LAYOUTS)
    transcript = _text("文字稿", 6, help_text="音视频里说的话。没有字幕文件时必填。")
    held_on = forms.DateField(
        label="举行日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="新闻发布会、吹风会、访谈必填。", error_messages={"invalid": "请填写日期，如 2026-03-09。"},
    )  # fmt: skip
    speakers = _text("出席和受访人员", 3, help_text="每行一人：姓名，单位和职务。新闻发布会、吹风会、访谈必填。")
    reason = forms.CharField(label="二次解读、跟踪解读的原因", required=False, max_length=300)
    consultation_url = forms.URLField(
        label="征询公告地址", required=False, max_length=300, assume_scheme="https",
        error_messages={"invalid": "请填写完整的网址，以 https:// 开头。"},
    )  # fmt: skip
    copy_reason = forms.CharField(label="与文件文字重合较多的说明", required=False, max_length=300)

    def __init__(self, *args: Any, layout: str, told: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = told or str(self.data.get("html") or "")
        paragraphs = [("", "没有指明"), *((one, f"{one[:24]}…") for one in paragraphs_of(told))]
        self.parts = parts_of(str(self.data.get("layout") or layout)) if self.is_bound else parts_of(layout)
        for key in self.parts:
            self.fields[f"part_{key}"] = forms.ChoiceField(
                label="状态", required=False,
                choices=[(DETECT, "自动识别"), (PRESENT, "已写明"), (ABSENT, "不适用")],
            )  # fmt: skip
            self.fields[f"where_{key}"] = forms.CharField(
                label="在哪一段", required=False, max_length=100, widget=forms.Select(choices=paragraphs)
            )
            self.fields[f"why_{key}"] = forms.CharField(label="说明", required=False, max_length=200)
        for key, name in FACT_KINDS.items():
            self.fields[f"told_{key}"] = _text(name, 3, help_text="每行一条；出处写在“｜”后面。")

    def elements(self, found: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parts as `rules.road.lacking` reads them; `found` are those that detection sees in the wording."""
        said: dict[str, Any] = {}
        for key in self.parts:
            state = self.cleaned_data.get(f"part_{key}") or DETECT
            if state == ABSENT:
                said[key] = {"state": ABSENT, "reason": self.cleaned_data.get(f"why_{key}", "").strip()}
            elif state == PRESENT:
                given = {"where": self.cleaned_data.get(f"where_{key}"), "reason": self.cleaned_data.get(f"why_{key}")}
                told = {name: value.strip() for name, value in given.items() if value and value.strip()}
                said[key] = {"state": PRESENT, **({} if key in found else told)}
            elif key in found:
                said[key] = {"state": PRESENT, "detected": True}
        return said

    def facts(self) -> list[dict[str, str]]:
        found = []
        for key in FACT_KINDS:
            for line in self.cleaned_data.get(f"told_{key}", "").splitlines():
                text, _, source = line.replace("|", "｜").partition("｜")
                if text.strip():
                    found.append({"kind": key, "text": text.strip()[:300], "source": source.strip()[:200]})
        return found

    def fields_of(self) -> dict[str, Any]:
        names = "policy_type audience content layout transcript summary reason consultation_url copy_reason held_on speakers"
        return {name: self.cleaned_data[name] for name in names.split()}


def parts_initial(elements: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, said in elements.items():
        found[f"part_{key}"] = DETECT if said.get("detected") else str(said.get("state") or DETECT)
        found[f"where_{key}"] = str(said.get("where") or "")
        found[f"why_{key}"] = str(said.get("reason") or "")
    return found


def facts_initial(facts: list[dict[str, str]]) -> dict[str, str]:
    lines: dict[str, list[str]] = {key: [] for key in FACT_KINDS}
    for one in facts:
        if one.get("kind") in lines:
            lines[one["kind"]].append("｜".join(part for part in (one["text"], one.get("source", "")) if part))
    return {f"told_{key}": "\n".join(several) for key, several in lines.items()}


class SeenForm(forms.Form):
    """A decision carries the digest of what was on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    opinion = _text("意见")


class SecrecyForm(SeenForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in SECRECY.items():
            self.fields[key] = forms.ChoiceField(
                label=name, choices=[("none", "未发现"), ("found", "发现")], widget=forms.RadioSelect,
                error_messages={"required": f"请对{name}作出结论。"},
            )  # fmt: skip
        self.order_fields([*SECRECY, "opinion", "seen"])


class ReasonForm(forms.Form):
    """`label` says what the sentence is for."""

    reason = forms.CharField(label="原因", max_length=300, required=False)

    def __init__(self, *args: Any, label: str = "", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or "原因"
        self.fields["reason"].help_text = help_text


class WithdrawForm(forms.Form):
    kind = forms.ChoiceField(label="撤下类型", choices=[("", "请选择"), *WITHDRAWAL_NAMES.items()])
    reason = forms.CharField(label="撤下原因", max_length=300, help_text="公众在原地址会看到这句话。")

    def withdrawal(self) -> Withdrawal:
        return Withdrawal(self.cleaned_data["kind"])


class FileForm(forms.Form):
    """A file comes as a plain upload or, from the resumable uploader, as the number of the finished one."""

    upload = forms.FileField(label="文件", required=False)
    upload_id = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="显示名称", required=False, max_length=200)
    role = _choice("用途", ROLE_NAMES)
