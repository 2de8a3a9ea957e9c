"""政策事项: what was found in a document, the items made of it, and packages of items. Only actions change these rows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.proactive.policy import rules
from gongkai.proactive.policy.rules.items import EMPTY

ITEM = "publishing.Item"


class Scan(models.Model):
    """What the machine found in the public wording of one document. `benefits` counts what looks like a benefit."""

    document = models.OneToOneField(ITEM, models.CASCADE, primary_key=True, related_name="+", verbose_name="文件")
    edition = models.PositiveIntegerField("版次")
    benefits = models.PositiveIntegerField("疑似事项")
    scanned_at = models.DateTimeField("扫描时间", default=timezone.now)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    dismissed_why = models.CharField("没有可拆解事项的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "政策扫描"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dismissed_at__isnull=True) | ~models.Q(dismissed_why=""),
                name="dismissed_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.benefits}"


def empty_facts() -> dict[str, Any]:
    return dict(EMPTY)


class Worked(models.Model):
    """What items and packages share: an item of publishing, and whether somebody handed it in for release."""

    item = models.OneToOneField(ITEM, models.PROTECT, primary_key=True, related_name="+", verbose_name="条目")
    submitted = models.BooleanField("已送发布", default=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class PolicyItem(Worked):
    """One benefit of one document. `facts` are those of `rules.items`; `marks` are places in the document's wording."""

    document = models.ForeignKey(ITEM, models.PROTECT, related_name="policy_items", verbose_name="依据文件")
    document_edition = models.PositiveIntegerField("依据版次")
    order = models.PositiveIntegerField("排序", default=1)
    facts: models.JSONField[Any, Any] = models.JSONField(default=empty_facts)
    marks: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    machine = models.BooleanField("机器提取", default=False)

    class Meta:
        ordering = ["document", "order", "pk"]
        verbose_name = rules.KIND_NAMES[rules.ITEM]

    def __str__(self) -> str:
        return f"{self.item_id} of {self.document_id}"


class PolicyPackage(Worked):
    """政策服务包: items put together for one audience, in an order."""

    audience = models.CharField("对象", max_length=12)
    intro = models.CharField("说明", max_length=500, blank=True)
    members: models.JSONField[Any, Any] = models.JSONField("事项", default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name = rules.KIND_NAMES[rules.PACKAGE]

    def __str__(self) -> str:
        return f"{self.item_id}"
