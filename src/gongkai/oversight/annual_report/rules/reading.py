"""Reading a published report: its tables out of HTML, its numbers out of the text. No Django.

A row is recognised by its words, not by its place: headings are merged, columns split and rows added as each office
likes. Its numbers are the last cells of its own; cells that reach over several columns never hold numbers of these tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice, pairwise

import lxml.html
from lxml import etree

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.rules.figures import Fault, Figures
from gongkai.oversight.annual_report.rules.narrative import read_text
from gongkai.oversight.annual_report.rules.numbers import NotANumber, number_of, whole

Cells = tuple[str, ...]
WIDTH3, WIDTH4 = len(law.ALL_COLUMNS), len(law.TABLE4) * len(law.TABLE4_COLUMNS)
NAMES3 = tuple(column.name for column in law.ALL_COLUMNS)
NAMES4 = tuple(column.name for column in law.TABLE4_COLUMNS)
TITLE = re.compile(r"(?P<issuer>[^\s，。《》“”]{2,40}?)(?P<year>20\d\d)年?(?:度)?政府信息公开(?:工作)?年度报告")
FIRST_CELLS = 2  # of a table, in which its title may stand
_NOISE = re.compile(r"[\s\u3000\xa0\u200b]+")

# Most telling words first: a label may hold the words of its group as well.
_ROWS: tuple[tuple[str, str], ...] = (
    ("new", r"本年(?:度)?新收"),
    ("carried_in", r"上年(?:度)?结转"),
    ("carried_out", r"结转下(?:一)?年度"),
    ("d1", r"国家秘密"),
    ("d2", r"其他法律.{0,4}行政法规禁止"),
    ("d3", r"三安全一稳定|危及"),
    ("d4", r"第三方合法权益"),
    ("d5", r"内部事务信息"),
    ("d6", r"过程性信息"),
    ("d7", r"执法案卷"),
    ("d8", r"行政查询"),
    ("u1", r"不掌握相关"),
    ("u2", r"没有现成|另行制作"),
    ("u3", r"补正后申请内容"),
    ("n1", r"信访.{0,2}举报"),
    ("n2", r"重复申请"),
    ("n3", r"公开出版物"),
    ("n4", r"大量反复"),
    ("n5", r"确认或(?:者)?重新出具"),
    ("o1", r"逾期不补正"),
    ("o2", r"收费通知|缴纳费用"),
    ("o3", r"[3３][.．、]?其他"),
    ("granted", r"予以公开"),
    ("partial", r"部分公开"),
    ("o", r"其他处理"),
    ("total", r"[（(][七六][）)]总计|^总计$"),
)
_LABELS = tuple((key, re.compile(pattern)) for key, pattern in _ROWS)
_TABLE2 = {name for blocks in law.TABLE2.values() for block in blocks for name in block.rows}


def page_tree(html: str) -> lxml.html.HtmlElement:
    tree: lxml.html.HtmlElement = lxml.html.document_fromstring(html or "<p></p>")
    etree.strip_elements(tree, "script", "style", "noscript", with_tail=False)
    return tree


def _bare(element: etree._Element) -> str:
    return _NOISE.sub("", "".join(str(text) for text in element.itertext()))


def tables_in(tree: lxml.html.HtmlElement) -> list[list[Cells]]:
    """Return the innermost tables as rows of their own cells; layout tables around them are left out."""
    found = []
    for table in tree.iter("table"):
        if table.find(".//table") is None:
            rows = [tuple(_bare(cell) for cell in row if cell.tag in ("td", "th")) for row in table.iter("tr")]
            found.append(_without_spare_columns([row for row in rows if row]))
    return found


def _without_spare_columns(rows: list[Cells]) -> list[Cells]:
    """Drop empty columns at the right end, as spreadsheets leave them: only where every widest row ends in one."""
    while rows:
        width = max(len(row) for row in rows)
        widest = [row for row in rows if len(row) == width]
        if width <= WIDTH3 + 1 or any(row[-1] for row in widest):
            break
        rows = [row[:-1] if len(row) == width else row for row in rows]
    return rows


def text_of(tree: lxml.html.HtmlElement) -> str:
    """Return the text beside the tables, one paragraph a line."""
    copied: lxml.html.HtmlElement = lxml.html.document_fromstring(etree.tostring(tree, encoding="unicode"))
    for table in [one for one in copied.iter("table") if one.find(".//table") is None and _is_ours(one)]:
        table.drop_tree()
    for block in copied.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr", "title"):
        block.tail = f"\n{block.tail or ''}"
    lines = (_NOISE.sub("", line) for line in copied.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def _is_ours(table: lxml.html.HtmlElement) -> bool:
    text = _bare(table)
    return any(word in text for word in ("本年新收", law.AFTER_REVIEW, "第二十条", *_TABLE2)) and any(
        character.isdigit() for character in text
    )


def tables_in_text(text: str) -> list[list[Cells]]:
    """Return tables of plain text whose cells are parted by tabs or upright lines."""
    rows = [
        tuple(_NOISE.sub("", cell) for cell in re.split(r"[\t|｜]", line.strip("|｜"))) for line in text.splitlines()
    ]
    return [[row for row in rows if len(row) > 1]]


def row_key(labels: Sequence[str]) -> str:
    """Return the row of table 三 that these cells name, "" for none; the last words say more than those of the group."""
    for text in (*reversed([label for label in labels if label]), "".join(labels)):
        for key, pattern in _LABELS:
            if pattern.search(text):
                return key
        if text == "其他":
            return "o3"
    return ""


class _Reader:
    """Collects what the tables of one document say."""

    def __init__(self) -> None:
        self.table2: dict[str, tuple[Decimal | None, ...]] = {}
        self.table3: dict[str, tuple[int | None, ...]] = {}
        self.table4: dict[str, tuple[int | None, ...]] = {}
        self.faults: list[Fault] = []

    def take(self, rows: list[Cells]) -> None:
        joined = "".join(cell for row in rows for cell in row)
        is_third = "本年新收" in joined or "结转下年度" in joined
        is_fourth = law.AFTER_REVIEW in joined
        for row in rows:
            if is_third and self._third(row):
                continue
            if is_fourth and self._fourth(row):
                continue
            self._second(row)

    def _third(self, row: Cells) -> bool:
        if len(row) <= WIDTH3:
            return False
        key, cells = row_key(row[:-WIDTH3]), row[-WIDTH3:]
        if not key or key in self.table3 or not any(_looks_like_number(cell) or not cell for cell in cells):
            return False
        self.table3[key] = tuple(self._count(key, name, cell) for name, cell in zip(NAMES3, cells, strict=True))
        return True

    def _fourth(self, row: Cells) -> bool:
        width = len(law.TABLE4_COLUMNS)
        if len(row) == WIDTH4 and all(_looks_like_number(cell) or not cell for cell in row) and any(row):
            for place, name in enumerate(law.TABLE4):
                self._block(name, row[place * width : (place + 1) * width])
            return True
        if len(row) > width:
            label = "".join(row[:-width])
            # 未经复议直接起诉 and 复议后起诉 say more than 行政复议.
            for name in (law.DIRECT, law.AFTER_REVIEW, law.REVIEW):
                if name in label and any(_looks_like_number(cell) for cell in row[-width:]):
                    self._block(name, row[-width:])
                    return True
        return False

    def _block(self, name: str, cells: Cells) -> None:
        if name not in self.table4:
            self.table4[name] = tuple(self._count(name, one, cell) for one, cell in zip(NAMES4, cells, strict=True))

    def _second(self, row: Cells) -> None:
        for place, cell in enumerate(row[:-1]):
            if cell in _TABLE2 and cell not in self.table2:
                values = row[place + 1 :]
                self.table2[cell] = tuple(self._amount(cell, text) for text in values)
                return

    def _count(self, row: str, column: str, text: str) -> int | None:
        try:
            return whole(text)
        except NotANumber as error:
            self.faults.append(Fault(row, column, str(error)))
            return None

    def _amount(self, row: str, text: str) -> Decimal | None:
        try:
            return number_of(text, money_in_wan=row == law.FEES)
        except NotANumber as error:
            self.faults.append(Fault(row, "", str(error)))
            return None


def _looks_like_number(text: str) -> bool:
    try:
        return number_of(text) is not None
    except NotANumber:
        return text in {"/", "／", "-", "—", "——", "－", "无"}


def figures_of_html(html: str, *, title: str = "") -> Figures:
    tree = page_tree(html)
    # A spreadsheet keeps its title above or in the first row of the table itself.
    above = [
        _bare(cell) for table in tree.iter("table") for cell in islice(table.iter("caption", "td", "th"), FIRST_CELLS)
    ]
    return _figures(tables_in(tree), text_of(tree), title, "\n".join(above))


def figures_of_text(text: str, *, title: str = "") -> Figures:
    return _figures(tables_in_text(text), text, title)


def _figures(tables: list[list[Cells]], text: str, title: str, above: str = "") -> Figures:
    reader = _Reader()
    for rows in tables:
        reader.take(rows)
    issuer, year = issuer_and_year(f"{title}\n{text}\n{above}")
    said = read_text(text)
    return Figures(
        year=year, issuer=issuer, table2=reader.table2, table3=reader.table3, table4=reader.table4, said=said.numbers,
        handled=said.handled, sums=said.sums, faults=tuple(reader.faults), part_six=said.part_six,
    )  # fmt: skip


def issuer_and_year(text: str) -> tuple[str, int | None]:
    """Return whose report of which year it is, as the first title in the text says."""
    lines = list(_lines(text))
    # A long title is broken on paper: two lines are tried together, once none says it alone.
    for line in (*lines, *(f"{one}{following}" for one, following in pairwise(lines))):
        if match := TITLE.search(line):
            return match["issuer"], int(match["year"])
    return "", None


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if bare := _NOISE.sub("", line):
            yield bare
