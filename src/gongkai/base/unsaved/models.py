"""One row a person and form: the form as it stood on the screen."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Unsaved(models.Model):
    """Kept for its person alone until it is saved or thrown away; `place` is the form, «documents:17»."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=80, db_index=True)
    version = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "未保存的内容"
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="one_unsaved_a_form")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.place}"
