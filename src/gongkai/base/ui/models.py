from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A search, filter and order of one register that one person keeps under a name."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="人员"
    )
    register = models.CharField("登记簿", max_length=64)
    name = models.CharField("名称", max_length=32)
    query = models.CharField("条件", max_length=2000, blank=True)
    created_at = models.DateTimeField("保存时间", auto_now_add=True)

    class Meta:
        verbose_name = "保存的视图"
        verbose_name_plural = verbose_name
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "register", "name"], name="ui_saved_view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
