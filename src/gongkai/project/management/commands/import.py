# ruff: noqa: N999 - the file has the name of the command
"""`gongkai import PATH…`: take in documents, laws, agencies, columns, holiday notices, running cases; a report line by line."""

from __future__ import annotations

import gc
import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gongkai.base.organisations.models import Agency
from gongkai.project.exchange import laws, registers
from gongkai.project.exchange.applications import ApplicationImport
from gongkai.project.exchange.indexing import deliver_to_search
from gongkai.project.exchange.outcomes import WORDS, Outcome
from gongkai.project.exchange.reading import Record, Unreadable, check_paths, records_of
from gongkai.project.exchange.takeover import DocumentImport

FOUND, WRONG_USE, FAILED = 1, 2, 3
DOCUMENTS, LAWS, APPLICATIONS = "documents", "laws", "applications"
NOT_YET = ("divisions", "messages")
KINDS = (DOCUMENTS, LAWS, APPLICATIONS, *registers.KEEPERS, *NOT_YET)


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page's code, as no other command of ours does
    help = (
        "导入：jsonl（可 .gz）、csv、xlsx，或 docx、pdf、ofd、html、txt 文件及文件夹。重复运行不改变任何内容；"
        "个别记录有误不影响其余。有未导入的记录时退出码为 1。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="文件或文件夹")
        parser.add_argument("--kind", choices=KINDS, default="documents", help="内容种类，默认 documents")
        parser.add_argument("--agency", metavar="CODE", help="认不出发文机关时归入的机关代码")
        parser.add_argument(
            "--publish", action="store_true", help="接管已经公开的内容并直接公开（接管本身即审查记录）；否则收为草稿"
        )
        parser.add_argument("--dry-run", action="store_true", help="只检查和报告，不写入")
        parser.add_argument("--index", action="store_true", help="等检索库已更新再结束（其余登记由后台任务随后完成）")
        parser.add_argument("--json", action="store_true", help="每条记录输出一行 JSON")

    def handle(self, **options: Any) -> None:
        if options["kind"] in NOT_YET:
            raise CommandError(f"暂不支持导入 {options['kind']}。", returncode=WRONG_USE)
        agency = _agency(options["agency"])
        try:
            check_paths(options["paths"])
        except Unreadable as error:
            raise CommandError(str(error), returncode=WRONG_USE) from error
        gc.freeze()  # the program itself is no garbage: the collector need not go through it again and again
        counts: Counter[str] = Counter()
        for outcome in self._with_progress(_outcomes(options, agency), options["paths"]):
            counts[outcome.result] += 1
            self._tell(outcome, as_json=options["json"])
        self._conclude(counts, options)

    def _with_progress(self, outcomes: Iterator[Outcome], paths: list[Path]) -> Iterator[Outcome]:
        console = Console(stderr=True)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
            task = progress.add_task("导入", total=_expected(paths) if console.is_terminal else None)
            for outcome in outcomes:
                progress.advance(task)
                yield outcome

    def _tell(self, outcome: Outcome, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
        elif outcome.result != "imported":
            self.stdout.write(outcome.as_line())

    def _conclude(self, counts: Counter[str], options: dict[str, Any]) -> None:
        if options["index"] and options["publish"] and not options["dry_run"] and not deliver_to_search():
            raise CommandError("内容已导入，但检索库没有更新完，请查看 gongkai worker 是否正常。", returncode=FAILED)
        words = "，".join(f"{WORDS[result]} {counts[result]} 条" for result in WORDS)
        prefix = "试运行（没有写入）：" if options["dry_run"] else ""
        self.stderr.write(f"{prefix}{words}。")
        if counts["rejected"] or not counts:
            sys.exit(FOUND)


def _agency(code: str | None) -> Agency | None:
    if not code:
        return None
    found = Agency.objects.filter(code=code).first()
    if found is None:
        raise CommandError(
            f"没有代码为“{code}”的机关，请核对，或先用 import --kind agencies 建立。", returncode=WRONG_USE
        )
    return found


def _outcomes(options: dict[str, Any], agency: Agency | None) -> Iterator[Outcome]:
    records: Iterator[Record] = records_of(options["paths"])
    run = DocumentImport(agency=agency, publish=options["publish"], dry_run=options["dry_run"])
    if options["kind"] == LAWS:
        return laws.imported(
            options["paths"], dry_run=options["dry_run"], published=run if options["publish"] else None
        )
    if options["kind"] == APPLICATIONS:
        return ApplicationImport(agency=agency, dry_run=options["dry_run"]).run(records)
    if options["kind"] == DOCUMENTS:
        return run.run(records)
    return registers.imported(records, options["kind"], dry_run=options["dry_run"])


def _expected(paths: list[Path]) -> int:
    """Return how many records are to come, for the progress bar; counting lines is much faster than reading them."""
    return sum(1 for _ in records_of(paths))
