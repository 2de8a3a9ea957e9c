"""What follows an answer: reviews and lawsuits, the notices about them, what is opened to everybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.base.vault.fields import SealedText
from gongkai.responsive.applications.models.cases import AGENCY, Application
from gongkai.responsive.applications.models.choices import choices
from gongkai.responsive.applications.rules.challenges import (
    CAUSE_NAMES,
    CONVERSION_NAMES,
    KIND_NAMES,
    RESULT_NAMES,
    ConversionState,
)

PERSON = settings.AUTH_USER_MODEL


class Challenge(models.Model):
    """A review, a lawsuit or a complaint. `result` is "" while it is not decided; a correction says its cause."""

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="被申请机关")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="challenges", verbose_name="所涉申请"
    )
    kind = models.CharField("种类", max_length=15, choices=choices(KIND_NAMES))
    number = models.CharField("案号", max_length=80, blank=True)
    body = models.CharField("复议机关、法院或者受理机关", max_length=100)
    who = SealedText("申请人或者原告", blank=True)
    claims = models.TextField("请求")
    filed_on = models.DateField("提出或者收到日期")
    hearing_on = models.DateField("开庭、听证日期", null=True, blank=True)
    result = models.CharField("结果", max_length=10, blank=True, choices=choices(RESULT_NAMES))
    result_on = models.DateField("结案日期", null=True, blank=True)
    result_text = models.TextField("结果说明", blank=True)
    cause = models.CharField("纠错原因", max_length=12, blank=True, choices=choices(CAUSE_NAMES))
    measures = models.TextField("整改措施", blank=True)
    reported_on = models.DateField("报备日期", null=True, blank=True)
    reported_to = models.CharField("报备机关", max_length=100, blank=True)
    opened_by = models.CharField("登记人", max_length=60)
    opened_at = models.DateTimeField("登记时间", default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-filed_on", "-pk"]
        verbose_name = "复议、诉讼、投诉"
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", result_on__isnull=True) | (~Q(result="") & Q(result_on__gte=F("filed_on"))),
                name="challenge_decided_with_day",
            ),
            models.CheckConstraint(condition=~Q(result="corrected") | ~Q(cause=""), name="correction_says_its_cause"),
        ]
        indexes = [models.Index(fields=["agency", "kind", "filed_on"], name="challenge_by_agency")]

    def __str__(self) -> str:
        return self.number or f"FS{self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.result


class Bulletin(models.Model):
    """总结与通报 (R244): what the cases of a period teach, sent to every unit below."""

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="通报机关")
    title = models.CharField("标题", max_length=200)
    since = models.DateField("起")
    until = models.DateField("止")
    text = models.TextField("通报内容")
    figures: models.JSONField[Any, Any] = models.JSONField("数字", default=dict)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    sent_by = models.CharField("发出人", max_length=60, blank=True)
    told = models.PositiveIntegerField("通知人数", default=0)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-until", "-pk"]
        verbose_name = "案件通报"
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="bulletin_ends_after_start")]

    def __str__(self) -> str:
        return self.title


class Conversion(models.Model):
    """同步审查 (R237): whether what one applicant got is opened to everybody, and when it was."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="conversion")
    state = models.CharField(
        "状态", max_length=12, choices=choices(CONVERSION_NAMES), default=ConversionState.PROPOSED.value
    )
    criteria: models.JSONField[Any, Any] = models.JSONField("符合的标准", default=list)
    reason = models.CharField("理由", max_length=300, blank=True)
    proposed_by = models.CharField("提请人", max_length=60)
    proposed_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("审查时间", null=True, blank=True)
    item = models.ForeignKey("publishing.Item", models.PROTECT, null=True, blank=True, related_name="+")
    public_at = models.DateTimeField("公开时间", null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        verbose_name = "转为主动公开"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="public") | Q(item__isnull=False, public_at__isnull=False),
                name="converted_with_item_and_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"
