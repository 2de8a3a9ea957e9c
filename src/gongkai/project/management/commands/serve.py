"""`gongkai serve`: portal and desk."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from gongkai.project.ops import serving
from gongkai.project.ops.command import PlainCommand
from gongkai.project.ops.exits import WrongUse


class Command(PlainCommand):
    help = "提供网站服务（门户和后台）；收到 Ctrl-C 或 SIGTERM 后处理完手头请求再结束"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
        parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只供本机访问；0.0.0.0 为全部网卡")
        parser.add_argument("--workers", type=int, default=2, metavar="N", help="网站进程数，默认 2")
        parser.add_argument("--with-worker", action="store_true", help="同时运行后台任务进程")

    def handle(self, *_args: object, **options: Any) -> None:
        if options["workers"] < 1:
            raise WrongUse("--workers 至少为 1。")
        if not 1 <= options["port"] <= 65535:
            raise WrongUse("--port 应在 1 到 65535 之间。")
        serving.check_before_start(options["host"], options["port"])
        self.stderr.write(f"网站地址：http://{options['host']}:{options['port']}/  （按 Ctrl-C 停止）")
        if not options["with_worker"]:
            self.stderr.write(
                "提示：后台任务（发布、检索、提醒）由 gongkai worker 执行，请另行启动，或加 --with-worker。"
            )
        serving.serve(
            host=options["host"],
            port=options["port"],
            workers=options["workers"],
            with_worker=options["with_worker"],
        )
