"""值班: who reads the site on which days, and what was seen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

SITE = "organisations.Site"


class Turn(models.Model):
    """值班安排: a named person reads the site from a day to a day, both included. Stand-ins follow by themselves."""

    site = models.ForeignKey(SITE, models.CASCADE, related_name="turns", verbose_name="网站")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="值班人")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    ended_at = models.DateTimeField("取消时间", null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = "值班安排"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="turn_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.starts_on}至{self.ends_on}）"


class LogEntry(models.Model):
    """值班记录 of one day: what was seen, found and repaired, by whom. Written once, never changed."""

    site = models.ForeignKey(SITE, models.CASCADE, related_name="log", verbose_name="网站")
    day = models.DateField("日期")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="值班人")
    role = models.CharField("身份", max_length=80, blank=True)
    answers: models.JSONField[Any, Any] = models.JSONField("检查清单", default=dict)
    seen = models.TextField("读网情况", blank=True)
    found = models.TextField("发现的问题", blank=True)
    repaired = models.TextField("修复情况", blank=True)
    made_at = models.DateTimeField("填写时间", default=timezone.now)

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = "值班记录"
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="one_log_entry_a_day")]

    def __str__(self) -> str:
        return f"{self.day}值班记录"

    @property
    def is_late(self) -> bool:
        return timezone.localdate(self.made_at) > self.day
