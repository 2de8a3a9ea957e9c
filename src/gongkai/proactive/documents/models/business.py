"""What the house does with a draft besides reviewing it: attribute, norm check, opinion form, countersigning, autosave."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.proactive.documents import rules
from gongkai.proactive.documents.models.document import Document

EDITION = "publishing.Edition"
STORED = "files.StoredFile"


class AttributeChange(models.Model):
    """One step in the life of the attribute: proposed, changed while drafting, agreed, changed afterwards (R019)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="attribute_changes")
    kind = models.CharField("事由", max_length=10, choices=list(rules.ATTRIBUTE_STEPS.items()))
    was_attribute = models.CharField(max_length=20, blank=True)
    was_mode = models.CharField(max_length=20, blank=True)
    attribute = models.CharField("公开属性", max_length=20, blank=True)
    mode = models.CharField("公开方式", max_length=20, blank=True)
    ground = models.CharField("理由种类", max_length=10, blank=True)
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("办理人", max_length=40)
    role = models.CharField("岗位", max_length=60, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "公开属性变动"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.was_attribute} → {self.attribute}"


class NormCheck(models.Model):
    """公文规范性审核 (R018): the checklist as a person answered it, bound to the wording by `digest`."""

    edition = models.ForeignKey(EDITION, models.CASCADE, related_name="norm_checks")
    digest = models.CharField(max_length=64)
    answers = models.JSONField("核对结果", default=list)
    passed = models.BooleanField("通过")
    opinion = models.TextField("意见", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("核对人", max_length=40)
    role = models.CharField("岗位", max_length=60, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "公文规范性审核"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return "通过" if self.passed else "未通过"


class OpinionForm(models.Model):
    """公文公开发布意见单 (R017): what the drafting body asks of the superior body that will issue the document."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="opinion_form")
    disclosure = models.TextField("公开意见")
    release = models.TextField("发布要求")
    interpretation = models.TextField("解读安排")
    contact = models.CharField("联系人", max_length=40)
    phone = models.CharField("联系电话", max_length=40)
    by_name = models.CharField("填写人", max_length=40)
    at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = "公文公开发布意见单"

    def __str__(self) -> str:
        return "公文公开发布意见单"


class Material(models.Model):
    """Interpretation material that travels with the draft; it is published on its own road, not with the document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="materials")
    file = models.ForeignKey(STORED, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=200)
    by_name = models.CharField("上传人", max_length=40)
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "解读材料"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="material_name_once")]

    def __str__(self) -> str:
        return self.name


class CountersignRequest(models.Model):
    """A draft sent to a joint issuer that works on this platform; while it is open, that agency sees this one draft."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="countersign_requests")
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="会签机关")
    asked_at = models.DateTimeField("送会签时间")
    asked_by = models.CharField("经办人", max_length=40)
    due_on = models.DateField("反馈期限")
    closed_at = models.DateTimeField("办结时间", null=True)
    outcome = models.CharField("结果", max_length=10, blank=True, choices=list(rules.REQUEST_OUTCOMES.items()))
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "送会签"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "agency"], condition=Q(closed_at__isnull=True), name="one_open_countersign_request"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="countersign_request_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} → {self.agency_id}"


class HoldDecision(models.Model):
    """What whoever signs decided about a document that its sender called back after the signature. Never changed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="hold_decisions")
    decision = models.CharField("决定", max_length=10, choices=list(rules.HOLD_DECISIONS.items()))
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField("决定人", max_length=40)
    role = models.CharField("岗位", max_length=60, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "撤回公文的处理决定"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.decision


class Countersign(models.Model):
    """会签 of one joint issuer on one edition: agreed, agreed with a reservation, or returned; printed on the slip."""

    edition = models.ForeignKey(EDITION, models.CASCADE, related_name="countersigns")
    agency_name = models.CharField("会签机关", max_length=100)
    result = models.CharField("意见", max_length=12, choices=list(rules.COUNTERSIGN_RESULTS.items()))
    opinion = models.TextField("说明", blank=True)
    signer = models.CharField("会签人", max_length=40)
    signed_on = models.DateField("会签日期")
    digest = models.CharField(max_length=64)
    # Set where the agency signed at its own desk; else the office recorded what it was told.
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField("登记人", max_length=40)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "会签"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "agency_name"], name="one_countersign_an_agency")]

    def __str__(self) -> str:
        return self.agency_name


class Recovery(models.Model):
    """Where unsaved typing was kept before `base.unsaved`: emptied by migration 0006, leaves with the next release."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, related_name="recoveries")
    version = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "未保存的稿件"
        constraints = [models.UniqueConstraint(fields=["person", "document"], name="one_recovery_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.document_id}"
