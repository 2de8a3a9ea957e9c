"""办事事项, and which policies lead to it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.proactive.services import rules

LONGEST_LINK = 500


class ServiceItem(models.Model):
    """What is worked on. The public reads the released edition; only whether it is still done and its link stand here."""

    item = models.OneToOneField("publishing.Item", models.PROTECT, related_name="service", verbose_name="条目")
    code = models.CharField("事项编码", max_length=31, unique=True)
    name = models.CharField("名称", max_length=rules.LONGEST_NAME)
    other_names: models.JSONField[Any, Any] = models.JSONField("又称", default=list, blank=True)
    summary = models.CharField("说明", max_length=300, blank=True)
    link = models.CharField("一网通办链接", max_length=LONGEST_LINK, blank=True)
    one_stop = models.BooleanField("属于一网通办事项", default=True)
    channels: models.JSONField[Any, Any] = models.JSONField("办理渠道", default=list)
    place = models.CharField("办理地点", max_length=200, blank=True)
    phone = models.CharField("咨询电话", max_length=60, blank=True)
    audience = models.CharField(
        "服务对象", max_length=10, choices=list(rules.AUDIENCE_NAMES.items()), default=rules.Audience.BOTH.value
    )
    state = models.CharField(
        "办理状态", max_length=10, choices=list(rules.STATE_NAMES.items()), default=rules.State.ACTIVE.value
    )
    retired_on = models.DateField("停办日期", null=True, blank=True)
    retired_reason = models.CharField("停办原因", max_length=300, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name="接续事项"
    )
    link_standing = models.CharField(
        "链接状态", max_length=10, choices=list(rules.STANDING_NAMES.items()), default=rules.Standing.UNKNOWN.value
    )
    link_since = models.DateTimeField("自", null=True, blank=True)
    link_seen_at = models.DateTimeField("最近核查", null=True, blank=True)
    link_reason = models.CharField("异常说明", max_length=300, blank=True)
    registered_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        ordering = ["code"]
        verbose_name = "办事事项"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active", retired_on__isnull=True)
                | (Q(state="retired", retired_on__isnull=False) & ~Q(retired_reason="")),
                name="retired_service_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_retired(self) -> bool:
        return self.state == rules.State.RETIRED


class Binding(models.Model):
    """A policy that mentions an item, and what was decided on it. A policy has at most one for each item."""

    document = models.ForeignKey(
        "publishing.Item", models.CASCADE, related_name="service_bindings", verbose_name="文件"
    )
    service = models.ForeignKey(ServiceItem, models.PROTECT, related_name="bindings", verbose_name="办事事项")
    state = models.CharField(
        "状态", max_length=10, choices=list(rules.BOND_NAMES.items()), default=rules.Bond.OPEN.value
    )
    words = models.CharField("文中写法", max_length=100, blank=True)
    quote = models.CharField("所在句子", max_length=300, blank=True)
    found_on = models.DateField("发现日期", default=timezone.localdate)
    decided_by = models.CharField("决定人", max_length=40, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        ordering = ["-found_on", "-pk"]
        verbose_name = "阅办联动"
        constraints = [
            models.UniqueConstraint(fields=["document", "service"], name="service_bound_once_to_document"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_binding_says_why"),
        ]
        indexes = [models.Index(fields=["state", "document"], name="service_binding_by_state")]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.service_id}"
