"""`gongkai returned_mail < message`: what the mail server calls for each mail that comes back to the sender's address."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.rules.returned import LARGEST

WORDS = {
    "hard": "地址不存在，已停止通知", "soft": "暂时送不到，已记下", "complaint": "收件人投诉，已停止通知",
    "other": "不是退信",
}  # fmt: skip


class Command(BaseCommand):
    help = "读一封退信或者投诉（标准输入），停止向这个地址发送通知。由邮件服务器对退回的每封邮件调用一次。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(WORDS[actions.take_returned(data=sys.stdin.buffer.read(LARGEST))])
