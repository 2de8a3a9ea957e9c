"""The statutory report of work on disclosure: what its three tables look like (rules section 3). Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from gongkai.law.replies import Row as ReplyRow
from gongkai.law.sources import Confidence, Source

FORM_2021 = Source("国办公开办函〔2021〕30号")
FORM_2019 = Source("国办公开办函〔2019〕60号")
LAYOUT_CONFIDENCE = Confidence.PRACTICE  # rows and columns: two published reports and a schema agree
HEADINGS_CONFIDENCE = Confidence.PARTIAL


class Form(StrEnum):
    """Which form a year's report follows; before 2019 there was no common table of applications."""

    Y2021 = "2021"
    Y2019 = "2019"
    OLDER = "pre-2019"


FORM_SOURCES: dict[Form, Source] = {Form.Y2021: FORM_2021, Form.Y2019: FORM_2019}
FIRST_YEARS = ((2021, Form.Y2021), (2019, Form.Y2019))


def form_of(year: int) -> Form:
    return next((form for first, form in FIRST_YEARS if year >= first), Form.OLDER)


PARTS: dict[str, str] = {
    "1": "一、总体情况",
    "2": "二、主动公开政府信息情况",
    "3": "三、收到和处理政府信息公开申请情况",
    "4": "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "5": "五、存在的主要问题及改进情况",
    "6": "六、其他需要报告的事项",
}
FACES = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    name: str
    group: str = ""


NATURAL = Column("natural", "自然人")
ORGANISATIONS = "法人或其他组织"
COLUMNS: tuple[Column, ...] = (
    NATURAL,
    Column("business", "商业企业", ORGANISATIONS),
    Column("research", "科研机构", ORGANISATIONS),
    Column("public-benefit", "社会公益组织", ORGANISATIONS),
    Column("legal-service", "法律服务机构", ORGANISATIONS),
    Column("other", "其他", ORGANISATIONS),
)
SUM = Column("total", "总计")
ALL_COLUMNS: tuple[Column, ...] = (*COLUMNS, SUM)
COLUMN_NAMES: dict[str, str] = {column.key: column.name for column in ALL_COLUMNS}


@dataclass(frozen=True, slots=True)
class TableRow:
    """`group` is the heading before a row that is one of several: （三）不予公开."""

    key: str
    name: str
    group: str = ""

    @property
    def label(self) -> str:
        return f"{self.group} {self.name}".strip()


