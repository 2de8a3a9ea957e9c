"""集中受理点, who is there when, what they were trained in (R229)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.responsive.applications.models.cases import AGENCY

PERSON = settings.AUTH_USER_MODEL


class Point(models.Model):
    """A window at which applications are received; open on working days at these hours."""

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="机关")
    name = models.CharField("名称", max_length=60)
    address = models.CharField("地址", max_length=200)
    phone = models.CharField("电话", max_length=40, blank=True)
    morning_from = models.TimeField("上午开始")
    morning_until = models.TimeField("上午结束")
    afternoon_from = models.TimeField("下午开始")
    afternoon_until = models.TimeField("下午结束")
    is_open = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ["agency", "name"]
        verbose_name = "受理点"
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="point_name_once_in_agency"),
            models.CheckConstraint(
                condition=Q(morning_until__gt=F("morning_from"))
                & Q(afternoon_until__gt=F("afternoon_from"))
                & Q(afternoon_from__gte=F("morning_until")),
                name="point_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """Who stands at a window on a day, from when until when."""

    point = models.ForeignKey(Point, models.CASCADE, related_name="shifts", verbose_name="受理点")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="值守人员")
    on = models.DateField("日期")
    starts = models.TimeField("开始")
    ends = models.TimeField("结束")

    class Meta:
        ordering = ["on", "starts", "pk"]
        verbose_name = "排班"
        constraints = [
            models.UniqueConstraint(fields=["point", "person", "on", "starts"], name="shift_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="shift_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.on}"


class Training(models.Model):
    """That somebody who stands at a window was trained: when, in what, for how long, with what result."""

    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="人员")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="机关")
    on = models.DateField("日期")
    topic = models.CharField("内容", max_length=200)
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    result = models.CharField("结果", max_length=100, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "培训记录"
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0), name="training_takes_time")]

    def __str__(self) -> str:
        return f"{self.person} {self.on}"
