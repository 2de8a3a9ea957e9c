"""The annual report as a document: written from the frozen figures, reviewed, signed and published like any other."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.engine.publishing.rules import KINDS
from gongkai.law.grounds import Attribute, Mode
from gongkai.oversight.annual_report.queries.papers import as_paper, paper_of
from gongkai.project.demo import days
from gongkai.project.demo.contents import Content
from gongkai.project.demo.lives import Life

if TYPE_CHECKING:
    from gongkai.oversight.annual_report.models import Report

HOST = "https://open.yunchuan.example"
DRAFTED_BY = {"yc-gov": "政务公开科"}  # others: 办公室
INNER = re.compile(r"<body>\s*<h1>.*?</h1>(.*)</body>", re.DOTALL)
WORKING_DAYS_AFTER = 7  # the first of its reviews comes after the freezing


@dataclass
class ReportLife(Life):
    """A document whose text is the report as it was frozen."""

    report: Report | None = None

    def _text(self) -> str:
        assert self.report is not None
        found = INNER.search(as_paper(paper_of(self.report), "html").decode())
        assert found is not None
        return found[1].replace(' border="1"', "")

    def address(self) -> str:
        """Return where the published report is read."""
        return HOST + KINDS["document"].path(self._paper.item.key)


def as_content(*, agency: str, name: str, year: int, formed_on: dt.date) -> Content:
    """Return the particulars of the report's document; its text comes when the figures are frozen."""
    particulars: dict[str, Any] = {
        "genre": "报告", "category": "其他文件", "themes": ["政务公开"], "audiences": [],
        "keywords": ["政府信息公开", "年度报告", "依申请公开"],
        "summary": f"{name}{year}年主动公开、依申请公开、行政复议和行政诉讼的情况，存在的问题和改进措施。",
        "five": ["execution", "result"], "interpretation_plan": "属于工作报告，不单独制作解读。",
        "addressees": "", "copied_to": "", "approving_meeting": "", "note": "此件公开发布",
        "attribute": Attribute.PROACTIVE.value, "ground": "", "reason": "", "effective_on": None, "expires_on": None,
        "wanted_columns": ["annual-reports"], "release_channel": "政府网站", "sensitive": False,
        "timing_assessment": "",
    }  # fmt: skip
    return Content(
        name=f"report-{agency}-{year}", title=f"{name}{year}年政府信息公开工作年度报告", doc_number="", agency=agency,
        division=division_of(agency), state="published", attribute=Attribute.PROACTIVE, mode=Mode.FULL_TEXT, text="",
        particulars=particulars, joint=(), formed_on=formed_on, issued_on=formed_on, relations=(), attachments=(),
    )  # fmt: skip


def division_of(agency: str) -> str:
    return DRAFTED_BY.get(agency, "办公室")


def signed_on(frozen_on: dt.date) -> dt.date:
    return days.forward(frozen_on, WORKING_DAYS_AFTER)
