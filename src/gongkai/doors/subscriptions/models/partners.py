"""Associations, chambers, parks, platforms: what they get at the moment of publication, and what comes back."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.base.vault.fields import SealedText
from gongkai.doors.subscriptions import rules


def token() -> str:
    return secrets.token_urlsafe(24)


class Partner(models.Model):
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    kind = models.CharField("类别", max_length=12, choices=list(rules.PARTNER_KINDS.items()))
    name = models.CharField("名称", max_length=100)
    keeper = models.CharField("联系岗位", max_length=60, blank=True, help_text="写岗位，不写个人电话。")
    email = SealedText("接收邮箱", blank=True, default="")
    webhook_url = models.CharField(
        "推送地址", max_length=300, blank=True, help_text="对方接收推送的网址，须以 https:// 开头。不填就不推送。"
    )
    secret = SealedText("签名密钥", blank=True, default="")
    feed_token = models.CharField("订阅源口令", max_length=40, unique=True, default=token)
    criteria: models.JSONField[Any, Any] = models.JSONField("只要这些", default=dict, blank=True)
    active = models.BooleanField("在用", default=True)
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "合作方"
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="partner_named_once")]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """One thing for one partner by one route; dead after a day of trying, then the desk decides."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="handovers", verbose_name="合作方")
    route = models.CharField("方式", max_length=8, choices=[("webhook", "接口推送"), ("mail", "邮件")])
    campaign = models.ForeignKey("subscriptions.Campaign", models.PROTECT, related_name="handovers")
    item_id = models.BigIntegerField(db_index=True)
    item_key = models.CharField("索引号", max_length=60)
    title = models.CharField("标题", max_length=300)
    topic = models.CharField("事由", max_length=10, choices=list(rules.TOPIC_NAMES.items()))
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(
        "状态",
        max_length=8,
        choices=[("waiting", "待推送"), ("done", "已送达"), ("dead", "推送失败"), ("dropped", "不再推送")],
        default="waiting",
    )
    tries = models.PositiveSmallIntegerField("次数", default=0)
    next_at = models.DateTimeField("下次推送", default=timezone.now)
    status = models.PositiveSmallIntegerField("应答", default=0)
    error = models.CharField("最近一次情况", max_length=300, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    done_at = models.DateTimeField("送达时间", null=True, blank=True)

    class Meta:
        verbose_name = "合作方推送"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "route", "item_id", "topic", "edition"], name="partner_told_once"
            )
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="handover_due")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.topic} {self.item_key}"


class Cooperation(models.Model):
    """政社合作: coaching held, demands collected, evaluations received, agreements of the pilot."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    kind = models.CharField("种类", max_length=12, choices=list(rules.COOPERATION_KINDS.items()))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="records", verbose_name="合作方")
    on = models.DateField("日期")
    ends_on = models.DateField("截止日期", null=True, blank=True, help_text="合作协议填写到期日。")
    title = models.CharField("题目", max_length=200)
    text = models.TextField("内容", blank=True)
    people = models.PositiveIntegerField("参加人数", null=True, blank=True)
    result = models.CharField("结果和处理", max_length=300, blank=True)
    item_key = models.CharField("有关政策的索引号", max_length=60, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "政社合作记录"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title
