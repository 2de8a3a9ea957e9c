"""How long an agency keeps who applied."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.responsive.applications.models.cases import AGENCY
from gongkai.responsive.applications.rules.keeping import FEWEST_YEARS


class Keeping(models.Model):
    """保存年限 of one agency; no row: the platform's. No years: for ever."""

    agency = models.OneToOneField(AGENCY, models.PROTECT, related_name="+", verbose_name="机关")
    years = models.PositiveSmallIntegerField("保存年限", null=True, blank=True)
    basis = models.CharField("依据", max_length=200)
    set_by = models.CharField("设定人", max_length=60)
    set_at = models.DateTimeField("设定时间", default=timezone.now)

    class Meta:
        verbose_name = "个人信息保存年限"
        constraints = [
            models.CheckConstraint(condition=Q(years__isnull=True) | Q(years__gte=FEWEST_YEARS), name="kept_some_years")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.years or '永久'}"
