"""The register of normative documents and the library of plans: what is known of a document besides its particulars."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.proactive.stock import rules


class RegisterCounter(models.Model):
    """The last serial of the unified numbers of a year; locked while the next is given out."""

    year = models.PositiveIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class NormativeEntry(models.Model):
    """One line of the unified register. The number is given once, at first publication, and never again."""

    item = models.OneToOneField("publishing.Item", models.PROTECT, related_name="normative_entry", verbose_name="条目")
    number = models.CharField("统一登记号", max_length=20, unique=True)
    registered_on = models.DateField("登记日期", default=timezone.localdate)
    # What the last finished clean-up concluded; validity itself follows from dates and relations.
    conclusion = models.CharField("清理结论", max_length=10, blank=True, choices=list(rules.VERDICT_NAMES.items()))
    concluded_on = models.DateField("清理日期", null=True, blank=True)
    expiry_noted_on = models.DateField(null=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = "规范性文件登记"

    def __str__(self) -> str:
        return self.number


class NormativeHint(models.Model):
    """A public document that reads like a normative one and is not in the register, with the reasons."""

    item = models.OneToOneField("publishing.Item", models.CASCADE, related_name="normative_hint", verbose_name="条目")
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    signs: models.JSONField[Any, Any] = models.JSONField("迹象", default=list)
    found_at = models.DateTimeField("发现时间", default=timezone.now)
    judgement = models.CharField(
        "认定", max_length=10, blank=True, choices=[("yes", "属于，应当入册"), ("no", "不属于")]
    )
    reason = models.CharField("认定理由", max_length=300, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField("认定时间", null=True)

    class Meta:
        ordering = ["-found_at"]
        verbose_name = "疑似规范性文件"
        constraints = [
            models.CheckConstraint(condition=Q(judgement="") | ~Q(reason=""), name="judged_with_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.item_id)


class PlanEntry(models.Model):
    item = models.OneToOneField("publishing.Item", models.PROTECT, related_name="plan_entry", verbose_name="规划")
    period = models.CharField("规划期", max_length=20, blank=True)
    first_year = models.PositiveIntegerField("起始年", null=True, blank=True)
    last_year = models.PositiveIntegerField("终止年", null=True, blank=True)
    level = models.CharField("类别", max_length=20, choices=[(one, one) for one in rules.LEVELS], default="专项规划")
    note = models.CharField("说明", max_length=200, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="著录人"
    )

    class Meta:
        ordering = ["-first_year", "level", "pk"]
        verbose_name = "规划"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__isnull=True)
                | Q(last_year__isnull=True)
                | Q(last_year__gte=models.F("first_year")),
                name="plan_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.level}".strip()
