"""应急预案 in versions with a contact tree, and drills."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.oversight.safety import rules
from gongkai.oversight.safety.models.choices import choices

AGENCY = "organisations.Agency"


class Plan(models.Model):
    """`review_on` is when it is to be looked at again. `version` counts changes (two tabs)."""

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="机关")
    title = models.CharField("名称", max_length=120)
    review_on = models.DateField("复核日期")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["agency", "pk"]
        verbose_name = "应急预案"
        constraints = [models.UniqueConstraint(fields=["agency", "title"], name="plan_title_once_in_agency")]

    def __str__(self) -> str:
        return self.title

    @property
    def newest(self) -> PlanVersion | None:
        return self.versions.order_by("-number").first()


class PlanVersion(models.Model):
    """One wording in force from a day; `contacts` is the tree as it stood then. Never changed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("版次")
    issued_on = models.DateField("印发日期")
    approved_by = models.CharField("批准", max_length=100)
    summary = models.TextField("主要内容")
    change_note = models.CharField("修订说明", max_length=300, blank=True)
    levels: models.JSONField[Any, Any] = models.JSONField("事件分级", default=dict)
    contacts: models.JSONField[Any, Any] = models.JSONField("当时的联系人", default=list)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField("文件", max_length=200, blank=True)
    person_name = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        ordering = ["-number"]
        verbose_name = "应急预案版本"
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan}（第{self.number}版）"


class Contact(models.Model):
    """One place in the tree: whom `above` calls."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="contacts")
    role = models.CharField("职责", max_length=10, choices=choices(rules.ROLE_NAMES))
    name = models.CharField("姓名或者单位", max_length=60)
    post = models.CharField("职务", max_length=60, blank=True)
    phone = models.CharField("电话", max_length=60)
    above = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="below", verbose_name="上级")

    class Meta:
        ordering = ["pk"]
        verbose_name = "应急联系人"

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class Drill(models.Model):
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="组织机关")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="drills", verbose_name="应急预案"
    )
    title = models.CharField("名称", max_length=120)
    scenario = models.TextField("演练情景")
    planned_on = models.DateField("计划日期")
    state = models.CharField(
        "状态", max_length=10, choices=choices(rules.DRILL_NAMES), default=rules.DrillState.PLANNED.value
    )
    held_on = models.DateField("举行日期", null=True, blank=True)
    participants = models.TextField("参加人员", blank=True)
    course = models.TextField("演练过程", blank=True)
    findings = models.TextField("发现的问题", blank=True)
    reason = models.CharField("改期或者取消的原因", max_length=300, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField("附件", max_length=200, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-planned_on", "-pk"]
        verbose_name = "应急演练"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=rules.DrillState.HELD.value) | Q(held_on__isnull=False), name="held_drill_has_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.title
