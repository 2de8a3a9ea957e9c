"""`gongkai log verify` and `gongkai log proof ID`."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.base.events import heads, queries
from gongkai.base.events.keys import LogKeyMissing

FOUND, FAILED = 1, 3


def positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f"应为从 1 起的整数，现为 {text!r}")
    return int(text)


class Command(BaseCommand):
    help = "核验事件链和公开日志；取得某条信息已经公开的证明"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify|proof")
        verify = verbs.add_parser("verify", help="核验全部事件、公开日志和检查点文件；有问题时退出码为 1")
        verify.add_argument("--since", type=positive, default=0, metavar="N", help="从第 N 条事件起核验")
        verify.add_argument("--json", action="store_true", help="输出 JSON")
        proof = verbs.add_parser("proof", help="输出某条信息已经公开的证明；公开日志中没有时退出码为 1")
        proof.add_argument("id", metavar="ID", help="索引号，或文件内容的 SHA-256")
        proof.add_argument("--edition", type=positive, metavar="N", help="第几版，默认最新")
        proof.add_argument("--json", action="store_true", help="输出 JSON 证明文件")

    def handle(self, *_args: object, **options: Any) -> None:
        if options["verb"] == "verify":
            self.verify(since=options["since"], as_json=options["json"])
        else:
            self.proof(options["id"], edition=options["edition"], as_json=options["json"])

    def verify(self, *, since: int, as_json: bool) -> None:
        faults = queries.verify(since)
        events, entries = queries.events().count(), queries.entries().count()
        if not heads.path().exists() and entries:
            self.stderr.write(f"提示：没有检查点文件 {heads.path()}，未与之核对")
        if as_json:
            found = [asdict(fault) for fault in faults]
            document = {"ok": not faults, "since": since, "events": events, "entries": entries, "faults": found}
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            for fault in faults:
                self.stdout.write(fault.message)
            result = f"发现 {len(faults)} 处问题" if faults else "未发现问题"
            self.stdout.write(f"已核验：库中共 {events} 条事件、{entries} 条公开日志，{result}。")
        if faults:
            sys.exit(FOUND)

    def proof(self, id_: str, *, edition: int | None, as_json: bool) -> None:
        entry = queries.entry_by_content(id_) if len(id_) == 64 else None
        item, edition = (entry.item, entry.edition) if entry else (id_, edition)
        try:
            document = queries.proof(item, edition)
        except queries.NotInLog as missing:
            self.stderr.write(str(missing))
            sys.exit(FOUND)
        except LogKeyMissing as error:
            raise CommandError(str(error), returncode=FAILED) from error
        if as_json:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        self.stdout.write(in_words(document))


def in_words(document: dict[str, Any]) -> str:
    entry, head = document["entry"], document["tree_head"]
    lines = [
        f"索引号：{entry['item']}（第 {entry['edition']} 版）",
        f"公开时间：{entry['at']}",
        f"内容 SHA-256：{entry['content_sha256']}",
        f"公开日志第 {entry['index']} 条，叶子哈希 {document['leaf_hash']}",
        f"树根（{head['size']} 条，{head['at']}）：{head['root']}",
        f"公钥指纹：{document['fingerprint']}",
        *(
            f"此后：{later['entry']['at']} {later['entry']['kind']}（第 {later['entry']['edition']} 版）"
            for later in document["later"]
        ),
        "加 --json 得到可供他人核验的证明文件。核验方法：",
        *document["how_to_check"],
    ]
    return "\n".join(lines)
