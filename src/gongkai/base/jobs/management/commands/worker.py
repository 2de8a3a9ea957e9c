"""`gongkai worker [--once]`."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.base.jobs import actions, queries


class Command(BaseCommand):
    help = "执行发件箱、任务和定时任务；收到 SIGTERM 后做完手头一批再结束"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="做完到期的全部任务（含定时任务）后结束")
        parser.add_argument("--poll", type=float, default=0.2, metavar="秒", help="空闲时多久看一次队列，默认 0.2")

    def handle(self, *_args: object, **options: Any) -> None:
        stop = threading.Event()

        def finish(number: int, _frame: FrameType | None) -> None:
            stop.set()
            signal.signal(number, signal.SIG_DFL)  # whoever asks twice means it

        if threading.current_thread() is threading.main_thread():
            before = {number: signal.signal(number, finish) for number in (signal.SIGTERM, signal.SIGINT)}
        else:
            before = {}
        try:
            done = actions.run_worker(once=options["once"], stop=stop, poll=options["poll"])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if options["once"]:
            self.report(done)

    def report(self, done: int) -> None:
        left = queries.counts()
        self.stderr.write(f"完成 {done} 项任务；等待重试或未到期 {left.queued} 项，失败待处理 {left.dead} 项。")
        if left.dead:
            sys.exit(1)
