"""Who applies: sealed, and shown to whoever needs it, each look recorded. Several people may apply together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.base.vault.fields import Fingerprint, SealedText
from gongkai.responsive.applications import rules
from gongkai.responsive.applications.models.cases import Submission
from gongkai.responsive.applications.models.choices import choices


class Applicant(models.Model):
    """A party of a form; the first that has not left speaks for all. `fingerprint` finds the same person without opening.

    `left_on` is set when somebody died, stepped back or was replaced; the reason stays.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="applicants")
    position = models.PositiveSmallIntegerField("顺序", default=1)
    kind = models.CharField("申请人类别", max_length=15, choices=choices(rules.APPLICANT_NAMES))
    name = SealedText("姓名或者名称", blank=True)
    identity = models.CharField("证件类型", max_length=12, choices=choices(rules.IDENTITY_NAMES), blank=True)
    identity_number = SealedText("证件号码", blank=True)
    fingerprint = Fingerprint("同一申请人标识")
    identity_file = models.ForeignKey(
        "vault.SealedFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="身份证明"
    )
    phone = SealedText("电话", blank=True)
    email = SealedText("电子邮箱", blank=True)
    # Only of an address that the applicant typed: it opens the form to whoever reads that mailbox (queries.account).
    email_mark = Fingerprint("本人所填电子邮箱标识")
    address = SealedText("通信地址", blank=True)
    postal_code = models.CharField("邮政编码", max_length=6, blank=True)
    fax = SealedText("传真", blank=True)
    representative = SealedText("法定代表人或者负责人", blank=True)
    contact = SealedText("联系人", blank=True)
    agent = SealedText("代理人", blank=True)
    # 推选的代表人: letters to this one reach everybody; at most one of those present.
    represents = models.BooleanField("代表人", default=False)
    left_on = models.DateField("退出日期", null=True, blank=True)
    left_reason = models.CharField("退出原因", max_length=200, blank=True)

    class Meta:
        ordering = ["submission", "position", "pk"]
        verbose_name = "申请人"
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="applicant_once_at_a_place"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | ~Q(left_reason=""), name="applicant_left_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}-{self.position}"


class Material(models.Model):
    """A file that came with the form or later from the applicant, kept sealed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="materials")
    file = models.ForeignKey("vault.SealedFile", models.PROTECT, related_name="+")
    why = models.CharField("来由", max_length=40, default="随申请提交")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["submission", "pk"]
        verbose_name = "申请材料"

    def __str__(self) -> str:
        return f"{self.submission_id} {self.pk}"
