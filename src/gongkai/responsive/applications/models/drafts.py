"""A form begun and not sent: sealed, found by a code that only its writer has, gone after its time."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.base.vault.fields import SealedText


class Draft(models.Model):
    """What was typed, as JSON; `code` is a digest of the code that opens it."""

    code = models.CharField(max_length=64, unique=True)
    content = SealedText("草稿")
    saved_at = models.DateTimeField("保存时间", default=timezone.now)
    kept_until = models.DateField("保存至", db_index=True)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = "申请草稿"

    def __str__(self) -> str:
        return f"{self.pk}"
