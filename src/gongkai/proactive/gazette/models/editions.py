"""The English edition of an issue: linked to it, with its own reviews."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class EnglishIssue(models.Model):
    """The translation; its wording and reviews stand in the item's editions, as of everything that becomes public."""

    issue = models.OneToOneField("gazette.Issue", models.PROTECT, related_name="english")
    item = models.OneToOneField("publishing.Item", models.PROTECT, related_name="gazette_english")
    translator = models.CharField("翻译", max_length=40, blank=True)
    translated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    preface = models.CharField("英文说明", max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "公报英文版"

    def __str__(self) -> str:
        return str(self.item_id)


class EnglishText(models.Model):
    """A text in English: always its title; its wording only where somebody translated it."""

    english = models.ForeignKey(EnglishIssue, models.CASCADE, related_name="texts")
    entry = models.OneToOneField("gazette.Entry", models.CASCADE, related_name="english")
    title = models.CharField("英文标题", max_length=300)
    html = models.TextField("英文正文", blank=True)

    class Meta:
        ordering = ["entry__order"]

    def __str__(self) -> str:
        return self.title
