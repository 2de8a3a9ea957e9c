"""`gongkai restore FILE`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from gongkai.project.ops import progress
from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.exits import FINDINGS
from gongkai.project.ops.restore import restore


class Command(PlainCommand):
    help = "从备份文件恢复：先全部校验，再一次替换；中途失败则一切照旧。请先停止服务"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="备份文件")
        parser.add_argument("--force", action="store_true", help="覆盖已有数据")

    def handle(self, *_args: object, **options: Any) -> None:
        with progress.shown() as report:
            done = restore(source=options["file"].absolute(), force=options["force"], report=report)
        self.stderr.write(
            f"已恢复：数据 {done.rows} 行，文件 {done.files} 个，检索库重建 {done.documents} 件。"
            + ("事件链和公开日志核验无误。" if not done.faults else "")
        )
        if done.faults:
            self.stderr.write(f"核验发现 {len(done.faults)} 处问题，例如：{done.faults[0]}")
            sys.exit(FINDINGS)
