"""What a site is watched by, what its officers adopted or recorded, and its health day by day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.oversight.sitewatch.rules.indicators import DEDUCTIONS, RESULT_NAMES, VETOES

SITE = "organisations.Site"


class Watch(models.Model):
    """监测设置. Links to other hosts are asked only where somebody switched it on: many bodies have no way out."""

    site = models.OneToOneField(SITE, models.CASCADE, related_name="watch", verbose_name="网站")
    ask_outside = models.BooleanField(
        "核查外部链接", default=False, help_text="服务器能够访问互联网时开启。程序遵守对方的访问规则，并控制频率。"
    )
    probe_url = models.CharField(
        "访问测量地址", max_length=200, blank=True,
        help_text="例如 https://本站域名/ 。填写后每半小时打开一次首页，用于判断“站点无法访问”。",
    )  # fmt: skip

    class Meta:
        verbose_name = "监测设置"

    def __str__(self) -> str:
        return f"{self.site}的监测设置"


class Adoption(models.Model):
    """采用: a named officer lets a deduction count whose source we know from practice only."""

    site = models.ForeignKey(SITE, models.CASCADE, related_name="adoptions", verbose_name="网站")
    indicator = models.CharField("扣分项", max_length=4, choices=[(one.key, one.name) for one in DEDUCTIONS])
    source = models.CharField("采用依据", max_length=200)
    by_name = models.CharField("采用人", max_length=40)
    at = models.DateTimeField("采用时间", default=timezone.now)

    class Meta:
        verbose_name = "采用的扣分项"
        constraints = [models.UniqueConstraint(fields=["site", "indicator"], name="indicator_adopted_once")]

    def __str__(self) -> str:
        return self.get_indicator_display()


class Record(models.Model):
    """核查结论 of an indicator that no program can judge; the newest counts."""

    site = models.ForeignKey(SITE, models.CASCADE, related_name="records", verbose_name="网站")
    indicator = models.CharField(
        "指标", max_length=4, choices=[(one.key, f"{one.key} {one.name}") for one in VETOES if not one.computed]
    )
    result = models.CharField("结论", max_length=8, choices=[(key.value, name) for key, name in RESULT_NAMES.items()])
    note = models.CharField("核查情况", max_length=300)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="核查人")
    on = models.DateField("核查日期")

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "指标核查结论"

    def __str__(self) -> str:
        return f"{self.indicator} {self.get_result_display()}"


class Visit(models.Model):
    """One measured opening of the home page; `seconds` is empty when it did not open."""

    site = models.ForeignKey(SITE, models.CASCADE, related_name="visits")
    at = models.DateTimeField(default=timezone.now)
    seconds = models.FloatField(null=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["site", "at"], name="sitewatch_visit_by_time")]

    def __str__(self) -> str:
        return f"{self.at}: {self.seconds}"


class ChannelRelease(models.Model):
    """When the same thing appeared elsewhere: what a later portal release is measured by (R248)."""

    item = models.ForeignKey("publishing.Item", models.CASCADE, related_name="+", verbose_name="内容")
    channel = models.CharField("渠道", max_length=60)
    at = models.DateTimeField("发布时间")
    recorded_by = models.CharField("登记人", max_length=40)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        verbose_name = "其他渠道发布"
        constraints = [models.UniqueConstraint(fields=["item", "channel"], name="channel_once_for_item")]

    def __str__(self) -> str:
        return f"{self.channel} {self.at}"


class HealthDay(models.Model):
    """The figures of one day, kept for the trend."""

    site = models.ForeignKey(SITE, models.CASCADE, related_name="health", verbose_name="网站")
    day = models.DateField("日期")
    score = models.PositiveSmallIntegerField("得分")
    vetoes = models.JSONField("触发的单项否决", default=list)
    open_findings = models.PositiveIntegerField("待修复")
    overdue = models.PositiveIntegerField("逾期未修复")
    broken_links = models.PositiveIntegerField("错链断链")
    stale_columns = models.PositiveIntegerField("未按时更新栏目")
    empty_columns = models.PositiveIntegerField("空白栏目")

    class Meta:
        ordering = ["day"]
        verbose_name = "健康记录"
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="one_health_row_a_day")]

    def __str__(self) -> str:
        return f"{self.site} {self.day}"
