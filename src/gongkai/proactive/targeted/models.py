"""A delivery, whom it goes to, and every time it was opened. Nothing here is ever read by a public page but by its link."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.proactive.targeted import rules


class Delivery(models.Model):
    item = models.OneToOneField("publishing.Item", models.PROTECT, primary_key=True, related_name="delivery")
    # The issued document whose content this is; most deliveries are written for themselves.
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="公文"
    )
    state = models.CharField(
        "状态", max_length=12, choices=list(rules.STATE_NAMES.items()), default=rules.State.PREPARING, db_index=True
    )
    why = models.CharField("定向公开的理由", max_length=300, blank=True)
    expires_at = models.DateTimeField("到期时间")
    # What recipients see, frozen at delivery.
    snapshot: models.JSONField[Any, Any] = models.JSONField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    delivered_at = models.DateTimeField("送达时间", null=True)
    delivered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=300, blank=True)
    # Since then everybody may read it: the links lead to the page of this document.
    public_at = models.DateTimeField("转为主动公开时间", null=True)
    public_document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "定向公开"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="delivered") | (Q(delivered_at__isnull=False) & ~Q(content_sha256="")),
                name="delivered_with_time_and_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="delivery_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="public") | Q(public_at__isnull=False, public_document__isnull=False),
                name="public_with_day_and_document",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=["preparing", "delivered"]),
                name="one_standing_delivery_a_document",
            ),
        ]

    def __str__(self) -> str:
        return str(self.item_id)


class Recipient(models.Model):
    """A person with a link, or a place. The link is signed over `public_id` and `link_version`; nothing of it is stored."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="recipients")
    channel = models.CharField("方式", max_length=10, choices=list(rules.CHANNEL_NAMES.items()))
    name = models.CharField("对象或者地点", max_length=60)
    organisation = models.CharField("单位", max_length=100, blank=True)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link_version = models.PositiveIntegerField(default=1)
    revoked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField("查阅次数", default=0)
    # The page of the link was called up; a mail scanner may have done so, hence this is no receipt.
    visited_at = models.DateTimeField("点开链接时间", null=True)
    posted_at = models.DateTimeField("放置或者送出时间", null=True)
    receipt_at = models.DateTimeField("签收时间", null=True)
    receipt_name = models.CharField("签收人", max_length=60, blank=True)
    receipt_address = models.CharField("网络地址或者地点", max_length=100, blank=True)

    class Meta:
        ordering = ["delivery", "pk"]
        verbose_name = "接收对象"
        constraints = [
            models.CheckConstraint(
                condition=Q(receipt_at__isnull=True) | ~Q(receipt_name=""), name="receipt_with_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def email(self) -> str:
        return rules.mail_address(self.contact) if self.channel == rules.Channel.LINK else ""


class Mailing(models.Model):
    """One mail with one link to one recipient. It leaves once: from SENDING there is no way back to QUEUED after a crash."""

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="mailings")
    purpose = models.CharField("事由", max_length=10, choices=list(rules.PURPOSE_NAMES.items()))
    link_version = models.PositiveIntegerField()
    address = models.CharField("邮箱", max_length=100)
    state = models.CharField(
        "状态", max_length=10, choices=list(rules.MAIL_NAMES.items()), default=rules.MailState.QUEUED
    )
    tries = models.PositiveIntegerField("尝试次数", default=0)
    reason = models.CharField("原因", max_length=200, blank=True)
    queued_at = models.DateTimeField("列入时间", default=timezone.now)
    queued_by = models.CharField("经办人", max_length=40)
    sent_at = models.DateTimeField("发出时间", null=True)

    class Meta:
        ordering = ["recipient", "pk"]
        verbose_name = "查阅链接邮件"
        constraints = [
            # By link: a mail with a link that died must not keep the one with the new link from going out.
            models.UniqueConstraint(
                fields=["recipient", "link_version"],
                condition=Q(state__in=["queued", "sending"]),
                name="one_mail_under_way",
            ),
            models.UniqueConstraint(
                fields=["recipient", "link_version"], condition=Q(purpose="last-call"), name="one_last_call_a_link"
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_with_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.state}"


class Widening(models.Model):
    """A proposal that what named recipients got becomes public: why, by whom, and the document that goes the road."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="widenings")
    # That of the delivery, or one drafted from its wording.
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name="公文")
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("提出人", max_length=40)
    at = models.DateTimeField("提出时间", default=timezone.now)
    closed_at = models.DateTimeField("办结时间", null=True)
    outcome = models.CharField("结果", max_length=10, blank=True, choices=list(rules.OUTCOME_NAMES.items()))
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        ordering = ["delivery", "pk"]
        verbose_name = "转为主动公开"
        constraints = [
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(closed_at__isnull=True), name="one_open_widening_a_delivery"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="widening_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} → {self.document_id}"


class Readdressing(models.Model):
    """A mistyped address put right: what it was, why, and all that had happened by the link that died with it."""

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="readdressings")
    was = models.CharField("原邮箱", max_length=100, blank=True)
    address = models.CharField("新邮箱", max_length=100)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("经办人", max_length=40)
    at = models.DateTimeField("更正时间", default=timezone.now)
    link_version = models.PositiveIntegerField()
    visited_at = models.DateTimeField("原链接点开时间", null=True)
    opened = models.PositiveIntegerField("原链接查阅次数", default=0)
    receipt_at = models.DateTimeField("原链接签收时间", null=True)
    receipt_name = models.CharField("原链接签收人", max_length=60, blank=True)
    receipt_address = models.CharField("原链接签收地址", max_length=100, blank=True)

    class Meta:
        ordering = ["recipient", "pk"]
        verbose_name = "邮箱更正"

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.at:%Y-%m-%d}"

    @property
    def was_read(self) -> bool:
        """Whether somebody saw the content by the old link."""
        return self.opened > 0

    @property
    def was_called_up(self) -> bool:
        return self.was_read or self.visited_at is not None


class Opening(models.Model):
    """One opening of the content, or one file taken."""

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="openings")
    at = models.DateTimeField(default=timezone.now)
    address = models.CharField("网络地址", max_length=60, blank=True)
    what = models.CharField("内容", max_length=200, default="正文")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.at}"
