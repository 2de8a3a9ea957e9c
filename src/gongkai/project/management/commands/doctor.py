"""`gongkai doctor [--json]`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.doctor import MARKS, Level, examine
from gongkai.project.ops.exits import FINDINGS


class Command(PlainCommand):
    help = "检查安装的各个方面，逐项说明怎样处理；有 ✗ 时退出码为 1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        findings = examine()
        bad = any(finding.level is Level.BAD for finding in findings)
        if options["json"]:
            document = {"ok": not bad, "checks": [asdict(finding) for finding in findings]}
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(f"{MARKS[finding.level]} {finding.name}：{finding.found}")
                if finding.todo:
                    self.stdout.write(f"    → {finding.todo}")
        if bad:
            sys.exit(FINDINGS)
