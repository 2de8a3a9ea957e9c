"""Where the site's version of a document and the standard text part, and which documents stand in no issue."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.proactive.gazette import rules


class Divergence(models.Model):
    """One edition of a document that is not the gazette's text. `site_edition` 0 means: withdrawn from the site."""

    entry = models.ForeignKey("gazette.Entry", models.CASCADE, related_name="divergences")
    site_edition = models.PositiveIntegerField("网站版次")
    said = models.CharField("差异", max_length=100)
    found_at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField("处理", max_length=10, blank=True, choices=list(rules.ANSWER_NAMES.items()))
    note = models.CharField("对读者的说明", max_length=300, blank=True)
    decided_by = models.CharField("处理人", max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField("恢复一致", null=True, blank=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = "与标准文本的差异"
        constraints = [
            models.UniqueConstraint(fields=["entry", "site_edition"], name="gazette_divergence_once_an_edition")
        ]

    def __str__(self) -> str:
        return self.said


class Omission(models.Model):
    """Why a public policy document is not in the gazette (R294)."""

    gazette = models.ForeignKey("gazette.Gazette", models.CASCADE, related_name="omissions")
    document = models.ForeignKey("publishing.Item", models.CASCADE, related_name="+")
    why = models.CharField("理由", max_length=10, choices=list(rules.WHY_NAMES.items()))
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.CharField("登记人", max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gazette", "document"], name="gazette_omission_once")]

    def __str__(self) -> str:
        return self.why
