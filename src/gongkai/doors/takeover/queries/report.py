"""The report of a run, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.doors.takeover.queries.folder import Folder, WrongFolder
from gongkai.doors.takeover.rules import FATE_NAMES, Fate
from gongkai.doors.takeover.rules.page import FILES

if TYPE_CHECKING:
    from typing import BinaryIO

    from gongkai.doors.takeover.models import OldPage, Run

HEADINGS = (
    "旧地址", "结果", "说明", "标题", "文号", "成文日期", "发布时间", "发布时间来自", "来源", "旧栏目", "归入栏目", "机关", "相似页面",
    "相似度", "失效链接", "提示", "检查结果", "处理人", "处理理由", "索引号", "新地址", "文件",
)  # fmt: skip


def summary(run: Run) -> str:
    """Return the counts in one sentence."""
    from gongkai.doors.takeover.queries.runs import counts  # both are drawers of the same reads

    standing = counts(run)
    parts = [f"{FATE_NAMES[fate]} {standing[fate]} 页" for fate in Fate if standing[fate]]
    return f"共 {sum(standing.values())} 页：" + "，".join(parts) if parts else "没有页面"


def report_lines(run: Run) -> Iterator[dict[str, Any]]:
    pages = run.pages.select_related("agency", "copy_of").defer("signature").order_by("pk")
    for page in pages.iterator(chunk_size=500):
        yield dict(zip(HEADINGS, _cells(page), strict=True))


def _cells(page: OldPage) -> list[object]:
    published = timezone.localtime(page.published_at) if page.published_at else None
    return [
        page.address,
        FATE_NAMES[Fate(page.fate)],
        page.reason,
        page.title,
        page.number,
        page.formed_on.isoformat() if page.formed_on else "",
        published.strftime("%Y-%m-%d %H:%M") if published else "",
        page.published_from,
        page.source,
        page.old_column,
        page.column,
        page.agency.name if page.agency else "",
        page.copy_of.address if page.copy_of else "",
        round(page.similarity, 2) if page.similarity else "",
        "；".join(page.broken),
        "；".join(page.notices),
        "；".join(f"{one['message']}" for one in page.findings),
        page.decided_by,
        page.decided_why,
        page.key if page.fate == Fate.DONE else "",
        f"/documents/{page.key}" if page.fate == Fate.DONE else "",
        page.path,
    ]


def report_xlsx(run: Run, target: Path | BinaryIO) -> None:
    """Write the report as a workbook; no cell becomes a formula."""
    book = Workbook(write_only=True)
    facts = book.create_sheet("概况")
    rows = [
        ("旧站", run.host),
        ("文件夹", run.folder),
        ("接管机关", run.agency.name),
        ("状态", run.get_state_display()),
        ("经办人", run.starter),
        ("开始时间", timezone.localtime(run.created_at).strftime("%Y-%m-%d %H:%M")),
        ("结果", summary(run)),
    ]
    for row in rows:
        facts.append(_texts(facts, row))
    sheet = book.create_sheet("逐页")
    sheet.freeze_panes = "A2"
    sheet.append(_texts(sheet, HEADINGS))
    for line in report_lines(run):
        sheet.append(_texts(sheet, line.values()))
    _append_left(book, run)
    book.save(target)


def _append_left(book: Workbook, run: Run) -> None:
    """List attachments of the folder that no article refers to: nobody takes them over, and nobody else would say so."""
    sheet = book.create_sheet("没有接管的文件")
    sheet.append(_texts(sheet, ("旧地址", "说明", "文件")))
    try:
        files = Folder(Path(run.folder)).files
    except WrongFolder as error:
        sheet.append(_texts(sheet, ("", str(error), run.folder)))
        return
    linked: dict[bool, set[str]] = {True: set(), False: set()}
    for is_list, links in run.pages.values_list("is_list", "links").iterator(chunk_size=500):
        linked[is_list].update(links)
    for address, path in files.items():
        if address not in linked[False] and FILES.search(address.partition("?")[0]):
            words = "只有栏目页引用，没有正文页引用" if address in linked[True] else "没有页面引用"
            sheet.append(_texts(sheet, (address, words, path)))


def _texts(sheet: Any, values: Any) -> list[Any]:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=safe_cell(value))  # type: ignore[arg-type]  # openpyxl's stubs
        if isinstance(value, str):
            cell.data_type = "s"
        cells.append(cell)
    return cells
