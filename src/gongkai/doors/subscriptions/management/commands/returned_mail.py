"""`gongkai returned_mail < message`: what the mail server calls for each mail that comes back to the sender's address."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from gongkai.base.organisations.queries import the_system
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.rules.returned import LARGEST
from gongkai.engine.casework import actions as casework

WORDS = {
    "hard": "地址不存在，已停止通知", "soft": "暂时送不到，已记下", "complaint": "收件人投诉，已停止通知",
    "stranger": "这是收件人的投诉，但没有查到所投诉的邮件是哪一个订阅的，请人工核对",
}  # fmt: skip


class Command(BaseCommand):
    help = (
        "读一封退信或者投诉（标准输入）：订阅通知停止发送，寄给申请人的文书登记退回，邮件提醒转告经办人。"
        "由邮件服务器对退回的每封邮件调用一次。"
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        data = sys.stdin.buffer.read(LARGEST)
        kind = actions.take_returned(data=data)
        self.stdout.write(WORDS[kind] if kind != "other" else self._letter(data))

    def _letter(self, data: bytes) -> str:
        """A letter of a case, or the reminder of one. A mail nobody knows is no failure of the mail server."""
        try:
            return casework.take_bounce(data=data, by=the_system("returned-mail")).said
        except casework.Refused as error:
            return str(error)
