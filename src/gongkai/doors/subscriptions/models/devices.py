"""Browsers that are told besides the mail, and the key pair of this installation. All that leads to a browser is sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.base.vault.fields import Fingerprint, SealedText
from gongkai.doors.subscriptions import rules
from gongkai.doors.subscriptions.models.subscribers import Subscriber


class Device(models.Model):
    """One browser of one subscriber. Once it is gone, nothing that leads to it is kept: only its name, when and why."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="devices", verbose_name="订阅者")
    name = models.CharField("名称", max_length=40)
    endpoint = SealedText("推送地址", blank=True, default="")
    endpoint_print = Fingerprint("推送地址指纹")
    public = SealedText("公钥", blank=True, default="")
    auth = SealedText("口令", blank=True, default="")
    gone_reason = models.CharField(
        "不再推送的原因", max_length=8, blank=True, default="", choices=list(rules.DEVICE_GONE_NAMES.items())
    )
    failures = models.PositiveSmallIntegerField("连续没有送到的次数", default=0)
    created_at = models.DateTimeField("添加时间", default=timezone.now)
    last_at = models.DateTimeField("最近送出", null=True, blank=True)
    gone_at = models.DateTimeField("停止时间", null=True, blank=True)

    class Meta:
        verbose_name = "接收提醒的设备"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "endpoint_print"], condition=~Q(endpoint_print=""), name="one_device_a_browser"
            ),
            models.CheckConstraint(
                condition=Q(gone_reason="", gone_at__isnull=True)
                | (~Q(gone_reason="") & Q(gone_at__isnull=False, endpoint_print="")),
                name="device_gone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"device {self.pk}"


class PushKey(models.Model):
    """The one key pair by which push services know this installation. A new one would make every device void, so none is made."""

    private = SealedText("私钥")
    public = models.CharField("公钥", max_length=100)
    contact = models.CharField("联系邮箱", max_length=200)
    created_at = models.DateTimeField("生成时间", default=timezone.now)

    class Meta:
        verbose_name = "浏览器提醒的密钥"

    def __str__(self) -> str:
        return self.public
