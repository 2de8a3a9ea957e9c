"""`gongkai report annual` and `gongkai report check FILE…`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from gongkai.base.organisations.queries import agency_model
from gongkai.law.annual_tables import period_of
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries import known_before, live
from gongkai.oversight.annual_report.queries.papers import TYPES, Paper, as_paper, paper_of
from gongkai.oversight.annual_report.rules import RULE_NAMES, Figures, Finding, Unreadable, judge, linked, reports_in

FOUND, WRONG_USE, FAILED = 1, 2, 3
FIRST_YEAR, LAST_YEAR = 2008, 2100


class Command(BaseCommand):
    help = "政府信息公开工作年度报告：生成统计表；核查任何一份年度报告的勾稽关系"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="annual|check")
        annual = verbs.add_parser("annual", help="生成一个机关一年的年度报告，没有申请的各项为0")
        annual.add_argument("--year", type=int, required=True, metavar="Y", help="统计年度")
        annual.add_argument("--agency", metavar="CODE", help="机关代码；不给时为最上级机关")
        annual.add_argument("--format", choices=list(TYPES), default="json", help="格式，默认 json")
        annual.add_argument("--out", metavar="FILE", help="写入文件；不给时写到标准输出")
        check = verbs.add_parser("check", help="核查年度报告的表格和正文；有问题时退出码为 1")
        check.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="JSON、JSONL、HTML、DOCX、XLSX、PDF 或者纯文本；相邻两年的可以一起给",
        )
        check.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        if options["verb"] == "annual":
            self.annual(options)
        else:
            self.judge(options["files"], as_json=options["json"])

    def annual(self, options: dict[str, Any]) -> None:
        year = options["year"]
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间，现为{year}。", returncode=WRONG_USE)
        agencies = agency_model().objects
        code = options["agency"]
        agency = agencies.filter(code=code).first() if code else agencies.filter(parent__isnull=True).first()
        if agency is None:
            raise CommandError(f"没有代码为“{code or ''}”的机关，请核对。", returncode=WRONG_USE)
        report = Report.objects.filter(agency=agency, year=year).select_related("agency").first()
        if report is not None:
            paper = paper_of(report)
        else:
            figures = live(agency, *period_of(year))
            paper = Paper(f"{agency.name}{year}年政府信息公开工作年度报告", {}, figures)
        data = as_paper(paper, options["format"])
        if options["out"]:
            Path(options["out"]).write_bytes(data)
            self.stderr.write(f"已写入 {options['out']}（{len(data)} 字节）。")
        elif options["format"] in ("json", "html"):
            self.stdout.write(data.decode(), ending="")
        else:
            sys.stdout.buffer.write(data)

    def judge(self, names: list[str], *, as_json: bool) -> None:
        reports = linked([report for name in names for report in read(name)])
        found = [(report, finding) for report in reports for finding in judged(report)]
        several = len(reports) > 1
        for report, finding in found:
            whose = f"{report.issuer}{report.year or ''} " if several else ""
            line = f"{whose}[{RULE_NAMES[finding.rule]}] {finding.message}"
            (self.stderr if as_json else self.stdout).write(line)
        if as_json:
            document = [finding.as_json() | (whose_of(report) if several else {}) for report, finding in found]
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            self.stdout.write(f"共 {len(found)} 处。" if found else "勾稽关系一致，未发现问题。")
            for report in reports:
                self._tell_what_was_left_out(report)
        if found:
            sys.exit(FOUND)

    def _tell_what_was_left_out(self, report: Figures) -> None:
        """Say that no year was compared, and why: silence would pass for agreement."""
        if not report.issuer or not report.year:
            self.stdout.write("没有认出是哪个机关、哪一年的报告，未核对跨年衔接；可以把上一年的报告一起给出。")
        elif before_of(report) is None:
            self.stdout.write(f"没有{report.issuer}{report.year - 1}年的报告，未核对跨年衔接。")


def before_of(report: Figures) -> Figures | None:
    """Return the report of the year before: the one given, else the one that the platform itself knows."""
    if report.previous is not None or not report.issuer or not report.year:
        return report.previous
    try:
        return known_before(report.issuer, report.year)
    except DatabaseError:  # judging a file needs no installation
        return None


def whose_of(report: Figures) -> dict[str, object]:
    return {"issuer": report.issuer, "year": report.year}


def read(name: str) -> list[Figures]:
    """Raises CommandError where there is no such file, or nothing of a report in it."""
    path = Path(name)
    try:
        return reports_in(path.name, path.read_bytes())
    except FileNotFoundError as error:
        raise CommandError(f"没有这个文件：{name}，请核对路径。", returncode=WRONG_USE) from error
    except IsADirectoryError as error:
        raise CommandError(f"{name} 是文件夹，请给出文件。", returncode=WRONG_USE) from error
    except (OSError, Unreadable) as error:
        raise CommandError(f"{name}：{error}", returncode=FAILED) from error


def judged(report: Figures) -> list[Finding]:
    return judge(report, before_of(report))
