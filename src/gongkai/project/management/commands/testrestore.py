"""`gongkai testrestore FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from gongkai.oversight.safety import actions as safety
from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.exits import Failed
from gongkai.project.ops.rehearsal import rehearse


class Command(PlainCommand):
    help = "在临时目录里把备份真正恢复一次，核验事件链、重建检索库，然后删除；不影响正在使用的数据，运行中也可以做"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="备份文件")
        parser.add_argument("--beside", metavar="DIR", type=Path, help="临时目录建在哪里（默认在数据目录的 run 里）")

    def handle(self, *_args: object, **options: Any) -> None:
        source: Path = options["file"].absolute()
        if not source.is_file():
            raise Failed(f"没有这个文件：{source}")  # a slip of the hand, no test in vain
        with safety.journalled(safety.RunKind.RESTORE_TEST, command="gongkai testrestore", archive=source) as run:
            done = rehearse(source=source, beside=options["beside"])
            run.ended(
                size=done.size, rows=done.rows, files=done.files, verified=True,
                message=f"备份做于{done.made_at}；在临时目录恢复成功，事件链核验无误，检索库重建{done.documents}件。",
            )  # fmt: skip
        self.stderr.write(
            f"恢复测试成功：数据 {done.rows} 行，文件 {done.files} 个，检索库重建 {done.documents} 件，事件链核验无误。"
        )
