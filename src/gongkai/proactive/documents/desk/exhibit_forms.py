"""What an officer types for an exhibit, read into its data; whatever is wrong comes back as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.base.files.rules import FileRefused, extract, to_tables
from gongkai.proactive.documents.rules import charting, dating, exhibits, mapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile

EMPTY_CARDS, EMPTY_STEPS = 2, 3
AREA = {"rows": 8, "spellcheck": "false", "class": "mono"}


class HeadForm(forms.Form):
    """What every exhibit needs. A preview may still lack it; the exhibit itself may not (see rules.exhibits)."""

    title = forms.CharField(label="标题", max_length=100, error_messages={"required": "请填写图示标题。"})
    alt = forms.CharField(
        label="替代文字", max_length=exhibits.LONGEST_ALT, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="用一句话写出从图里能看出什么，例如“教育支出最多，101.9亿元”。看不见图的人靠它了解内容。",
        error_messages={"required": "请用一句话写出图示说明了什么，看不见图的人靠它了解内容。"},
    )  # fmt: skip
    source = forms.CharField(
        label="数据来源", max_length=200, help_text="例如“据正文第二部分表格”。",
        error_messages={"required": "请写明数据来源，例如“据正文第二部分”。"},
    )  # fmt: skip
    place = forms.ChoiceField(label="放在", choices=list(exhibits.PLACES.items()), required=False, initial="below")

    def forgive(self) -> None:
        """Take back what is missing of the words around the figure: only a preview was asked for."""
        for name in ("title", "alt", "source"):
            self.errors.pop(name, None)


class ChartForm(HeadForm):
    form = forms.ChoiceField(label="形式", choices=list(exhibits.FORMS.items()), initial="bars")
    unit = forms.CharField(
        label="单位", max_length=20, help_text="例如“亿元”“件”“%”。", error_messages={"required": "请填写单位。"}
    )
    table = forms.CharField(
        label="数据", widget=forms.Textarea(attrs=AREA), strip=False,
        error_messages={"required": "请粘贴数据，或者上传表格。"},
        help_text="一行一项，各列用“｜”或者制表符隔开；第一行是列名，第一列是名称。可以从电子表格直接粘贴。",
    )  # fmt: skip
    columns = forms.CharField(
        label="用哪几列的数",
        max_length=20,
        required=False,
        help_text="写列的序号，例如“3”或者“2,3”；不填用全部数字列。",
    )
    totals = forms.BooleanField(label="把“合计”行也画进去", required=False)

    def data_of(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return charting.chart_of(
            charting.grid_of(typed.get("table", "")), form=typed.get("form", "bars"), unit=typed.get("unit", ""),
            columns=charting.columns_of(typed["columns"]), totals=typed["totals"],
        )  # fmt: skip


class MapForm(HeadForm):
    form = forms.ChoiceField(label="形式", choices=list(exhibits.MAP_FORMS.items()), initial="areas")
    name = forms.CharField(label="数值名称", max_length=40, required=False, help_text="例如“计划供地面积”。")
    unit = forms.CharField(label="单位", max_length=20, required=False)
    values = forms.CharField(
        label="各行政区的数", widget=forms.Textarea(attrs=AREA), required=False,
        help_text="一行一个：区名｜数。没有数的留空。",
    )  # fmt: skip
    points = forms.CharField(
        label="地点", widget=forms.Textarea(attrs=AREA), required=False,
        help_text="一行一个：名称｜所在行政区｜说明。要标得更准，把行政区换成“横,纵”百分比，例如“35,60”。",
    )  # fmt: skip

    def data_of(self, outlines: Sequence[dict[str, Any]], box: Sequence[float], base: str) -> dict[str, Any]:
        """Return the data of the map. Adds an error for every row that has no place on it."""
        typed = {"form": "areas", **dict.fromkeys(("name", "unit", "values", "points"), ""), **self.cleaned_data}
        values = {row[0]: exhibits.value_of(row[1]) for row in charting.grid_of(typed["values"]) if len(row) > 1}
        known = {str(one["name"]) for one in outlines}
        areas = typed["form"] == "areas"
        strange = [name for name, value in values.items() if name not in known and value is not None] if areas else []
        points, wrong = mapping.placed(charting.grid_of(typed["points"]), outlines, box) if not areas else ([], [])
        if strange:
            wrong.append(f"底图上没有：{'、'.join(strange)}。底图上的行政区是：{'、'.join(sorted(known))}")
        for sentence in wrong:
            self.add_error("values" if areas else "points", sentence)
        return mapping.map_of(
            outlines, box, form=typed["form"], name=typed["name"], unit=typed["unit"], source=base,
            values=values if areas else {}, points=points,
        )  # fmt: skip


def table_from(upload: UploadedFile[bytes]) -> str:
    """Return the first table with figures of a spreadsheet or CSV as typed lines. Raises FileRefused or ValueError."""
    name, data = str(upload.name or ""), upload.read()
    if name.lower().endswith(".csv"):
        for code in ("utf-8-sig", "gb18030"):
            try:
                return charting.lines_of(charting.grid_of(data.decode(code)))
            except UnicodeDecodeError:
                continue
        raise ValueError("看不懂这个 CSV 文件的编码，请另存为 UTF-8 再上传。")
    try:
        tables = to_tables(extract(data, filename=name).html)
    except FileRefused as error:
        raise ValueError(str(error)) from error
    rows = next((table.rows for table in tables if charting.figures_in(table.rows)), None)
    if rows is None:
        raise ValueError("这个文件里没有找到带数字的表格。")
    return charting.lines_of(rows)


# --- timelines ---------------------------------------------------------------------------------------------


def step_rows(steps: Sequence[Mapping[str, str]], *, chosen: bool, more: int = EMPTY_STEPS) -> list[dict[str, Any]]:
    """Return steps as rows of the page, with some empty ones below."""
    rows = [
        {"place": n, "use": chosen, "own": not step["quote"], **{name: step[name] for name in STEP_NAMES}}
        for n, step in enumerate(steps)
    ]
    empty = dict.fromkeys(STEP_NAMES, "")
    return rows + [{"place": len(rows) + n, "use": False, "own": True, **empty} for n in range(more)]


STEP_NAMES = ("said", "title", "quote", "anchor")


def steps_from(
    posted: Mapping[str, Any], *, year: int, proposed: Mapping[str, str]
) -> tuple[list[Any], list[Any], list[str]]:
    """Return (steps, rows of the page, sentences of what is wrong) of a posted page.

    A quote counts only if it is one of the `proposed` sentences (sentence -> anchor): nobody quotes what is not there.
    """
    steps: list[Any] = []
    rows: list[Any] = []
    wrong: list[str] = []
    for place in range(exhibits.MOST_STEPS * 2):
        said, title = (_words(posted, f"{name}-{place}") for name in ("said", "title"))
        quote = str(posted.get(f"quote-{place}", "")).strip()
        quote = quote if quote in proposed else ""
        if not said and not title:
            continue
        used = bool(posted.get(f"use-{place}")) or not quote
        row = {"said": said, "title": title, "quote": quote, "anchor": proposed.get(quote, "")}
        rows.append({"place": len(rows), "use": used, "own": not quote, **row})
        if not used:
            continue
        on = _day(said, year)
        if on is None:
            wrong.append(f"“{said or title}”看不出是哪一天，请写成“2026年6月底前”“2026年3月1日”这样的时间")
        else:
            steps.append({"on": on, **row})
    return sorted(steps, key=lambda step: step["on"]), rows, wrong


def _words(posted: Mapping[str, Any], name: str) -> str:
    """Return what was typed on one line, without control characters, which no database keeps."""
    typed = "".join(c if c.isprintable() else " " for c in str(posted.get(name, "")))
    return " ".join(typed.split())[: exhibits.LONGEST_WORDS]


def _day(said: str, year: int) -> str | None:
    """Return the day by which typed words can be sorted, of a span its end; None where they name no day."""
    steps = dating.steps_in([("", said)], year=year)
    return steps[-1].on.isoformat() if steps else None


# --- cards -------------------------------------------------------------------------------------------------


def card_rows(cards: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return cards as rows of fields (key, word, name in the form, value), with empty ones below."""
    empty = dict.fromkeys(exhibits.CARD_FIELDS, "")
    shown = [*cards, *([empty] * EMPTY_CARDS)]
    return [
        {
            "number": n + 1,
            "fields": [
                {"label": word, "name": f"{key}-{n}", "value": card[key]} for key, word in exhibits.CARD_FIELDS.items()
            ],
        }
        for n, card in enumerate(shown)
    ]


def cards_from(posted: Mapping[str, Any]) -> list[dict[str, str]]:
    cards = []
    for place in range(exhibits.MOST_CARDS + EMPTY_CARDS):
        card = {key: _words(posted, f"{key}-{place}") for key in exhibits.CARD_FIELDS}
        if any(card.values()):
            cards.append(card)
    return cards
