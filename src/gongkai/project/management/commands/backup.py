"""`gongkai backup FILE`."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from gongkai.base.vault import keys as vault_keys
from gongkai.oversight.safety import actions as safety
from gongkai.project.ops import progress
from gongkai.project.ops.backup import backup, fingerprint
from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.exits import FINDINGS


class Command(PlainCommand):
    help = "把数据库、文件、公开日志的密钥和检查点存成一个文件（tar.gz，仅本人可读），并重读校验；运行中也可以做"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="备份文件，例如 gongkai-2026-11-20.tar.gz")
        parser.add_argument("--with-keys", action="store_true", help="把系统密钥一并装入（请妥善保管备份文件）")
        parser.add_argument("--portable", action="store_true", help="数据库存成与品牌无关的格式，可恢复到 PostgreSQL")

    def _journalled(self, target: Path, options: dict[str, Any]) -> AbstractContextManager[safety.Run]:
        """Put the run on record: when, how long, how large, and also when it fails or is killed."""
        chosen = [f"--{name.replace('_', '-')}" for name in ("with_keys", "portable") if options[name]]
        command = " ".join(["gongkai backup", *chosen])
        return safety.journalled(safety.RunKind.BACKUP, command=command, archive=target)

    def handle(self, *_args: object, **options: Any) -> None:
        target: Path = options["file"].absolute()
        with self._journalled(target, options) as run, progress.shown() as report:
            made = backup(target=target, with_keys=options["with_keys"], portable=options["portable"], report=report)
            lost = len(made.lost)
            run.ended(size=made.size, rows=made.rows, files=made.files, lost=lost, verified=True)
        self.stderr.write(
            f"已备份到 {made.path}：{made.size / 1024 / 1024:.1f} MB，数据 {made.rows} 行，文件 {made.files} 个，已重读校验。"
        )
        if not options["with_keys"]:
            self.stderr.write(
                f"系统密钥（指纹 {fingerprint()}）没有装入。恢复时需要它，请另行安全保存数据目录中的 secret-key 文件。"
            )
            if vault_keys.ids():
                self.stderr.write(
                    f"个人信息的密钥也没有装入。没有它，备份里加密的个人信息打不开，请另行安全保存文件夹 {vault_keys.folder()}。"
                )
        if made.lost:
            self.stderr.write(
                f"警告：有 {len(made.lost)} 个文件的内容在备份之前就已丢失或损坏，请运行 gongkai doctor。"
            )
            sys.exit(FINDINGS)