REFUSED, UNABLE, NOT_HANDLED, OTHERWISE = "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"
NEW = TableRow("new", "一、本年新收政府信息公开申请数量")
CARRIED_IN = TableRow("carried_in", "二、上年结转政府信息公开申请数量")
GRANTED = TableRow("granted", "（一）予以公开")
PARTIAL = TableRow("partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
TOTAL = TableRow("total", "（七）总计")
CARRIED_OUT = TableRow("carried_out", "四、结转下年度继续办理")
OTHER_2019 = TableRow("o", "（六）其他处理")
_MIDDLE: tuple[TableRow, ...] = (
    GRANTED,
    PARTIAL,
    TableRow("d1", "1.属于国家秘密", REFUSED),
    TableRow("d2", "2.其他法律行政法规禁止公开", REFUSED),
    TableRow("d3", "3.危及“三安全一稳定”", REFUSED),
    TableRow("d4", "4.保护第三方合法权益", REFUSED),
    TableRow("d5", "5.属于三类内部事务信息", REFUSED),
    TableRow("d6", "6.属于四类过程性信息", REFUSED),
    TableRow("d7", "7.属于行政执法案卷", REFUSED),
    TableRow("d8", "8.属于行政查询事项", REFUSED),
    TableRow("u1", "1.本机关不掌握相关政府信息", UNABLE),
    TableRow("u2", "2.没有现成信息需要另行制作", UNABLE),
    TableRow("u3", "3.补正后申请内容仍不明确", UNABLE),
    TableRow("n1", "1.信访举报投诉类申请", NOT_HANDLED),
    TableRow("n2", "2.重复申请", NOT_HANDLED),
    TableRow("n3", "3.要求提供公开出版物", NOT_HANDLED),
    TableRow("n4", "4.无正当理由大量反复申请", NOT_HANDLED),
    TableRow("n5", "5.要求行政机关确认或重新出具已获取信息", NOT_HANDLED),
)
_OTHERWISE: tuple[TableRow, ...] = (
    TableRow("o1", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", OTHERWISE),
    TableRow("o2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", OTHERWISE),
    TableRow("o3", "3.其他", OTHERWISE),
)
RESULTS: dict[Form, tuple[TableRow, ...]] = {
    Form.Y2021: (*_MIDDLE, *_OTHERWISE),
    Form.Y2019: (*_MIDDLE, OTHER_2019),
}
TABLE3: dict[Form, tuple[TableRow, ...]] = {
    form: (NEW, CARRIED_IN, *rows, TOTAL, CARRIED_OUT) for form, rows in RESULTS.items()
}
RESULT_KEYS: frozenset[str] = frozenset(row.key for rows in RESULTS.values() for row in rows)
ROW_NAMES: dict[str, str] = {row.key: row.label for rows in TABLE3.values() for row in rows}
GROUP_KEYS: dict[str, tuple[str, ...]] = {
    group: tuple(row.key for row in rows) for group, rows in groupby(RESULTS[Form.Y2021], key=lambda row: row.group)
} | {GRANTED.name: (GRANTED.key,), PARTIAL.name: (PARTIAL.key,)}

ROW_OF_REPLY: dict[ReplyRow, str] = {
    ReplyRow.DISCLOSED: "granted",
    ReplyRow.PARTLY: "partial",
    ReplyRow.SECRET: "d1",
    ReplyRow.FORBIDDEN: "d2",
    ReplyRow.DANGER: "d3",
    ReplyRow.THIRD_PARTY: "d4",
    ReplyRow.INTERNAL: "d5",
    ReplyRow.PROCESS: "d6",
    ReplyRow.ENFORCEMENT_FILE: "d7",
    ReplyRow.ENQUIRY: "d8",
    ReplyRow.NOT_HELD: "u1",
    ReplyRow.NOT_READY: "u2",
    ReplyRow.STILL_UNCLEAR: "u3",
    ReplyRow.PETITION: "n1",
    ReplyRow.REPEATED: "n2",
    ReplyRow.PUBLICATION: "n3",
    ReplyRow.UNREASONABLE: "n4",
    ReplyRow.CONFIRMATION: "n5",
    ReplyRow.NOT_CORRECTED: "o1",
    ReplyRow.NOT_PAID: "o2",
    ReplyRow.OTHER: "o3",
}


@dataclass(frozen=True, slots=True)
class Block:
    """One block of table 二: `unit` is said where a column is money."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    unit: str = ""


_DECISIONS = ("本年处理决定数量",)
_PROJECTS = ("上一年项目数量", "本年增/减", "处理决定数量")
REGULATIONS, NORMATIVE, FEES = "规章", "行政规范性文件", "行政事业性收费"
MADE, REPEALED, VALID = "本年制发件数", "本年废止件数", "现行有效件数"
TABLE2: dict[Form, tuple[Block, ...]] = {
    Form.Y2021: (
        Block("第二十条第（一）项", (MADE, REPEALED, VALID), (REGULATIONS, NORMATIVE)),
        Block("第二十条第（五）项", _DECISIONS, ("行政许可",)),
        Block("第二十条第（六）项", _DECISIONS, ("行政处罚", "行政强制")),
        Block("第二十条第（八）项", ("本年收费金额",), (FEES,), "单位：万元"),
    ),
    Form.Y2019: (
        Block(
            "第二十条第（一）项", ("本年新制作数量", "本年新公开数量", "对外公开总数量"), (REGULATIONS, "规范性文件")
        ),
        Block("第二十条第（五）项", _PROJECTS, ("行政许可", "其他对外管理服务事项")),
        Block("第二十条第（六）项", _PROJECTS, ("行政处罚", "行政强制")),
        Block("第二十条第（八）项", _PROJECTS[:2], (FEES,)),
        Block("第二十条第（九）项", ("采购项目数量", "采购总金额"), ("政府集中采购",), "单位：元"),
    ),
}
STOCK_ROWS: tuple[str, ...] = (REGULATIONS, NORMATIVE)  # made, repealed, in force: these carry over the year's end

REVIEW, DIRECT, AFTER_REVIEW = "行政复议", "未经复议直接起诉", "复议后起诉"
LAWSUITS = "行政诉讼"
TABLE4: tuple[str, ...] = (REVIEW, DIRECT, AFTER_REVIEW)
TABLE4_COLUMNS: tuple[Column, ...] = (
    Column("upheld", "结果维持"),
    Column("corrected", "结果纠正"),
    Column("other", "其他结果"),
    Column("pending", "尚未审结"),
    SUM,
)
TABLE4_KEYS: dict[str, str] = {"review": REVIEW, "direct": DIRECT, "after-review": AFTER_REVIEW}

PART_ONE_CHARACTERS = 1000  # rules 3.1: from a city's instruction, practice only
PART_ONE_SOURCE = "参考：某市年度报告编制通知（总体情况一般不超过一千字）"


def table3_of(year: int) -> tuple[TableRow, ...]:
    """Return the rows of table 三 in that year's form; those of 2021 for years before there was one."""
    return TABLE3.get(form_of(year), TABLE3[Form.Y2021])


def period_of(year: int) -> tuple[date, date]:
    """Return the statistics period: 1 January to 31 December."""
    return date(year, 1, 1), date(year, 12, 31)


def empty_table3(form: Form) -> Mapping[str, tuple[int, ...]]:
    """Return the nil table: zeros, never blanks."""
    return {row.key: (0,) * len(ALL_COLUMNS) for row in TABLE3.get(form, TABLE3[Form.Y2021])}
