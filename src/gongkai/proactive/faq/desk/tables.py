"""A list as a table: out for a spreadsheet, in with a report line by line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.base.ui.registers.importing import Table, UnreadableFile, read
from gongkai.proactive.faq import actions, queries
from gongkai.proactive.faq.desk.shared import CRUMB, NAV, REFUSALS
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.rules import cleaned
from gongkai.proactive.faq.rules.entries import SOURCES

HEAD = ("问题", "答复", "依据段落", "来源", "被问次数")


@dataclass(frozen=True)
class Line:
    """What became of one line; `number` counts as the spreadsheet does, headings being line 1."""

    number: int
    row: dict[str, Any]
    word: str
    error: str


@officer_required
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    one = queries.find(pk, request.acting)
    text = io.StringIO()
    rows = [
        [row["question"], row["answer"], row["basis"], SOURCES.get(row["source"], ""), row["asked"]]
        for row in one.entries
    ]
    csv.writer(text).writerows([HEAD, *([safe_cell(cell) for cell in row] for row in rows)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="faq-{one.pk}.csv"'
    return response


def checked(one: QuestionList, table: Table) -> list[Line]:
    """Return every line with what would become of it, or what is wrong with it."""
    names = {"问题": "question", "答复": "answer", "依据段落": "basis"}
    places = {names[head.strip()]: at for at, head in enumerate(table.headings) if head.strip() in names}
    if "question" not in places:
        raise UnreadableFile("第一行没有“问题”这一列。请先导出或者下载空表，按表头填写。")
    standing = {row["question"] for row in one.entries}
    basis, seen = {anchor for anchor, _ in queries.basis_choices(one.policy)}, set()
    lines = []
    for number, cells in enumerate(table.rows, 2):
        row = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
        error, question = "", " ".join(row["question"].split())
        try:
            cleaned(row)
        except ValueError as problem:
            error = f"{problem}。"
        if not error and row.get("basis") and row["basis"] not in basis:
            error = f"文件里没有段落“{row['basis']}”，请填写 p 加段落序号，例如 p3，或者留空。"
        if not error and question in seen:
            error = "与前面一行的问题相同，请合并。"
        seen.add(question)
        lines.append(Line(number, row, "" if error else "更新" if question in standing else "新增", error))
    return lines


def _table(request: OfficerRequest) -> Table:
    upload = request.FILES.get("file")
    if upload is None:
        raise UnreadableFile("请选择一个文件。")
    return read(upload)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Read a table: all lines are taken in, or none, and then each wrong line says why."""
    one = queries.find(pk, request.acting)
    context: dict[str, Any] = {
        "one": one,
        "edition": queries.edition_of(one),
        "crumbs": [CRUMB, {"label": queries.edition_of(one).title, "url": f"/desk/faq/{pk}/"}, {"label": "导入"}],
    }
    status = 200
    if request.method == "POST":
        try:
            lines = checked(one, _table(request))
            if not any(line.error for line in lines):
                new = actions.add_many(one=one, rows=[line.row for line in lines], by=request.acting)
                messages.success(request, f"已导入{len(lines)}行：新增{new}个，更新{len(lines) - new}个。")
                return redirect("faq:list", pk)
            context |= {"lines": lines, "wrong": sum(bool(line.error) for line in lines)}
            status = 422
        except OutOfSight:
            raise
        except (UnreadableFile, *REFUSALS) as error:
            context["problem"], status = str(error), 422
    return desk_page(request, "faq/desk/import.html", context, nav=NAV, status=status)
