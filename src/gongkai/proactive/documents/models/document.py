"""公文: the particulars of one official document beside its item. The wording stands in the edition."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.proactive.documents import rules


class Document(models.Model):
    item = models.OneToOneField("publishing.Item", models.PROTECT, primary_key=True, related_name="document")
    status = models.CharField(
        "状态", max_length=20, choices=[(s.value, name) for s, name in rules.STATUS_NAMES.items()], db_index=True
    )
    # Whose it is: `agency` of the item issues; this agency and division drafted.
    drafting_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, related_name="drafted_documents", verbose_name="起草单位"
    )
    division = models.ForeignKey(
        "organisations.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草科室"
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="drafted_documents", verbose_name="拟稿人"
    )
    # The four things decided together at drafting (R002).
    attribute = models.CharField(
        "公开属性", max_length=20, blank=True, choices=list(rules.ATTRIBUTE_NAMES.items()), default="proactive"
    )
    ground = models.CharField("理由种类", max_length=10, blank=True)
    reason = models.TextField("理由", blank=True)
    next_review_on = models.DateField("下次复核日期", null=True, blank=True)
    interpretation_plan = models.CharField("解读方案", max_length=300, blank=True)
    release_channel = models.CharField("发布渠道", max_length=100, blank=True, default="政府网站")
    release_audience = models.CharField("发布对象", max_length=100, blank=True, default="全社会")
    release_wanted_on = models.DateField("希望发布日期", null=True, blank=True)
    # Timing, degree and effect (R016).
    sensitive = models.BooleanField("涉及市场预期或社会敏感", default=False)
    timing_assessment = models.TextField("时度效评估", blank=True)
    # Structured particulars (R034).
    doc_number = models.CharField("发文字号", max_length=60, blank=True)
    doc_number_key = models.CharField(max_length=60, blank=True)
    genre = models.CharField("文种", max_length=20, blank=True)
    category = models.CharField("公开类别", max_length=30, blank=True, default="其他文件")
    themes = models.JSONField("主题分类", default=list, blank=True)
    audiences = models.JSONField("服务对象", default=list, blank=True)
    keywords = models.JSONField("关键词", default=list, blank=True)
    five = models.JSONField("五公开类别", default=list, blank=True)
    summary = models.CharField("摘要", max_length=500, blank=True)
    joint_issuers = models.JSONField("联合发文机关", default=list, blank=True)
    addressees = models.CharField("主送单位", max_length=500, blank=True)
    copied_to = models.CharField("抄送单位", max_length=500, blank=True)
    approving_meeting = models.CharField("审议会议", max_length=100, blank=True)
    signer = models.CharField("签发人", max_length=40, blank=True)
    note = models.CharField("附注", max_length=100, blank=True)
    formed_on = models.DateField("成文日期", null=True, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    wanted_columns = models.JSONField("拟归入栏目", default=list, blank=True)
    status_since = models.DateTimeField("进入本状态时间")

    class Meta:
        verbose_name = "公文"
        ordering = ["-status_since"]
        constraints = [
            models.UniqueConstraint(
                fields=["doc_number_key"], condition=~Q(doc_number_key=""), name="document_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["issued", "published"]) | Q(issued_on__isnull=False),
                name="issued_with_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(attribute="proactive"), name="only_proactive_is_published"
            ),
        ]
        indexes = [models.Index(fields=["drafting_agency", "status"], name="document_by_agency")]

    def __str__(self) -> str:
        return self.doc_number or str(self.item_id)


class Return(models.Model):
    """One 退文 with its cause, counted by division (R004)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="returns")
    division = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    station = models.CharField("退回环节", max_length=20)
    cause = models.CharField("退文原因", max_length=30)
    detail = models.TextField("说明")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.cause}"


class SecretStub(models.Model):
    """All that is kept of a document found to be a state secret: that it exists, whose it is, since when (R008)."""

    register_number = models.CharField("登记号", max_length=40, unique=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    kept_at = models.CharField("涉密载体保管部门", max_length=100)

    class Meta:
        ordering = ["-registered_at"]

    def __str__(self) -> str:
        return self.register_number
