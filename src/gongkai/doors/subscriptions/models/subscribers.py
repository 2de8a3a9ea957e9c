"""Who wants to hear of what, and the proof that they agreed. Only actions change these rows."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.base.vault.fields import Fingerprint, SealedText
from gongkai.doors.subscriptions import rules

HOURS = [(hour, f"{hour}时") for hour in range(24)]


def nonce() -> str:
    return secrets.token_hex(8)


class Request(models.Model):
    """What somebody chose on the page; nobody is a subscriber before the link in the mail was followed."""

    channel = models.CharField("渠道", max_length=8, choices=list(rules.CHANNEL_NAMES.items()), default="mail")
    address = SealedText("地址")
    address_print = Fingerprint("地址指纹")
    code = SealedText("验证码", blank=True, default="")
    tries = models.PositiveSmallIntegerField("输错次数", default=0)
    kind = models.CharField("订阅者", max_length=12, choices=list(rules.SUBSCRIBER_KINDS.items()), default="person")
    name = models.CharField("订阅名称", max_length=60)
    criteria: models.JSONField[Any, Any] = models.JSONField("条件", default=dict)
    frequency = models.CharField("频率", max_length=6, choices=list(rules.FREQUENCY_NAMES.items()))
    consent = models.TextField("同意的内容")
    nonce = models.CharField(max_length=16, default=nonce)
    created_at = models.DateTimeField("提出时间", default=timezone.now)
    expires_at = models.DateTimeField("确认截止")
    used_at = models.DateTimeField("确认时间", null=True, blank=True)
    sent_at = models.DateTimeField("确认通知送出时间", null=True, blank=True)

    class Meta:
        verbose_name = "待确认的订阅"
        indexes = [models.Index(fields=["expires_at"], name="subscription_request_ends")]

    def __str__(self) -> str:
        return f"request {self.pk}"


class Asked(models.Model):
    """That an address was asked whether it wants to subscribe, by its fingerprint alone, so that a complaint is honoured."""

    mark = models.CharField("邮件编号", max_length=64, unique=True)
    address_print = Fingerprint("地址指纹")
    channel = models.CharField("渠道", max_length=8, choices=list(rules.CHANNEL_NAMES.items()), default="mail")
    asked_at = models.DateTimeField("询问时间", default=timezone.now)
    # Whoever called the question unwanted, or does not exist, is not asked again by anybody.
    refused_at = models.DateTimeField("拒绝时间", null=True, blank=True)

    class Meta:
        verbose_name = "订阅确认询问"

    def __str__(self) -> str:
        return f"asked {self.pk}"


class Subscriber(models.Model):
    """One address on one channel, sealed. `nonce` is part of every link: a new one makes all old links void."""

    channel = models.CharField("渠道", max_length=8, choices=list(rules.CHANNEL_NAMES.items()), default="mail")
    address = SealedText("地址", blank=True, default="")
    address_print = Fingerprint("地址指纹")
    kind = models.CharField("订阅者", max_length=12, choices=list(rules.SUBSCRIBER_KINDS.items()), default="person")
    profile = SealedText("画像", blank=True, default="")
    # A sealed column cannot be asked whether it is empty.
    has_profile = models.BooleanField("已填画像", default=False)
    agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记机关"
    )
    state = models.CharField(
        "状态", max_length=10, choices=list(rules.STANDING_NAMES.items()), default=rules.Standing.CONFIRMED
    )
    stop_reason = models.CharField(
        "停止原因", max_length=10, blank=True, choices=list(rules.STOP_NAMES.items()), default=""
    )
    frequency = models.CharField(
        "频率", max_length=6, choices=list(rules.FREQUENCY_NAMES.items()), default=rules.Frequency.NOW
    )
    quiet_from = models.PositiveSmallIntegerField("免打扰开始", choices=HOURS, null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField("免打扰结束", choices=HOURS, null=True, blank=True)
    paused_until = models.DateField("暂停到", null=True, blank=True)
    bounces = models.PositiveSmallIntegerField("退信次数", default=0)
    nonce = models.CharField(max_length=16, default=nonce)
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "订阅者"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_print"], condition=~Q(address_print=""), name="one_subscriber_an_address"
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_have_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.Standing.CONFIRMED, stop_reason="")
                | (Q(state=rules.Standing.STOPPED) & ~Q(stop_reason="")),
                name="stopped_with_reason",
            ),
        ]
        # Each new policy asks all profiles: few of many subscribers have one.
        indexes = [models.Index(fields=["kind", "id"], condition=Q(has_profile=True), name="subscriber_with_profile")]

    def __str__(self) -> str:
        return f"订阅者{self.pk}号（{self.get_kind_display()}）"


class Consent(models.Model):
    """The proof: what was shown, when, and when it was confirmed; on paper, what the paper is."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="consents", verbose_name="订阅者")
    way = models.CharField(
        "方式",
        max_length=8,
        choices=[
            ("mail", "邮件链接"),
            ("paper", "书面"),
            ("sms", "短信验证码"),
            ("wechat", "微信消息和确认链接"),
            ("device", "浏览器授权"),
            ("profile", "填写情况时"),
        ],
        default="mail",
    )
    text = models.TextField("同意的内容")
    shown_at = models.DateTimeField("提出时间")
    confirmed_at = models.DateTimeField("确认时间")
    note = models.CharField("凭据", max_length=200, blank=True)

    class Meta:
        verbose_name = "同意凭据"
        ordering = ["confirmed_at"]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class Subscription(models.Model):
    """One conjunction of criteria of one subscriber (see rules.criteria)."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions", verbose_name="订阅者")
    name = models.CharField("名称", max_length=60)
    criteria: models.JSONField[Any, Any] = models.JSONField("条件", default=dict)
    active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    class Meta:
        verbose_name = "订阅"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """Which subscription changed, in the order of commits: what the index in memory reads to keep up."""

    number = models.BigIntegerField(primary_key=True)
    subscription = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.number}: {self.subscription}"


class Counter(models.Model):
    """One row; its lock makes the order of change numbers the order of commits."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
