"""One form for each kind of block: plain lines that can be typed without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.base.organisations.queries import subtree
from gongkai.doors.site.desk.forms import RichTextField
from gongkai.doors.site.rules.blocks import MOST_SHOWN, TITLE_LENGTH
from gongkai.engine.publishing import queries as publishing

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency


def _lines(label: str, help_text: str, rows: int = 8) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text)


class BlockForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="版块标题", max_length=TITLE_LENGTH)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        self.offer()

    def offer(self) -> None:
        """Fill what can be chosen."""


class TextBlock(BlockForm):
    html = RichTextField(label="文字")

    def offer(self) -> None:
        self.fields["title"].required = False


def _limit() -> forms.IntegerField:
    return forms.IntegerField(label="显示几条", min_value=1, max_value=MOST_SHOWN, initial=5)


class QueryBlock(BlockForm):
    words = forms.CharField(
        label="标题或摘要中的词", required=False, max_length=100, help_text="几个词用空格隔开，都要有。"
    )
    theme = forms.CharField(label="主题", required=False, max_length=20)
    agency_code = forms.ChoiceField(label="机关", required=False)
    genre = forms.CharField(label="文种", required=False, max_length=20)
    category = forms.CharField(label="公开类别", required=False, max_length=30)
    limit = _limit()

    def offer(self) -> None:
        rows = subtree(self.agency).filter(abolished_on__isnull=True).order_by("order", "code")
        self.fields["agency_code"].choices = [("", "不限"), *((one.code, one.label) for one in rows)]  # type: ignore[attr-defined]


class PicksBlock(BlockForm):
    keys = _lines("文件", "索引号或者文号，每行一个，按这里的顺序显示。只能放已经公开的文件。")


class ColumnBlock(BlockForm):
    slug = forms.ChoiceField(label="栏目")
    limit = _limit()

    def offer(self) -> None:
        slugs = publishing.column_model().objects.filter(visible=True).values_list("slug", flat=True).distinct()
        rows = publishing.columns_for(self.agency, list(slugs)).order_by("order")
        self.fields["slug"].choices = list({one.slug: (one.slug, one.name) for one in rows}.values())  # type: ignore[attr-defined]


class CardsBlock(BlockForm):
    lines = _lines("链接卡片", "每行一张：名称｜说明｜地址。说明可以不写。地址以 / 开头（本站）或者 https:// 开头。")


class TimelineBlock(BlockForm):
    lines = _lines("时间线", "每行一项：时间｜事项｜说明。说明可以不写。如“2026年3月｜方案印发｜明确补贴标准”。")


class TableBlock(BlockForm):
    lines = _lines("表格", "第一行是表头，各列用｜隔开。从电子表格直接复制粘贴也可以。")


class FaqBlock(BlockForm):
    lines = _lines("问答", "“问：”开头写问题，下一行“答：”开头写答复。", 12)


FORMS: dict[str, type[BlockForm]] = {
    "text": TextBlock, "query": QueryBlock, "picks": PicksBlock, "column": ColumnBlock, "cards": CardsBlock,
    "timeline": TimelineBlock, "table": TableBlock, "faq": FaqBlock,
}  # fmt: skip


def typed(data: dict[str, Any]) -> dict[str, Any]:
    """Return the form's answers as `rules.blocks.cleaned` reads them."""
    found = {name: value for name, value in data.items() if name not in {"version", "agency_code"}}
    return found | ({"agency": data["agency_code"]} if "agency_code" in data else {})


def initial(block: dict[str, Any]) -> dict[str, Any]:
    return block | ({"agency_code": block["agency"]} if block["kind"] == "query" else {})
