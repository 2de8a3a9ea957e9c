"""`gongkai vault status|rotate|check`."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.base.organisations.queries import the_system
from gongkai.base.vault import actions, queries
from gongkai.base.vault.rules import RETIRE_AFTER, VaultError

FOUND, FAILED = 1, 3
SHOWN = 5


class Command(BaseCommand):
    help = "个人信息的密钥：查看状态，更换密钥并重新加密，检查加密内容能否打开（不显示内容）"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="status|rotate|check")
        status = verbs.add_parser("status", help="密钥放在哪里，哪一把在用，各加密了多少内容")
        status.add_argument("--json", action="store_true", help="输出 JSON")
        rotate = verbs.add_parser("rotate", help="换新密钥，把全部内容重新加密；中断后再运行即可继续")
        rotate.add_argument(
            "--retire", action="store_true",
            help="重新加密后删除不再需要的旧密钥；已有旧密钥时不再造新的",
        )  # fmt: skip
        check = verbs.add_parser("check", help="逐项打开全部加密内容，报告打不开的数量和位置；有问题时退出码为 1")
        check.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_args: object, **options: Any) -> None:
        try:
            match options["verb"]:
                case "status":
                    self.status(as_json=options["json"])
                case "rotate":
                    self.rotate(retire=options["retire"])
                case _:
                    self.open_all(as_json=options["json"])
        except VaultError as error:
            self.stderr.write(str(error))
            sys.exit(FAILED)

    def status(self, *, as_json: bool) -> None:
        found = queries.standing()
        if found is None:
            self.stdout.write("{}" if as_json else "还没有加密任何内容，密钥在首次需要时生成。")
            return
        lax = [str(path) for path in found.open_to_others]
        if as_json:
            facts = {
                "folder": str(found.folder), "current": found.current, "since": found.since.isoformat(),
                "uses": found.uses, "rotating": found.rotating, "open_to_others": lax,
            }  # fmt: skip
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        self.stdout.write(f"密钥文件夹：{found.folder}")
        for key, uses in found.uses.items():
            since = f"在用，{found.since:%Y-%m-%d} 起" if key == found.current else "旧"
            self.stdout.write(f"密钥 {key}（{since}）：{uses} 项内容")
        if found.rotating:
            self.stdout.write("上次更换密钥中断了，请再运行 gongkai vault rotate。")
        for path in lax:
            self.stdout.write(f"警告：{path} 别人也能读，请运行 chmod go-rwx {path}")

    def rotate(self, *, retire: bool) -> None:
        told: dict[str, int] = {}

        def report(what: str, done: int, total: int) -> None:
            if done == total or done - told.get(what, 0) >= max(total // 20, 1):
                told[what] = done
                self.stderr.write(f"{what}：{done}/{total}")

        done = actions.rotate(by=the_system("vault"), retire=retire, report=report)
        self.stdout.write(f"现用密钥 {done.key}；重新加密 {done.values} 个字段、{done.files} 个文件。")
        for key in done.retired:
            self.stdout.write(f"旧密钥 {key} 已删除；用它的旧备份不能再打开，请一并销毁，或另存有这把密钥。")
        if done.waiting:
            minutes = int(RETIRE_AFTER.total_seconds() // 60)
            more = (
                f"仍被需要，或者换下不到 {minutes} 分钟，稍后再运行 --retire。"
                if retire
                else "删除请加 --retire 再运行。"
            )
            self.stdout.write(f"旧密钥 {'、'.join(done.waiting)} 保留：{more}")
        if done.broken:
            shown = "、".join(done.broken[:SHOWN])
            self.stdout.write(f"有 {len(done.broken)} 项打不开，原样保留，例如：{shown}。请运行 gongkai vault check。")
            sys.exit(FOUND)

    def open_all(self, *, as_json: bool) -> None:
        found = list(queries.places())
        broken = sum(len(place.broken) for place in found)
        if as_json:
            facts = [{"place": one.name, "total": one.total, "broken": list(one.broken)} for one in found]
            self.stdout.write(json.dumps({"ok": not broken, "places": facts}, ensure_ascii=False))
        else:
            for one in found:
                rows = "、".join(one.broken[:SHOWN]) + (" 等" if len(one.broken) > SHOWN else "")
                state = f"{len(one.broken)} 项打不开（编号 {rows}）" if one.broken else "全部能打开"
                self.stdout.write(f"{one.name}：{one.total} 项，{state}")
            result = f"{broken} 项打不开" if broken else "没有发现问题"
            self.stdout.write(f"已检查 {sum(one.total for one in found)} 项，{result}。")
        if broken:
            sys.exit(FOUND)
