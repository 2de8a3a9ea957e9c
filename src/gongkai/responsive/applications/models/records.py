"""更正政府信息 (条例第四十一条): a request to put a record about oneself right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.base.vault.fields import Fingerprint, SealedText
from gongkai.responsive.applications.models.cases import AGENCY, Application
from gongkai.responsive.applications.models.choices import choices
from gongkai.responsive.applications.rules import APPLICANT_NAMES, DOOR_NAMES, IDENTITY_NAMES, METHOD_NAMES, Door
from gongkai.responsive.applications.rules.records import MATERIAL_NAMES, OUTCOME_NAMES, STATE_NAMES, RecordState

PERSON = settings.AUTH_USER_MODEL


class RecordRequest(models.Model):
    """Who asks, about which record, what is wrong in it and what shows that: all of it sealed, it is about a person.

    What came by the web has a `receipt` and a `secret` (kept as a hash) that open its page; what an officer entered has
    neither. `external_id` names the form of the web, so that it comes in once.
    """

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="受理机关")
    number = models.CharField("登记编号", max_length=60)
    door = models.CharField("提交渠道", max_length=20, choices=choices(DOOR_NAMES), default=Door.COUNTER.value)
    receipt = models.CharField("回执编号", max_length=20, blank=True)
    secret = models.CharField(max_length=200, blank=True)
    external_id = models.CharField("来件编号", max_length=100, blank=True)
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="record_requests",
        verbose_name="由哪件申请转来",
    )
    received_on = models.DateField("收到日期")
    due_on = models.DateField("办理期限")
    kind = models.CharField("申请人类别", max_length=15, blank=True, choices=choices(APPLICANT_NAMES))
    who = SealedText("申请人")
    identity = models.CharField("证件类型", max_length=12, blank=True, choices=choices(IDENTITY_NAMES))
    identity_number = SealedText("证件号码", blank=True)
    contact = SealedText("联系方式")
    email_mark = Fingerprint("本人所填电子邮箱标识")
    method = models.CharField("告知方式", max_length=10, blank=True, choices=choices(METHOD_NAMES))
    record = SealedText("要求更正的记录")
    evidence = SealedText("不准确的地方和证据")
    # What earlier releases kept as the one paper; what comes now lies in `materials`.
    scan = models.ForeignKey("vault.SealedFile", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=choices(STATE_NAMES), default=RecordState.OPEN.value)
    outcome = models.CharField("处理结果", max_length=10, blank=True, choices=choices(OUTCOME_NAMES))
    reason = SealedText("处理情况", blank=True, default="")
    other = models.CharField("有权更正的机关", max_length=100, blank=True)
    other_contact = models.CharField("该机关的联系方式", max_length=200, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    entered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间", default=timezone.now)
    erased_at = models.DateTimeField("申请人信息清除时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = "更正政府信息申请"
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="record_request_number_once"),
            models.UniqueConstraint(fields=["receipt"], condition=~Q(receipt=""), name="record_receipt_once"),
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="record_comes_in_once"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_on__isnull=True),
                name="record_request_closed_with_outcome",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "due_on"], name="record_request_by_agency")]

    def __str__(self) -> str:
        return self.number


class RecordMaterial(models.Model):
    """A paper that came with the request, kept sealed: who asks, or what shows that the record is wrong."""

    request = models.ForeignKey(RecordRequest, models.CASCADE, related_name="materials")
    file = models.ForeignKey("vault.SealedFile", models.PROTECT, related_name="+")
    what = models.CharField("材料", max_length=10, choices=choices(MATERIAL_NAMES))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["request", "pk"]
        verbose_name = "更正申请材料"

    def __str__(self) -> str:
        return f"{self.request_id} {self.pk}"
