"""What people are told. A message is a courtesy, not a record: the record is the event behind it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Message(models.Model):
    """One message to one person. `key` names the occasion, so that telling twice tells once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_messages", verbose_name="收件人"
    )
    kind = models.CharField("种类", max_length=40, blank=True)
    key = models.CharField("事由键", max_length=200)
    # "document:2026-0012": what it is about, so that everything said about a sealed document can be taken back.
    about = models.CharField("关于", max_length=260, blank=True)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    url = models.CharField("地址", max_length=300, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    wants_mail = models.BooleanField("同时发邮件", default=False)
    mailed_at = models.DateTimeField("邮件发出时间", null=True, blank=True)
    returned_at = models.DateTimeField("邮件退回时间", null=True, blank=True)
    returned_why = models.CharField("退回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "消息"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_message_per_person_and_key"),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(wants_mail=True), name="only_wanted_mail_is_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="message_by_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="message_unread"),
            models.Index(fields=["key"], name="message_by_key"),
            models.Index(fields=["about"], name="message_by_subject"),
        ]

    def __str__(self) -> str:
        return self.title
