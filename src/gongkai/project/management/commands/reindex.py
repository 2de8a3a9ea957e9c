"""`gongkai reindex [--engine]`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from gongkai.engine.publishing.models import Release
from gongkai.engine.search.actions import WriterBusyError, rebuild
from gongkai.engine.search.reactions import documents_of_releases
from gongkai.project.ops import progress
from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.exits import Failed, WrongUse

PHASE = "重建检索库"


class Command(PlainCommand):
    help = "在旧检索库旁边重建一个，建好后替换；期间照常检索和发布"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", choices=("embedded",), default="embedded", help="检索引擎，目前只有内嵌的一种")

    def handle(self, *_args: object, **options: Any) -> None:
        if options["engine"] != "embedded":
            raise WrongUse("目前只有内嵌的检索引擎。")
        total = Release.objects.count()
        with progress.shown() as report:
            report(PHASE, 0, total)
            try:
                done = rebuild(documents=documents_of_releases(), progress=lambda number: report(PHASE, number, total))
            except WriterBusyError as error:
                raise Failed(str(error)) from error
        self.stderr.write(f"检索库已重建并替换，共 {done} 件。")
