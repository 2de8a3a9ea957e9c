"""A compilation is an item of its own; its members are other items, shown and bound only while they are public."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Compilation(models.Model):
    item = models.OneToOneField("publishing.Item", models.PROTECT, primary_key=True, related_name="compilation")
    theme = models.CharField("主题", max_length=40, blank=True)
    # How members were chosen, so that readers see the rule: theme, words, years.
    rule = models.CharField("选编范围", max_length=200)
    # Digest of the members of which the files were made last, and how far the making has come (0-100).
    made_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)
    progress = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "文件汇编"

    def __str__(self) -> str:
        return str(self.item_id)


class CompilationMember(models.Model):
    compilation = models.ForeignKey(Compilation, models.CASCADE, related_name="members")
    item = models.ForeignKey("publishing.Item", models.PROTECT, related_name="+")
    chapter = models.CharField("章", max_length=60, blank=True)
    order = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["compilation", "item"], name="member_once_in_compilation")]

    def __str__(self) -> str:
        return f"{self.compilation_id}: {self.item_id}"
