from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest

from gongkai.base.ui import charts, daygrid, diff, specimens

POINTS = [("1月", 4), ("2月", 10), ("3月", 7)]


@pytest.mark.parametrize(
    "drawn",
    [
        charts.bars(POINTS, label="件数"),
        charts.bars(POINTS, label="件数", labels=True),
        charts.bars([], label="件数"),
        charts.strip(POINTS, label="件数"),
        charts.sparkline(POINTS, label="件数", goal=8),
        charts.line(POINTS, label="件数", goal=8),
        charts.line([("1月", 3)], label="件数"),
        charts.line([], label="件数"),
        charts.bars([("零", 0)], label="件数"),
    ],
)
def test_a_chart_is_well_formed_and_speaks(drawn):
    root = ET.fromstring(drawn)
    assert root.get("aria-label", "").startswith("件数：")
    assert "style" not in drawn


def test_bars_are_as_tall_as_their_figures():
    heights = [float(h) for h in re.findall(r'height="([\d.]+)"', charts.bars(POINTS, label="x"))]
    assert heights[1] == pytest.approx(charts.SMALL_HEIGHT)
    assert heights[0] == pytest.approx(charts.SMALL_HEIGHT * 0.4)


def test_a_chart_says_ends_and_extremes():
    assert charts.describe(POINTS, "件数") == "件数：1月4，3月7；最高2月10，最低1月4"


def test_names_are_escaped():
    assert "<b>" not in charts.bars([("<b>", 1)], label='"<b>', labels=True)


def test_the_day_grid_draws_each_day_once():
    days = specimens.everything()["clock"].days
    drawn = daygrid.draw(days, "说明")
    root = ET.fromstring(drawn)
    cells = [r for r in root if r.tag == "rect" and r.get("class") not in {"gap", "today"}]
    assert len(cells) == len(days) == (dt.date(2026, 11, 25) - dt.date(2026, 10, 19)).days + 1
    assert root.get("aria-label") == "说明"


def test_the_legend_names_only_what_is_there():
    shown = daygrid.legend(
        [{"date": dt.date(2026, 1, 5), "kind": "work"}, {"date": dt.date(2026, 1, 6), "kind": "ext"}]
    )
    assert shown == '<ul class="legend" aria-hidden="true"><li class="work">基本</li><li class="ext">延长</li></ul>'


def test_a_changed_paragraph_shows_what_went_and_what_came():
    (row,) = diff.compare(["责令退还共计19.2万元。"], ["责令退还共计21.7万元。"])
    assert row.kind == "changed"
    assert "".join(s.text for s in row.segments if s.kind != "ins") == "责令退还共计19.2万元。"
    assert "".join(s.text for s in row.segments if s.kind != "del") == "责令退还共计21.7万元。"


def test_added_and_removed_paragraphs_are_told_apart():
    rows = diff.compare(["甲段文字在此。", "共同的一段。"], ["共同的一段。", "完全新写的内容。"])
    assert [(row.kind, row.label) for row in rows] == [("removed", "原第1段"), ("added", "第2段")]


def test_equal_texts_have_no_rows_unless_asked():
    assert diff.compare(["同"], ["同"]) == []
    assert [row.kind for row in diff.compare(["同"], ["同"], keep_same=True)] == ["same"]
