"""Forms of topics, reposts, the site register and its themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from gongkai.base.files.rules import clean_html
from gongkai.base.organisations.queries import agencies_where
from gongkai.doors.site.models import SiteProfile
from gongkai.doors.site.rules import KIND_NAMES, REFERENCE, REPOST
from gongkai.doors.site.rules.flow import DRAFTING
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

EDITOR = {
    "extensions": {
        "Bold": True, "Italic": True, "BulletList": True, "OrderedList": True, "ListItem": True,
        "Heading": {"levels": [2, 3]}, "Link": {"enableTarget": False}, "HardBreak": True,
    }
}  # fmt: skip
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RichTextField(ProseEditorFormField):
    """The editor; what it sends passes the platform's one allow-list, whatever the browser did."""

    def __init__(self, **options: Any) -> None:
        super().__init__(config=EDITOR, sanitize=clean_html, **options)  # type: ignore[no-untyped-call]


def agency_field() -> Any:
    return forms.ModelChoiceField(label="机关", queryset=None, empty_label=None)


class ColumnsField(forms.MultipleChoiceField):
    """The columns of an agency's sites, by slug."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label="归入栏目", required=False, widget=forms.CheckboxSelectMultiple, **options)

    def offer(self, agency: Any) -> None:
        slugs = publishing.column_model().objects.filter(visible=True).values_list("slug", flat=True).distinct()
        rows = publishing.columns_for(agency, list(slugs)).order_by("order", "slug")
        self.choices = list({row.slug: (row.slug, row.name) for row in rows}.values())


class NewTopicForm(forms.Form):
    agency = agency_field()
    title = forms.CharField(label="专题名称", max_length=60)
    slug = forms.SlugField(
        label="地址名", max_length=30, help_text="小写字母、数字和连字符，如 rental-subsidy。发布后不能再改。"
    )
    lede = forms.CharField(
        label="导语",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一两句话，说明专题讲什么、对谁有用。",
    )

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_where(by, DRAFTING)  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="专题名称", max_length=60)
    lede = forms.CharField(label="导语", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    order = forms.IntegerField(label="排序", min_value=1, max_value=9999, help_text="数字小的在前。")
    columns = ColumnsField()

    def __init__(self, *args: Any, agency: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["columns"].offer(agency)  # type: ignore[attr-defined]


class RepostForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    agency = agency_field()
    sort = forms.ChoiceField(
        label="类别",
        choices=[
            (REPOST, f"{KIND_NAMES[REPOST]}（上级的重要政策）"),
            (REFERENCE, f"{KIND_NAMES[REFERENCE]}（本机关信息刊载在上级网站）"),
        ],
    )
    title = forms.CharField(label="标题", max_length=300)
    source_name = forms.CharField(
        label="来源", max_length=60, help_text="发布网站或者机关的名称，如“省人民政府门户网站”。"
    )
    source_url = forms.CharField(label="原文地址", max_length=500, help_text="以 http:// 或者 https:// 开头。")
    doc_number = forms.CharField(label="文号", max_length=60, required=False)
    original_on = forms.DateField(label="原文发布日期", widget=DAY)
    html = RichTextField(label="正文", required=False)
    columns = ColumnsField()

    def __init__(self, *args: Any, by: Acting, agency: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_where(by, DRAFTING)  # type: ignore[attr-defined]
        if agency is None:
            del self.fields["columns"]
        else:
            del self.fields["agency"], self.fields["sort"]
            self.fields["columns"].offer(agency)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("source_name", "source_url", "doc_number", "original_on")}


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    column_set = forms.CharField(
        label="栏目设置", required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一级栏目的名称，每行一个。与实际开设的不一致时会提示。",
    )  # fmt: skip

    class Meta:
        model = SiteProfile
        fields = (
            "purpose", "content_duty", "column_set", "keeper", "keeper_phone", "security_grade", "security_filing",
            "opened_on", "repost_hours", "repost_basis",
        )  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "content_duty": forms.Textarea(attrs={"rows": 2}),
            "opened_on": DAY,
        }
        help_texts = {
            "repost_hours": "上级重要政策登记后多少小时内转载。不填就不计时限。",
            "repost_basis": "写明哪个文件第几条；填了时限就要写依据。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["column_set"] = "\n".join(self.instance.column_set)

    def clean_column_set(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["column_set"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class WithdrawForm(forms.Form):
    kind = forms.ChoiceField(label="撤下的原因", choices=list(WITHDRAWAL_NAMES.items()))
    reason = forms.CharField(label="说明", max_length=300, help_text="公众在原地址看到这句话。")
