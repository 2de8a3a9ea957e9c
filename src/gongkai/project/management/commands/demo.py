"""`gongkai demo`: builds the fictional city of 云川市 once, and serves it."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from rich.console import Console

from gongkai.project.demo import days, greeting, opening
from gongkai.project.demo.marker import SIZES, Marker
from gongkai.project.ops import progress, serving
from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.exits import WrongUse

HOST = "127.0.0.1"


class Command(PlainCommand):
    help = "建设并运行示范城市“云川市”：第一次约半分钟，以后几秒；数据保留，--fresh 重新开始。不访问网络"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
        parser.add_argument("--fresh", action="store_true", help="清除示范数据，重新建设")
        parser.add_argument(
            "--size", choices=SIZES, default="city", help="规模：small 约 30 件，city 约 120 件，large 20000 件"
        )
        parser.add_argument("--workers", type=int, default=1, metavar="N", help="网站进程数，默认 1")
        parser.add_argument("--build-only", action="store_true", help="只建设，不启动服务")

    def handle(self, *_args: object, **options: Any) -> None:
        if options["workers"] < 1 or not 1 <= options["port"] <= 65535:
            raise WrongUse("--workers 至少为 1，--port 应在 1 到 65535 之间。")
        serving.check_data_folder()
        if not options["build_only"]:
            serving.check_port(HOST, options["port"])
        kept = opening.standing()
        if kept is None or options["fresh"]:
            found = self._built(options["size"], apart=not options["build_only"])
        else:
            found = kept
        self._tell(found.size, options["size"])
        greeting.greet(Console(file=sys.stdout), marker=found, port=options["port"], is_new=found is not kept)
        if options["build_only"]:
            return
        with opening.held(alone=False):
            self.stderr.write("正在运行门户、后台和后台任务；按 Ctrl-C 全部停止。")
            serving.serve(host=HOST, port=options["port"], workers=options["workers"], with_worker=True)

    def _built(self, size: str, *, apart: bool) -> Marker:
        if apart:
            return opening.build_apart(size=size)
        with progress.shown() as report:
            return opening.build(size=size, report=report)

    def _tell(self, size: str, asked: str) -> None:
        if size != asked:
            self.stderr.write(f"提示：已有的示范城市规模是 {size}，予以保留；要改为 {asked}，请加 --fresh。")
        if timezone.localdate() < days.STORY_DAY:
            self.stderr.write(f"提示：示范城市的故事讲到 {days.STORY_DAY}，晚于本机日期；一部分公文看起来在将来。")
