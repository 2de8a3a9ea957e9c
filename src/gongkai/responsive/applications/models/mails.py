"""The mail that says to an applicant that something new lies on the track page: whether it left, nothing of what it said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.responsive.applications.models.choices import choices
from gongkai.responsive.applications.models.people import Applicant
from gongkai.responsive.applications.models.records import RecordRequest
from gongkai.responsive.applications.rules.mails import MAIL_STATE_NAMES, MailState


class LetterMail(models.Model):
    """One letter, one reader, one mail. The address is read from the reader when it leaves, and kept nowhere else."""

    letter = models.ForeignKey("casework.Letter", models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Applicant, models.CASCADE, null=True, related_name="+")
    record = models.ForeignKey(RecordRequest, models.CASCADE, null=True, related_name="+")
    state = models.CharField("状态", max_length=10, choices=choices(MAIL_STATE_NAMES), default=MailState.QUEUED.value)
    note = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "邮件提醒"
        constraints = [
            models.UniqueConstraint(fields=["letter", "applicant"], name="applicant_mailed_once_a_letter"),
            models.UniqueConstraint(
                fields=["letter"], condition=Q(record__isnull=False), name="record_mailed_once_a_letter"
            ),
            models.CheckConstraint(
                condition=Q(applicant__isnull=False, record__isnull=True)
                | Q(applicant__isnull=True, record__isnull=False),
                name="mail_to_one_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.state}"
