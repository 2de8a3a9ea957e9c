"""Patrols, the links they looked at, and what is to be repaired."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.oversight.sitewatch import rules

SITE = "organisations.Site"
AGENCY = "organisations.Agency"
LONGEST_ADDRESS = 2000
IS_WAITING = Q(state__in=[state.value for state in rules.WAITING])


class Patrol(models.Model):
    """一轮巡查. `outside` says what became of links to other hosts: asked, off, offline."""

    class Outside(models.TextChoices):
        ASKED = "asked", "已核查"
        OFF = "off", "没有开启，只核查站内链接"
        OFFLINE = "offline", "没有联网，只核查站内链接"

    site = models.ForeignKey(SITE, models.CASCADE, related_name="patrols", verbose_name="网站")
    started_at = models.DateTimeField("开始时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    pages = models.PositiveIntegerField("页面", default=0)
    inside = models.PositiveIntegerField("站内链接", default=0)
    outside_links = models.PositiveIntegerField("外部链接", default=0)
    outside = models.CharField("外部链接核查", max_length=8, choices=Outside, default=Outside.OFF)
    broken = models.PositiveIntegerField("错链断链", default=0)
    opened = models.PositiveIntegerField("新发现问题", default=0)
    closed = models.PositiveIntegerField("复查通过", default=0)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = "巡查"

    def __str__(self) -> str:
        return f"{timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"


class Link(models.Model):
    """One address on one page. `path` is the page; the text is what the reader sees there."""

    site = models.ForeignKey(SITE, models.CASCADE, related_name="links", verbose_name="网站")
    agency = models.ForeignKey(AGENCY, models.CASCADE, related_name="+", verbose_name="页面所属机关")
    item = models.ForeignKey("publishing.Item", models.CASCADE, null=True, blank=True, related_name="+")
    path = models.CharField("所在页面", max_length=300)
    page_title = models.CharField("页面标题", max_length=300, blank=True)
    text = models.CharField("链接文字", max_length=300, blank=True)
    url = models.CharField("链接地址", max_length=LONGEST_ADDRESS)
    digest = models.CharField(max_length=64)
    outside = models.BooleanField("外部链接", default=False)
    outcome = models.CharField("结果", max_length=10, choices=list(rules.OUTCOME_NAMES.items()), blank=True)
    reason = models.CharField("说明", max_length=300, blank=True)
    address = models.CharField("现地址", max_length=LONGEST_ADDRESS, blank=True)
    target_title = models.CharField("目标页面标题", max_length=300, blank=True)
    failed_days = models.PositiveSmallIntegerField("连续打不开的天数", default=0)
    last_failed_on = models.DateField(null=True, blank=True)
    last_good_at = models.DateTimeField("最近一次正常", null=True, blank=True)
    asked_at = models.DateTimeField("核查时间", null=True, blank=True)
    present = models.BooleanField("页面上还有", default=True)
    first_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["path", "pk"]
        verbose_name = "链接"
        constraints = [models.UniqueConstraint(fields=["site", "path", "digest"], name="link_once_on_page")]
        indexes = [models.Index(fields=["site", "outside", "present"], name="sitewatch_link_by_side")]

    def __str__(self) -> str:
        return self.text or self.url


class Look(models.Model):
    """The history of a link: so many looks from a day to a day that came to the same."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="looks")
    outcome = models.CharField("结果", max_length=10, choices=list(rules.OUTCOME_NAMES.items()))
    reason = models.CharField("说明", max_length=300, blank=True)
    first_at = models.DateTimeField("自")
    last_at = models.DateTimeField("至")
    times = models.PositiveIntegerField("次数", default=1)

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = "核查记录"

    def __str__(self) -> str:
        return self.get_outcome_display()


class Finding(models.Model):
    """问题, at the same time its repair task. `fingerprint` keeps one thing from being found twice.

    `due_on` repeats what the duty says, for lists; `task_url` leads to where it is repaired.
    """

    site = models.ForeignKey(SITE, models.CASCADE, related_name="findings", verbose_name="网站")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="责任机关")
    kind = models.CharField("种类", max_length=10, choices=list(rules.KIND_NAMES.items()))
    fingerprint = models.CharField(max_length=120)
    title = models.CharField("问题", max_length=300)
    detail = models.CharField("说明", max_length=500, blank=True)
    url = models.CharField("页面", max_length=300, blank=True)
    link = models.ForeignKey(Link, models.SET_NULL, null=True, blank=True, related_name="findings")
    item = models.ForeignKey("publishing.Item", models.SET_NULL, null=True, blank=True, related_name="+")
    column = models.ForeignKey("publishing.Column", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(
        "状态", max_length=10, choices=list(rules.STATE_NAMES.items()), default=rules.State.OPEN.value
    )
    found_on = models.DateField("发现日期")
    seen_on = models.DateField("最近一次确认")
    due_on = models.DateField("修复期限")
    repaired_at = models.DateTimeField("报告修复时间", null=True, blank=True)
    repaired_by = models.CharField("报告人", max_length=40, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closing_note = models.CharField("办结说明", max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = "网站问题"
        constraints = [
            models.UniqueConstraint(fields=["site", "fingerprint"], name="finding_once_on_site"),
            models.CheckConstraint(
                condition=(IS_WAITING & Q(closed_at__isnull=True)) | (~IS_WAITING & Q(closed_at__isnull=False)),
                name="closed_finding_says_when",
            ),
        ]
        indexes = [models.Index(fields=["site", "state", "due_on"], name="sitewatch_finding_by_due")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return self.state in rules.WAITING
