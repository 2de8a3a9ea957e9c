"""A link to sign in with, asked for by mail: usable once, for a short while, forgotten the next day."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.base.vault.fields import Fingerprint, SealedText


class AccountLink(models.Model):
    """`mark` is the fingerprint of the mailbox. The link itself is a signature over the row, so no copy of it is kept.

    A row stands for every request, whether the mailbox is known here or not: whoever asks cannot tell.
    """

    mark = Fingerprint("同一电子邮箱标识")
    mailbox = SealedText("电子邮箱", blank=True)
    host = models.CharField("网站", max_length=200, blank=True)
    asked_at = models.DateTimeField("请求时间", default=timezone.now)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    used_at = models.DateTimeField("登录时间", null=True, blank=True)
    ended_at = models.DateTimeField("退出时间", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "登录链接"

    def __str__(self) -> str:
        return f"{self.pk} {self.asked_at:%Y-%m-%d %H:%M}"
