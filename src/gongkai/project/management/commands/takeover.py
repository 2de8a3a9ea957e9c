"""`gongkai takeover FOLDER`: scan an old site, report page by page, and take it over with its addresses."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gongkai.base.organisations.models import Agency
from gongkai.base.organisations.queries import the_system
from gongkai.doors.takeover import actions, queries
from gongkai.doors.takeover.models import Run
from gongkai.doors.takeover.rules import FATE_NAMES, OPEN_FATES, Fate, MappingRule, State
from gongkai.project.exchange.indexing import deliver_to_search

FOUND, WRONG_USE, FAILED = 1, 2, 3
Advance = Callable[[int, int], None]


class Command(BaseCommand):
    help = (
        "接管旧网站：读取爬取或导出的文件夹，识别正文和要素，查重，检查个人信息，接管后旧地址自动跳转到新地址。"
        "中断后重新运行同一命令即从断点继续。有页面需要人工处理时退出码为 1。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path, help="旧网站的文件夹（wget、HTTrack 等的结果）")
        parser.add_argument(
            "--columns",
            metavar="FILE",
            type=Path,
            help="栏目对应表（xlsx 或 csv）：路径、旧栏目、栏目、种类、机关、处理",
        )
        parser.add_argument("--agency", metavar="CODE", help="认不出发布机关时归入的机关代码")
        parser.add_argument("--host", default="", help="旧网站的域名，默认从文件夹名认出")
        parser.add_argument(
            "--dry-run", action="store_true", help="只扫描、判断和报告，不公开任何内容；结果留在后台供修改对应规则"
        )
        parser.add_argument("--report", metavar="XLSX", type=Path, help="另存逐页报告")
        parser.add_argument("--index", action="store_true", help="等检索库已更新再结束（其余登记由后台任务随后完成）")
        parser.add_argument("--json", action="store_true", help="每页输出一行 JSON")

    def handle(self, **options: Any) -> None:
        agency = _agency(options["agency"])
        try:
            run = self._run(options, agency)
            self._scan(run)
            if not options["dry_run"]:
                self._commit(run)
        except (queries.WrongFolder, actions.Refused) as error:
            raise CommandError(str(error), returncode=WRONG_USE) from error
        except queries.WrongSheet as error:
            raise CommandError("\n".join(error.problems), returncode=WRONG_USE) from error
        if options["index"] and not options["dry_run"] and not deliver_to_search():
            raise CommandError("页面已接管，但检索库没有更新完，请查看 gongkai worker 是否正常。", returncode=FAILED)
        self._tell(run, options)

    def _run(self, options: dict[str, Any], agency: Agency) -> Run:
        """Return the run that goes on, or a new one; a given sheet replaces the mapping."""
        by, mapping = the_system("takeover"), None
        if options["columns"]:
            mapping = queries.read_sheet(options["columns"], queries.Places())
        folder = queries.Folder(options["folder"])
        run = queries.unfinished(str(folder.root), agency)
        if run is None:
            chosen: list[MappingRule] = mapping or []
            return actions.begin(folder=folder.root, agency=agency, mapping=chosen, host=options["host"], by=by)
        self.stderr.write(f"接着 {run.created_at:%Y-%m-%d} 开始的第 {run.pk} 批继续。")
        if mapping is not None and run.state != State.COMMITTING:
            run = actions.map_pages(run=run, mapping=mapping, by=by)
        return run

    def _scan(self, run: Run) -> None:
        if run.state == State.COMMITTING:
            return
        with self._bar("扫描") as advance:
            folder = actions.scan(run=run, progress=advance)
        actions.judge(run=run, folder=folder, progress=lambda step: self.stderr.write(f"{step}……"))

    def _commit(self, run: Run) -> None:
        started = actions.start_commit(run=run, by=the_system("takeover"))
        with self._bar("接管") as advance:
            actions.commit(run=started, progress=advance)
        run.refresh_from_db()

    @contextmanager
    def _bar(self, word: str) -> Iterator[Advance]:
        console = Console(stderr=True)
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
            task = progress.add_task(word, total=None)
            yield lambda done, total: progress.update(task, completed=done, total=total)

    def _tell(self, run: Run, options: dict[str, Any]) -> None:
        run.refresh_from_db()
        if options["report"]:
            try:
                queries.report_xlsx(run, options["report"])
            except OSError as error:
                raise CommandError(f"报告“{options['report']}”写不了：{error.strerror}。", returncode=FAILED) from error
        if options["json"]:
            for line in queries.report_lines(run):
                self.stdout.write(json.dumps(line, ensure_ascii=False))
        else:
            for page in queries.pages_of(run).filter(fate__in=OPEN_FATES):
                self.stdout.write(f"{page.address}　{FATE_NAMES[Fate(page.fate)]}：{page.reason}")
        prefix = "试运行（没有公开任何内容）：" if options["dry_run"] else ""
        self.stderr.write(f"{prefix}{queries.summary(run)}。第 {run.pk} 批，可在后台“旧站接管”中逐页查看和处理。")
        standing = queries.counts(run)
        if any(standing[fate] for fate in OPEN_FATES):
            sys.exit(FOUND)


def _agency(code: str | None) -> Agency:
    found = Agency.objects.filter(code=code).first() if code else Agency.objects.filter(parent__isnull=True).first()
    if found is None:
        what = f"没有代码为“{code}”的机关" if code else "平台还没有机关"
        raise CommandError(f"{what}，请核对 --agency，或先用 import --kind agencies 建立。", returncode=WRONG_USE)
    return found
