"""What was used and who came how often: no address stands here, only a code of it."""

from __future__ import annotations

from django.db import models


class Spent(models.Model):
    """A challenge that was answered, rightly or not: it opens nothing a second time."""

    digest = models.CharField("摘要", max_length=64, unique=True)
    expires_at = models.DateTimeField("失效时间", db_index=True)

    class Meta:
        verbose_name = "用过的验证"
        verbose_name_plural = "用过的验证"

    def __str__(self) -> str:
        return self.digest[:12]


class Visits(models.Model):
    """How often one visitor came for one purpose since the first time in this window."""

    purpose = models.CharField("用途", max_length=40)
    key = models.CharField("访问者代码", max_length=64)
    started_at = models.DateTimeField("起算时间", db_index=True)
    hits = models.PositiveIntegerField("次数", default=1)

    class Meta:
        verbose_name = "访问次数"
        verbose_name_plural = "访问次数"
        constraints = [models.UniqueConstraint(fields=["purpose", "key"], name="one_count_per_visitor")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.hits}"
