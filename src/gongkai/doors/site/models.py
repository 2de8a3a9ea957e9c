"""How often public things were read. Nothing about readers is kept."""

from __future__ import annotations

from django.db import models


class ViewCount(models.Model):
    """浏览次数 of one public item, by its index number; robots and reloads are not in it."""

    key = models.CharField("索引号", max_length=60, primary_key=True)
    count = models.PositiveBigIntegerField("浏览次数", default=0)

    class Meta:
        verbose_name = "浏览次数"
        verbose_name_plural = "浏览次数"

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
