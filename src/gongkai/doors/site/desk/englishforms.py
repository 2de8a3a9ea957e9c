"""Forms of the English versions and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.base.organisations.queries import agencies_where
from gongkai.doors.site.desk.forms import RichTextField, agency_field
from gongkai.doors.site.rules.english import LEVELS, MOST_SUMMARY
from gongkai.doors.site.rules.flow import DRAFTING
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.organisations.queries import Acting

TITLE_HELP = "不写书名号。人名、地名用汉语拼音，机关名称用“英文名称”里登记的。"


class NewTranslationForm(forms.Form):
    agency = agency_field()
    number = forms.CharField(label="中文文件", max_length=100, help_text="已公开文件的文号或者索引号。")
    title = forms.CharField(label="英文标题", max_length=300, help_text=TITLE_HELP)

    def __init__(self, *args: Any, by: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_where(by, DRAFTING)  # type: ignore[attr-defined]

    def clean_number(self) -> Any:
        """Return the release with this number."""
        item = publishing.item_by_number(self.cleaned_data["number"])
        rows = publishing.public_releases().select_related("edition")
        release = rows.filter(pk=item.pk).first() if item else None
        if release is None:
            raise forms.ValidationError("没有查到已公开的文件，请核对文号或者索引号。")
        return release

    def cleaned(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"agency": said["agency"], "source": said["number"], "title": said["title"]}


class TranslationForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="英文标题", max_length=300, help_text=TITLE_HELP)
    level = forms.ChoiceField(label="提供的英文内容", choices=list(LEVELS.items()))
    summary = forms.CharField(
        label="英文摘要",
        max_length=MOST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en"}),
    )
    body = RichTextField(label="译文", required=False)
    of_edition = forms.TypedChoiceField(
        label="对应的中文版次",
        coerce=int,
        help_text="译文根据哪一版中文翻译或者核对。中文更正后，请核对译文再改为新的版次。",
    )

    def __init__(self, *args: Any, editions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of_edition"].choices = [  # type: ignore[attr-defined]
            (one.number, f"第{one.number}版，{one.published_at:%Y-%m-%d}公布") for one in editions
        ]
        self.fields["title"].widget.attrs["lang"] = "en"


class NameForm(forms.Form):
    name = forms.CharField(label="英文名称", max_length=160)
    short_name = forms.CharField(label="英文简称", max_length=80, required=False, help_text="列表里用；不填就用全称。")
    about = forms.CharField(
        label="英文说明", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3, "lang": "en"})
    )
    address = forms.CharField(label="英文地址", max_length=200, required=False)
    office_hours = forms.CharField(label="英文办公时间", max_length=120, required=False)

    def __init__(self, *args: Any, sort: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused = {"column": ("short_name", "address", "office_hours"), "site": ("short_name", "office_hours")}
        for name in unused.get(sort, ()):
            del self.fields[name]
