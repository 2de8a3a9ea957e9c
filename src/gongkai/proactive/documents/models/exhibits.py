"""What an edition shows besides its wording: charts, timelines, maps, cards; and the outlines that maps are drawn on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.proactive.documents.rules import exhibits as rules


class Exhibit(models.Model):
    """One exhibit of one edition (R269). It goes public with its edition and in no other way.

    `data` is all that is shown, outlines of a map included, so that what was reviewed cannot change afterwards. In an
    edition with passages withheld an exhibit stays back until the verifier compared it with the public wording:
    `verdict_digest` is what was compared. `public` says that it stands in the snapshot of its edition.
    """

    edition = models.ForeignKey("publishing.Edition", models.CASCADE, related_name="exhibits")
    kind = models.CharField("种类", max_length=10, choices=list(rules.KINDS.items()))
    title = models.CharField("标题", max_length=100)
    source = models.CharField("数据来源", max_length=200)
    alt = models.CharField("替代文字", max_length=rules.LONGEST_ALT)
    place = models.CharField("位置", max_length=10, choices=list(rules.PLACES.items()), default="below")
    data = models.JSONField("内容", default=dict)
    order = models.PositiveIntegerField(default=1)
    verdict = models.CharField(max_length=10, blank=True, choices=[("open", "随文公开"), ("withheld", "不公开")])
    verdict_digest = models.CharField(max_length=64, blank=True)
    verdict_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verdict_by_name = models.CharField("确认人", max_length=40, blank=True)
    verdict_at = models.DateTimeField("确认时间", null=True)
    public = models.BooleanField("已随文公开", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("添加人", max_length=40)
    at = models.DateTimeField("添加时间")

    class Meta:
        verbose_name = "图示"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["public", "kind"], name="public_exhibits")]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(alt="") & ~Q(source=""), name="exhibit_with_words"),
            models.CheckConstraint(
                condition=Q(verdict="") | (Q(verdict_at__isnull=False) & ~Q(verdict_digest="")),
                name="exhibit_verdict_of_something",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MapSheet(models.Model):
    """The outlines of an agency's divisions as somebody uploaded them. The newest counts; exhibits keep their own copy."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    source = models.CharField("底图来源", max_length=200)
    areas = models.JSONField(default=list)
    box = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    by_name = models.CharField("上传人", max_length=40)
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "行政区划底图"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.agency_id}: {len(self.areas)}"
