"""`gongkai export --kind … FILE`: what is public, in the format that `import` reads."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.base.organisations.models import Agency
from gongkai.project.exchange.exporting import EXPORTERS, CellTooLong, records, write

FOUND, WRONG_USE, FAILED = 1, 2, 3
SUFFIXES = (".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".xlsx")


def day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"日期应写作 2026-11-05，现为 {text!r}") from error


class Command(BaseCommand):
    help = "导出已公开的公文以及机关、栏目、放假安排；格式与 import 相同。没有可导出的内容时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help=f"写入的文件（{'、'.join(SUFFIXES)}）；- 表示标准输出")
        parser.add_argument("--kind", choices=tuple(EXPORTERS), default="documents", help="内容种类，默认 documents")
        parser.add_argument("--agency", metavar="CODE", help="只导出这个机关及其下级机关的")
        parser.add_argument("--since", type=day, metavar="DATE", help="只导出这一天及以后发布的")

    def handle(self, **options: Any) -> None:
        name = options["file"]
        if name != "-" and not name.lower().endswith(SUFFIXES):
            raise CommandError(f"文件名应以 {'、'.join(SUFFIXES)} 结尾。", returncode=WRONG_USE)
        agency = Agency.objects.filter(code=options["agency"]).first() if options["agency"] else None
        if options["agency"] and agency is None:
            raise CommandError(f"没有代码为“{options['agency']}”的机关，请核对。", returncode=WRONG_USE)
        rows = records(options["kind"], agency=agency, since=options["since"])
        try:
            count = write(rows, None if name == "-" else Path(name), self.stdout)
        except CellTooLong as error:
            raise CommandError(str(error), returncode=FAILED) from error
        except OSError as error:
            raise CommandError(f"写不了 {name}：{error.strerror}。没有留下不完整的文件。", returncode=FAILED) from error
        self.stderr.write(f"已导出 {count} 条。")
        if not count:
            sys.exit(FOUND)
