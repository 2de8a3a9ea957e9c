"""What people decided on hits, and what they stated about combinations. No value of a hit is kept, only its keyed mark."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.engine.screening.rules import CHOICES, SEVERITY_NAMES
from gongkai.engine.screening.rules.links import LONGEST_ADDRESS, OUTCOME_NAMES

ITEM = "publishing.Item"


def new_salt() -> str:
    return secrets.token_hex(32)


class ItemSalt(models.Model):
    """The key of the fingerprints of one item. Whoever deletes it makes the fingerprints in the event record mute."""

    item = models.OneToOneField(ITEM, models.CASCADE, primary_key=True, related_name="+")
    salt = models.CharField(max_length=64, default=new_salt)

    def __str__(self) -> str:
        return str(self.item_id)


class Decision(models.Model):
    """What one person decided on one hit. Rows are never changed but for `is_current`: the latest decision counts."""

    item = models.ForeignKey(ITEM, models.CASCADE, related_name="+", verbose_name="条目")
    edition_number = models.PositiveIntegerField("作出决定时的版次")
    fingerprint = models.CharField(max_length=40)
    same = models.CharField(max_length=40)
    check_name = models.CharField("检查项", max_length=40)
    title = models.CharField("提示", max_length=60)
    severity = models.CharField(
        "程度", max_length=5, choices=[(key.value, name) for key, name in SEVERITY_NAMES.items()]
    )
    place = models.CharField("位置", max_length=220)
    choice = models.CharField(
        "处理", max_length=10, choices=[(key.value, words.name) for key, words in CHOICES.items()]
    )
    ground = models.CharField("公开依据", max_length=200, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person_name = models.CharField("处理人", max_length=40)
    role = models.CharField("岗位", max_length=60, blank=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    at = models.DateTimeField("时间", default=timezone.now)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "提示处理"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "fingerprint"], condition=Q(is_current=True), name="one_current_decision_a_hit"
            ),
            models.CheckConstraint(condition=~Q(choice="public") | ~Q(ground=""), name="public_by_law_with_ground"),
        ]
        indexes = [models.Index(fields=["agency", "check_name"], name="decision_by_agency")]

    def __str__(self) -> str:
        return f"{self.check_name} {self.choice}"


class Statement(models.Model):
    """What the reviewer stated about the combination with what is public already (数据汇聚风险), for one wording."""

    item = models.ForeignKey(ITEM, models.CASCADE, related_name="+", verbose_name="条目")
    edition_number = models.PositiveIntegerField("版次")
    digest = models.CharField(max_length=64)
    harmless = models.BooleanField("汇聚后不泄露受保护的信息")
    text = models.CharField("意见", max_length=500)
    shown: models.JSONField[Any, Any] = models.JSONField("当时列出的已公开内容", default=list)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person_name = models.CharField("审查人", max_length=40)
    role = models.CharField("岗位", max_length=60, blank=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "数据汇聚风险意见"

    def __str__(self) -> str:
        return f"{self.item_id} v{self.edition_number}"


class AskedLink(models.Model):
    """What another host answered when it was asked for an address, the last time. `failures` counts looks in a row."""

    digest = models.CharField(max_length=64, unique=True)
    url = models.CharField("网址", max_length=LONGEST_ADDRESS)
    host = models.CharField(max_length=255, db_index=True)
    outcome = models.CharField("结果", max_length=10, choices=list(OUTCOME_NAMES.items()))
    reason = models.CharField("说明", max_length=200, blank=True)
    address = models.CharField("现地址", max_length=LONGEST_ADDRESS, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField("核对时间", default=timezone.now)

    class Meta:
        verbose_name = "外部链接"

    def __str__(self) -> str:
        return self.url
