"""Pushes, what each brought to whom, and the letters it left in."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.doors.subscriptions import rules
from gongkai.doors.subscriptions.models.devices import Device
from gongkai.doors.subscriptions.models.subscribers import Subscriber


def code() -> str:
    return secrets.token_urlsafe(9)


class Campaign(models.Model):
    """One push of one thing: whom it was for, by which method, what came of it. `opened` counts clicks without knowing whose."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    method = models.CharField("方法", max_length=8, choices=list(rules.METHOD_NAMES.items()))
    topic = models.CharField("事由", max_length=10, choices=list(rules.TOPIC_NAMES.items()))
    item_id = models.BigIntegerField(db_index=True)
    item_key = models.CharField("索引号", max_length=60)
    edition = models.PositiveIntegerField(default=1)
    title = models.CharField("标题", max_length=300)
    target = models.CharField("对象", max_length=300, blank=True)
    channel = models.CharField("渠道", max_length=40, blank=True)
    code = models.CharField(max_length=16, unique=True, default=code)
    state = models.CharField(
        "状态", max_length=10, choices=list(rules.CAMPAIGN_NAMES.items()), default=rules.Campaigning.APPROVED
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟定人"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    opinion = models.CharField("审核意见", max_length=300, blank=True)
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    targeted = models.PositiveIntegerField("目标数", default=0)
    opened = models.PositiveIntegerField("打开次数", default=0)
    applied = models.PositiveIntegerField("申报数", default=0)

    class Meta:
        verbose_name = "推送"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item_id", "edition", "topic", "method"],
                condition=Q(author__isnull=True),
                name="one_automatic_push_each",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(author__isnull=True) | ~Q(reviewer=models.F("author")),
                name="push_reviewed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Chosen(models.Model):
    """Who a prepared push is for; told once it is approved."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="chosen")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="+")
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "subscriber"], name="chosen_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.subscriber_id}"


class Delivery(models.Model):
    """That one thing goes to one subscriber by one way, once. `slot` names the letter it goes in; `device` 0 is the address."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, models.SET_NULL, null=True, related_name="deliveries")
    subscription = models.BigIntegerField(default=0)
    device = models.BigIntegerField(default=0)
    item_id = models.BigIntegerField()
    edition = models.PositiveIntegerField(default=1)
    topic = models.CharField("事由", max_length=10, choices=list(rules.TOPIC_NAMES.items()))
    slot = models.CharField(max_length=60)
    state = models.CharField(
        "状态", max_length=8, choices=list(rules.SENDING_NAMES.items()), default=rules.Sending.WAITING
    )
    created_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "送达"
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "device", "item_id", "topic", "edition"],
                condition=Q(subscriber__isnull=False),
                name="told_once",
            )
        ]
        indexes = [
            models.Index(fields=["item_id"], name="delivery_by_item"),
            models.Index(fields=["subscriber", "slot"], name="delivery_by_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} {self.topic} {self.item_id}"


class Letter(models.Model):
    """One mail or message, or one push to a browser. Its Message-ID is made with the row, so a second copy is known as one."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="letters")
    device = models.ForeignKey(Device, models.CASCADE, null=True, blank=True, related_name="letters")
    slot = models.CharField(max_length=60)
    due_at = models.DateTimeField("应发时间")
    state = models.CharField(
        "状态", max_length=8, choices=list(rules.SENDING_NAMES.items()), default=rules.Sending.WAITING
    )
    holder = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=160, db_index=True)
    sent_at = models.DateTimeField("送出时间", null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "信件"
        constraints = [models.UniqueConstraint(fields=["subscriber", "slot"], name="one_letter_a_slot")]
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due")]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class OfflinePoint(models.Model):
    """线下点位: where a poster hangs and leaflets lie."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    kind = models.CharField("类别", max_length=12, choices=list(rules.POINT_KINDS.items()))
    name = models.CharField("名称", max_length=100)
    address = models.CharField("地址", max_length=200, blank=True)
    keeper = models.CharField("联系岗位", max_length=60, blank=True, help_text="写岗位，不写个人电话。")
    is_open = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "线下点位"
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="point_named_once")]

    def __str__(self) -> str:
        return self.name


class HandOut(models.Model):
    """Sheets for one point, and the receipt."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="hand_outs", verbose_name="推送")
    point = models.ForeignKey(OfflinePoint, models.PROTECT, related_name="hand_outs", verbose_name="点位")
    sheets = models.PositiveIntegerField("份数", default=1)
    handed_on = models.DateField("发放日期")
    received_on = models.DateField("签收日期", null=True, blank=True)
    received_by = models.CharField("签收岗位", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "线下发放"
        ordering = ["point__kind", "point__name"]
        constraints = [models.UniqueConstraint(fields=["campaign", "point"], name="handed_out_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.point_id}"
