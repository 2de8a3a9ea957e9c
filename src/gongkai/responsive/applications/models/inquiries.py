"""Others who are asked, more time, and reasons for asking often."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.base.vault.fields import SealedText
from gongkai.responsive.applications.models.cases import Application
from gongkai.responsive.applications.models.choices import choices
from gongkai.responsive.applications.rules.inquiries import ANSWER_NAMES, PARTY_NAMES

PERSON = settings.AUTH_USER_MODEL


class Inquiry(models.Model):
    """A letter that asks a third party, a joint maker or another agency; the reply clock stands still meanwhile.

    `reached_on` is the day they got the letter: their period runs from there. `ended_on` is the day the opinion came in or
    the period passed without one (`answer` is then "silent").
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="inquiries")
    party = models.CharField("对象", max_length=15, choices=choices(PARTY_NAMES))
    name = SealedText("名称")
    address = SealedText("地址和联系方式", blank=True)
    about = models.TextField("征求意见的内容")
    sent_on = models.DateField("发出日期")
    reached_on = models.DateField("对方收到日期", null=True, blank=True)
    due_on = models.DateField("意见期限", null=True, blank=True)
    answer = models.CharField("意见", max_length=10, blank=True, choices=choices(ANSWER_NAMES))
    reason = models.TextField("理由", blank=True)
    ended_on = models.DateField("收到意见或者期满日期", null=True, blank=True)
    # An objecting third party was told what is opened all the same, and why (条例第三十二条).
    told_on = models.DateField("告知第三方日期", null=True, blank=True)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = "征求意见"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, answer="") | (Q(ended_on__isnull=False) & ~Q(answer="")),
                name="inquiry_ended_with_answer",
            ),
            models.CheckConstraint(
                condition=Q(reached_on__isnull=True) | Q(reached_on__gte=F("sent_on")), name="inquiry_reached_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.party}"

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


class Extension(models.Model):
    """延长答复: asked for with a reason, granted or not by somebody else, told to the applicant."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField("延长的工作日")
    reason = models.CharField("理由", max_length=500)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    proposed_on = models.DateField("提请日期")
    due_before = models.DateField("原答复期限", null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    granted = models.BooleanField("批准", null=True)
    remark = models.CharField("意见", max_length=300, blank=True)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = "延长答复"
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(decided_on__isnull=True), name="one_open_extension"
            ),
            models.UniqueConstraint(fields=["application"], condition=Q(granted=True), name="extended_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} +{self.days}"


class Counsel(models.Model):
    """法律顾问审查: asked, answered."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="counsels")
    question = models.TextField("请审查的问题")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField("提请日期")
    answer = models.TextField("法律意见", blank=True)
    agrees = models.BooleanField("同意拟办意见", null=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField("出具日期", null=True, blank=True)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = "法律顾问意见"

    def __str__(self) -> str:
        return f"{self.application_id} {self.asked_on}"

    @property
    def is_open(self) -> bool:
        return self.answered_on is None


class ReasonRequest(models.Model):
    """要求说明理由 (条例第三十五条): the facts of number and frequency as told, the answer, what was made of it."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="reason_request")
    facts = models.TextField("数量、频次的事实")
    asked_on = models.DateField("告知日期")
    answer = SealedText("申请人说明的理由", blank=True)
    answered_on = models.DateField("收到说明日期", null=True, blank=True)
    finding = models.TextField("认定及理由", blank=True)
    delayed_to = models.DateField("告知的延迟答复日期", null=True, blank=True)

    class Meta:
        verbose_name = "要求说明理由"

    def __str__(self) -> str:
        return f"{self.application_id} {self.asked_on}"
