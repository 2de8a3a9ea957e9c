"""How an issue reaches people: the four electronic channels, and paper."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.proactive.gazette import rules


class ChannelState(models.Model):
    """Where an issue is available in full. No row: nobody has put it there yet."""

    issue = models.ForeignKey("gazette.Issue", models.CASCADE, related_name="channels")
    channel = models.CharField("渠道", max_length=10, choices=list(rules.CHANNEL_NAMES.items()))
    url = models.URLField("地址", max_length=500)
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField("登记人", max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "channel"], name="gazette_channel_once")]

    def __str__(self) -> str:
        return self.channel


class Recipient(models.Model):
    """Who gets the paper gazette free of charge. `is_point`: a public reading point, whose supply is guaranteed."""

    gazette = models.ForeignKey("gazette.Gazette", models.CASCADE, related_name="recipients")
    name = models.CharField("名称", max_length=100)
    place = models.CharField("类别", max_length=12, choices=list(rules.PLACE_NAMES.items()))
    address = models.CharField("地址", max_length=200, blank=True)
    hours = models.CharField("开放时间", max_length=100, blank=True)
    copies = models.PositiveIntegerField("每期份数", default=1)
    is_point = models.BooleanField("公共取阅点", default=False)
    active = models.BooleanField("在赠阅", default=True)

    class Meta:
        ordering = ["-is_point", "place", "name"]
        verbose_name = "赠阅对象"
        constraints = [models.UniqueConstraint(fields=["gazette", "name"], name="gazette_recipient_once")]

    def __str__(self) -> str:
        return self.name


class Supply(models.Model):
    """How many copies of one issue one recipient was to get, was sent, and acknowledged."""

    issue = models.ForeignKey("gazette.Issue", models.CASCADE, related_name="supplies")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="supplies")
    wanted = models.PositiveIntegerField("应送")
    sent = models.PositiveIntegerField("已送", default=0)
    sent_on = models.DateField(null=True, blank=True)
    received = models.PositiveIntegerField("签收", null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    received_by = models.CharField("签收人", max_length=40, blank=True)

    class Meta:
        ordering = ["-recipient__is_point", "recipient__name"]
        constraints = [models.UniqueConstraint(fields=["issue", "recipient"], name="gazette_supply_once")]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.wanted}"
