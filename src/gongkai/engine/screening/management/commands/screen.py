"""`gongkai screen FILE|-`: what should be looked at before a text is released."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongkai.base.files.rules import FileRefused, extract
from gongkai.engine.screening.queries import file_findings
from gongkai.engine.screening.rules import SEVERITY_NAMES, Finding, Severity, Subject, SubjectFile, screen

FOUND, WRONG_USE, FAILED = 1, 2, 3


class Command(BaseCommand):
    help = "发布前检查：密级标志、个人信息、文号日期、错漏和乱码、文件中的隐藏内容。有发现时退出码为 1。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="要检查的文件（docx、xlsx、pdf、ofd、html、txt …）；- 表示标准输入"
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, **options: Any) -> None:
        try:
            findings = found_in(options["file"])
        except FileNotFoundError as error:
            raise CommandError(f"没有这个文件：{options['file']}，请核对路径。", returncode=WRONG_USE) from error
        except IsADirectoryError as error:
            raise CommandError(f"{options['file']} 是文件夹，请给出一个文件。", returncode=WRONG_USE) from error
        except (OSError, FileRefused) as error:
            raise CommandError(f"无法检查：{error}", returncode=FAILED) from error
        if options["json"]:
            self.stdout.write(json.dumps([as_json(finding) for finding in findings], ensure_ascii=False))
        else:
            self._print(findings)
        if findings:
            sys.exit(FOUND)

    def _print(self, findings: list[Finding]) -> None:
        for finding in findings:
            place = finding.where or (f"第{finding.start + 1}字" if finding.end else "文件")
            self.stdout.write(f"[{SEVERITY_NAMES[finding.severity]}] {place} {finding.title}：{finding.excerpt}")
            self.stdout.write(f"    {finding.message}{finding.suggestion}")
        self.stdout.write(f"共 {len(findings)} 处。" if findings else "未发现问题。")


def found_in(name: str) -> list[Finding]:
    """Return the findings in a file, or in what comes on standard input (plain text, HTML or a whole file)."""
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    filename = "标准输入.txt" if name == "-" else Path(name).name
    if name.lower().endswith(".txt") or name == "-":
        plain = _plain(data)
        if plain is not None:
            return screen(plain)
    extracted = extract(data, filename)
    file = SubjectFile(filename, extracted.html, extracted.text, extracted.metadata, extracted.hidden)
    return list(file_findings(file, Subject("", "", (file,)), lookups=False))


def _plain(data: bytes) -> str | None:
    """Return UTF-8 text as it is, so that places are places in the file; everything else goes through extraction."""
    if not data.strip() or b"\x00" in data[:4096]:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def as_json(finding: Finding) -> dict[str, Any]:
    """Return the shape of interfaces.md, section 2: three severities; what a person must judge is a warning so marked."""
    judge = finding.severity is Severity.JUDGE
    return {
        "check": finding.check,
        "severity": Severity.WARN.value if judge else finding.severity.value,
        "needs_judgement": judge,
        "start": finding.start,
        "end": finding.end,
        "excerpt": finding.excerpt,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "title": finding.title,
    }
