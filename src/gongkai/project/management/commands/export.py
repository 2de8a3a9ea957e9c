"""`gongkai export --kind … FILE`: what is public, and the register of applications, in the format that `import` reads."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.base.organisations.models import Agency
from gongkai.project.exchange.applications_out import exported
from gongkai.project.exchange.exporting import EXPORTERS, CellTooLong, records, write

FOUND, WRONG_USE, FAILED = 1, 2, 3
APPLICATIONS = "applications"
SUFFIXES = (".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".xlsx")


def day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"日期应写作 2026-11-05，现为 {text!r}") from error


class Command(BaseCommand):
    help = (
        "导出已公开的公文以及机关、栏目、放假安排，或者依申请公开的登记簿（个人信息隐去）；格式与 import 相同。"
        "没有可导出的内容时退出码为 1。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help=f"写入的文件（{'、'.join(SUFFIXES)}）；- 表示标准输出")
        parser.add_argument(
            "--kind", choices=(*EXPORTERS, APPLICATIONS), default="documents", help="内容种类，默认 documents"
        )
        parser.add_argument("--agency", metavar="CODE", help="只导出这个机关及其下级机关的")
        parser.add_argument("--since", type=day, metavar="DATE", help="只导出这一天及以后发布（申请：收到）的")
        parser.add_argument("--full", action="store_true", help="申请：连同申请人信息导出，每件都记入查看记录")
        parser.add_argument("--reason", metavar="TEXT", default="", help="用 --full 时写明理由")

    def handle(self, **options: Any) -> None:
        name = options["file"]
        if name != "-" and not name.lower().endswith(SUFFIXES):
            raise CommandError(f"文件名应以 {'、'.join(SUFFIXES)} 结尾。", returncode=WRONG_USE)
        agency = Agency.objects.filter(code=options["agency"]).first() if options["agency"] else None
        if options["agency"] and agency is None:
            raise CommandError(f"没有代码为“{options['agency']}”的机关，请核对。", returncode=WRONG_USE)
        rows = self._rows(options, agency)
        try:
            count = write(rows, None if name == "-" else Path(name), self.stdout)
        except CellTooLong as error:
            raise CommandError(str(error), returncode=FAILED) from error
        except OSError as error:
            raise CommandError(f"写不了 {name}：{error.strerror}。没有留下不完整的文件。", returncode=FAILED) from error
        self.stderr.write(f"已导出 {count} 条。")
        if not count:
            sys.exit(FOUND)

    def _rows(self, options: dict[str, Any], agency: Agency | None) -> Iterator[dict[str, Any]]:
        full, why = options.get("full", False), str(options.get("reason") or "").strip()
        if options["kind"] != APPLICATIONS:
            if full or why:
                raise CommandError("--full 和 --reason 只用于 --kind applications。", returncode=WRONG_USE)
            return records(options["kind"], agency=agency, since=options["since"])
        if full != bool(why):
            raise CommandError(
                "导出申请人信息请同时用 --full 和 --reason 写明理由，会记入查看记录。", returncode=WRONG_USE
            )
        return exported(agency, options["since"], why=why)
