"""解读方案 and what people wanted to know: planned with the draft, before there is an interpretation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.proactive.interpretation.rules import AUDIENCES, CONTENTS, POLICY_TYPES
from gongkai.proactive.interpretation.rules.kinds import DOUBT_SOURCES
from gongkai.proactive.interpretation.rules.scope import LABELS

AGENCY = "organisations.Agency"


class Plan(models.Model):
    """The plan for one document. Who drafted the document interprets it; another does only with a reason (R163)."""

    policy = models.OneToOneField(
        "publishing.Item", models.PROTECT, primary_key=True, related_name="interpretation_plan", verbose_name="文件"
    )
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="解读单位")
    division = models.ForeignKey(
        "organisations.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解读科室"
    )
    assigned_reason = models.CharField("改由该单位解读的原因", max_length=200, blank=True)
    policy_type = models.CharField("政策类型", max_length=20, choices=list(POLICY_TYPES.items()), default="normative")
    audience = models.CharField("解读对象", max_length=20, choices=list(AUDIENCES.items()), default="public")
    content = models.CharField("解读内容", max_length=20, choices=list(CONTENTS.items()), default="whole")
    forms: models.JSONField[Any, Any] = models.JSONField("解读形式", default=list, blank=True)
    channels: models.JSONField[Any, Any] = models.JSONField("发布渠道", default=list, blank=True)
    unused: models.JSONField[Any, Any] = models.JSONField("不使用的渠道及原因", default=dict, blank=True)
    outline = models.TextField("解读提纲", blank=True)
    timing = models.CharField("解读时间", max_length=200, blank=True)
    important = models.BooleanField("重要政策性文件", default=False)
    attention = models.BooleanField("社会关注度高的重大行政决策", default=False)
    misreading = models.BooleanField("容易造成误解误读", default=False)
    media_plan = models.TextField("媒体沟通和舆情跟踪安排", blank=True)
    labels = models.CharField(
        "三同步用语", max_length=10, choices=[(key, one.name) for key, one in LABELS.items()], default="publish"
    )
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approver_name = models.CharField("审定人", max_length=40, blank=True)
    opinion = models.CharField("审定意见", max_length=300, blank=True)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = "解读方案"

    def __str__(self) -> str:
        return f"plan of {self.policy_id}"


class Doubt(models.Model):
    """One thing people did not understand (R167): answered point by point before the interpretation goes on."""

    policy = models.ForeignKey("publishing.Item", models.PROTECT, related_name="doubts", verbose_name="文件")
    source = models.CharField("来源", max_length=20, choices=list(DOUBT_SOURCES.items()), default="drafting")
    question = models.CharField("疑问", max_length=300)
    raised_on = models.DateField("登记日期")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = "疑问"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="doubt_answered_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class Unconsulted(models.Model):
    """Somebody said, with the reason, that a policy had no public consultation: its stage of the draft is closed (R170)."""

    policy = models.OneToOneField(
        "publishing.Item", models.PROTECT, primary_key=True, related_name="unconsulted", verbose_name="文件"
    )
    reason = models.CharField("没有征询的原因", max_length=200)
    said_at = models.DateTimeField("登记时间", default=timezone.now)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "没有公开征询的说明"

    def __str__(self) -> str:
        return self.reason
