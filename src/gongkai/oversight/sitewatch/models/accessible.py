"""What the look at every page found in somebody's way (R257)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

SITE = "organisations.Site"
AGENCY = "organisations.Agency"


class PageReport(models.Model):
    """无障碍检查 of one page, as it was found last. `digest` says of what text, so that nothing is judged twice."""

    site = models.ForeignKey(SITE, models.CASCADE, related_name="page_reports", verbose_name="网站")
    agency = models.ForeignKey(AGENCY, models.CASCADE, related_name="+", verbose_name="责任机关")
    item = models.ForeignKey("publishing.Item", models.CASCADE, null=True, blank=True, related_name="+")
    path = models.CharField("页面", max_length=300)
    title = models.CharField("页面标题", max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    barriers: models.JSONField[Any, Any] = models.JSONField("问题", default=list)
    count = models.PositiveIntegerField("问题数", default=0)
    kinds = models.CharField("种类", max_length=300, blank=True, help_text="检查代码，前后各有一个空格")
    since = models.DateField("发现日期", null=True, blank=True)
    looked_at = models.DateTimeField("检查时间", default=timezone.now)

    class Meta:
        ordering = ["-count", "path"]
        verbose_name = "无障碍检查"
        constraints = [models.UniqueConstraint(fields=["site", "path"], name="page_report_once_on_site")]
        indexes = [models.Index(fields=["site", "-count"], name="sitewatch_report_by_count")]

    def __str__(self) -> str:
        return self.title or self.path
