"""优秀解读评选: a contest, its entries, its jurors and their scores."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.oversight.outreach.models.reach import ITEM, Kept
from gongkai.oversight.outreach.rules.contests import STAGE_NAMES, Stage


class Contest(Kept):
    title = models.CharField("名称", max_length=100)
    year = models.PositiveIntegerField("年度")
    criteria: models.JSONField[Any, Any] = models.JSONField("评分标准", default=list)
    opens_on = models.DateField("征集开始日期")
    closes_on = models.DateField("征集截止日期")
    stage = models.CharField("进度", max_length=10, choices=list(STAGE_NAMES.items()), default=Stage.OPEN)
    awarded = models.PositiveIntegerField("评出名额", default=3)
    item = models.OneToOneField(ITEM, models.PROTECT, null=True, blank=True, related_name="contest")

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = "优秀解读评选"
        constraints = [models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="contest_closes_later")]

    def __str__(self) -> str:
        return self.title


class ContestEntry(models.Model):
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="entries")
    interpretation = models.ForeignKey(ITEM, models.PROTECT, related_name="+", verbose_name="解读")
    agency: models.ForeignKey[Any, Any] = models.ForeignKey(
        "organisations.Agency", models.PROTECT, related_name="+", verbose_name="推荐单位"
    )
    title = models.CharField("解读标题", max_length=300)
    reason = models.CharField("推荐理由", max_length=300)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = "参评解读"
        constraints = [models.UniqueConstraint(fields=["contest", "interpretation"], name="entered_once")]

    def __str__(self) -> str:
        return self.title


class Juror(models.Model):
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="jurors")
    person: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="评委"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = "评委"
        constraints = [models.UniqueConstraint(fields=["contest", "person"], name="juror_once")]

    def __str__(self) -> str:
        return str(self.person)


class Score(models.Model):
    """What one juror gave one entry: once, and not of the juror's own agency."""

    entry = models.ForeignKey(ContestEntry, models.PROTECT, related_name="scores")
    juror = models.ForeignKey(Juror, models.PROTECT, related_name="scores")
    marks: models.JSONField[Any, Any] = models.JSONField(default=dict)
    total = models.DecimalField("得分", max_digits=5, decimal_places=2)
    comment = models.CharField("评语", max_length=300, blank=True)

    class Meta:
        verbose_name = "评分"
        constraints = [models.UniqueConstraint(fields=["entry", "juror"], name="scored_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.total}"
