"""安全事件 with its steps, its attachments, what it touched and what is to change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.oversight.safety import rules
from gongkai.oversight.safety.models.choices import choices

SITE = "organisations.Site"
AGENCY = "organisations.Agency"
IS_WAITING = Q(state__in=[state.value for state in rules.WAITING])


class Incident(models.Model):
    """`fingerprint` names what a machine found, so that it is found once. `version` counts changes (two tabs)."""

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="责任机关")
    site = models.ForeignKey(SITE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="网站")
    account = models.CharField("新媒体账号", max_length=120, blank=True)
    kind = models.CharField("种类", max_length=10, choices=choices(rules.KIND_NAMES))
    level = models.CharField("级别", max_length=1, choices=choices(rules.LEVEL_NAMES))
    level_source = models.CharField("定级依据", max_length=300)
    title = models.CharField("标题", max_length=200)
    detail = models.TextField("情况", blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=choices(rules.STATE_NAMES), default=rules.State.DETECTED.value
    )
    detected_at = models.DateTimeField("发现时间")
    report_by = models.DateTimeField("最迟上报")
    reported_at = models.DateTimeField("上报时间", null=True, blank=True)
    reported_to = models.CharField("上报对象", max_length=200, blank=True)
    happened = models.TextField("事件经过", blank=True)
    cause = models.TextField("原因", blank=True)
    changes = models.TextField("改进", blank=True)
    fingerprint = models.CharField(max_length=120, blank=True)
    facts: models.JSONField[Any, Any] = models.JSONField("自动检查结果", default=list)
    by_machine = models.BooleanField("自动发现", default=False)
    seen_at = models.DateTimeField("最近一次自动发现", null=True, blank=True)
    opened_by = models.CharField("登记人", max_length=60)
    opened_at = models.DateTimeField("登记时间", default=timezone.now)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-detected_at", "-pk"]
        verbose_name = "安全事件"
        constraints = [
            models.CheckConstraint(
                condition=Q(site__isnull=False) | ~Q(account=""), name="incident_on_site_or_account"
            ),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=IS_WAITING & ~Q(fingerprint=""), name="found_once_while_open"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-detected_at"], name="safety_incident_by_agency")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """AQ2026-0007: year of the discovery and the running number."""
        return f"AQ{timezone.localtime(self.detected_at).year}-{self.pk:04d}"

    @property
    def is_waiting(self) -> bool:
        return self.state in rules.WAITING

    @property
    def where(self) -> str:
        return "、".join(part for part in (self.site.name if self.site else "", self.account) if part)

    @property
    def report_late(self) -> bool:
        return self.is_waiting and (self.reported_at or timezone.now()) > self.report_by


class Step(models.Model):
    """One thing that happened or was done: `at` is when, `made_at` when it was put down. Never changed."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="steps")
    kind = models.CharField("步骤", max_length=10, choices=choices(rules.STEP_NAMES))
    at = models.DateTimeField("时间")
    made_at = models.DateTimeField("登记时间", default=timezone.now)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person_name = models.CharField("办理人", max_length=60)
    text = models.TextField("说明", blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "处置步骤"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person_name}"


class StepFile(models.Model):
    step = models.ForeignKey(Step, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=200)

    class Meta:
        ordering = ["pk"]
        verbose_name = "处置附件"

    def __str__(self) -> str:
        return self.name


class Affected(models.Model):
    """受影响的内容."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="affected")
    item = models.ForeignKey("publishing.Item", models.PROTECT, related_name="+")
    title = models.CharField("标题", max_length=300)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "受影响的内容"
        constraints = [models.UniqueConstraint(fields=["incident", "item"], name="affected_once")]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """整改措施 from an incident or a drill: what, who, until when, done."""

    incident = models.ForeignKey(Incident, models.CASCADE, null=True, blank=True, related_name="measures")
    drill = models.ForeignKey("safety.Drill", models.CASCADE, null=True, blank=True, related_name="measures")
    what = models.CharField("措施", max_length=300)
    owner = models.CharField("责任人", max_length=60)
    due_on = models.DateField("完成期限")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_note = models.CharField("完成情况", max_length=300, blank=True)
    dropped_at = models.DateTimeField("取消时间", null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = "整改措施"
        constraints = [
            models.CheckConstraint(
                condition=Q(incident__isnull=False, drill__isnull=True) | Q(incident__isnull=True, drill__isnull=False),
                name="measure_of_incident_or_drill",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    @property
    def late(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()
