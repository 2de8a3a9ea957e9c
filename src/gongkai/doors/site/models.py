"""How often public things were read, the pages that editors arrange, and what a site states of itself.

Nothing about readers is kept.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.doors.site.rules import GRADES, KIND_NAMES, MOST_REPOST_HOURS, REFERENCE, REPOST
from gongkai.doors.site.rules.english import LEVELS, MOST_SUMMARY


class ViewCount(models.Model):
    """浏览次数 of one public item, by its index number; robots and reloads are not in it."""

    key = models.CharField("索引号", max_length=60, primary_key=True)
    count = models.PositiveBigIntegerField("浏览次数", default=0)

    class Meta:
        verbose_name = "浏览次数"
        verbose_name_plural = "浏览次数"

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class DailyVisit(models.Model):
    """So many readings of an item on one day on one site, by the block they came from ("" for none)."""

    day = models.DateField("日期")
    site = models.ForeignKey("organisations.Site", models.CASCADE, related_name="+")
    key = models.CharField("索引号", max_length=60)
    source = models.CharField("来自", max_length=12, blank=True)
    count = models.PositiveIntegerField("浏览次数", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "key", "day", "source"], name="visits_counted_once_a_day")
        ]
        # All that the ranking of a month reads, so that it need not touch the table.
        indexes = [models.Index(fields=["site", "day", "key", "count"], name="visits_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.key}: {self.count}"


class HiddenTerm(models.Model):
    """A search that is never shown as hot on a site, with the reason."""

    site = models.ForeignKey("organisations.Site", models.CASCADE, related_name="hidden_terms")
    term = models.CharField("检索词", max_length=40)
    reason = models.CharField("原因", max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "term"], name="term_hidden_once")]

    def __str__(self) -> str:
        return self.term


class Piece(models.Model):
    """What topics and reposts share: an item of publishing, and whether it lies with the reviewers."""

    item: models.OneToOneField[Any, Any] = models.OneToOneField(
        "publishing.Item", models.PROTECT, primary_key=True, related_name="%(class)s"
    )
    submitted = models.BooleanField("已送审", default=False)
    columns: models.JSONField[Any, Any] = models.JSONField("栏目", default=list, blank=True)

    class Meta:
        abstract = True


class Topic(Piece):
    """专题: the working copy of a page that an editor arranges. What is public is in the edition's snapshot."""

    slug = models.SlugField("地址名", max_length=30, unique=True)
    lede = models.CharField("导语", max_length=200, blank=True)
    blocks: models.JSONField[Any, Any] = models.JSONField("版块", default=list, blank=True)
    banner: models.JSONField[Any, Any] = models.JSONField("横幅", default=dict, blank=True)
    order = models.PositiveIntegerField("排序", default=100)

    class Meta:
        ordering = ["order", "-item"]
        verbose_name = "专题"

    def __str__(self) -> str:
        return self.slug


class Repost(Piece):
    """A policy of a superior that we repost (转载), or a thing of ours that stands on a superior's site (上级网站信息).

    `due_at` is when the repost was due by the term that applied when it was registered; `term` says that term and its
    source in words. A declined one keeps its reason and never becomes public.
    """

    sort = models.CharField(
        "类别", max_length=10, choices=[(REPOST, KIND_NAMES[REPOST]), (REFERENCE, KIND_NAMES[REFERENCE])]
    )
    source_name = models.CharField("来源", max_length=60)
    source_url = models.URLField("原文地址", max_length=500)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    original_on = models.DateField("原文发布日期")
    received_at = models.DateTimeField("登记时间", default=timezone.now)
    due_at = models.DateTimeField("应转载时间", null=True, blank=True)
    term = models.CharField("时限依据", max_length=200, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField("不转载的原因", max_length=200, blank=True)
    checked_on = models.DateField("链接核对日期", null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    link_works = models.BooleanField("链接有效", null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "转载"
        constraints = [
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_reason="")
                | (Q(declined_at__isnull=False) & ~Q(declined_reason="")),
                name="declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_name} {self.original_on}"


class Translation(Piece):
    """英文版 of one document: the working copy. What is public is in the edition's snapshot, bound to `of_edition`."""

    source = models.OneToOneField("publishing.Item", models.PROTECT, related_name="english", verbose_name="中文文件")
    of_edition = models.PositiveIntegerField("对应中文版次")
    level = models.CharField("英文内容", max_length=8, choices=list(LEVELS.items()), default="title")
    summary = models.CharField("英文摘要", max_length=MOST_SUMMARY, blank=True)
    body = models.TextField("译文", blank=True)

    class Meta:
        ordering = ["-item"]
        verbose_name = "英文版"

    def __str__(self) -> str:
        return f"{self.source_id} v{self.of_edition}"


class EnglishName(models.Model):
    """What an agency, a column or a site is called in English; officers supply it, each once."""

    agency = models.OneToOneField(
        "organisations.Agency", models.CASCADE, null=True, blank=True, related_name="english", verbose_name="机关"
    )
    column = models.OneToOneField(
        "publishing.Column", models.CASCADE, null=True, blank=True, related_name="english", verbose_name="栏目"
    )
    site = models.OneToOneField(
        "organisations.Site", models.CASCADE, null=True, blank=True, related_name="english", verbose_name="网站"
    )
    name = models.CharField("英文名称", max_length=160)
    short_name = models.CharField("英文简称", max_length=80, blank=True)
    about = models.CharField("英文说明", max_length=600, blank=True)
    address = models.CharField("英文地址", max_length=200, blank=True)
    office_hours = models.CharField("英文办公时间", max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "英文名称"
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False, column__isnull=True, site__isnull=True)
                | Q(agency__isnull=True, column__isnull=False, site__isnull=True)
                | Q(agency__isnull=True, column__isnull=True, site__isnull=False),
                name="english_name_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


class SiteProfile(models.Model):
    """网站登记: what a site states of itself beside its footer (R250), and its term for reposts."""

    site = models.OneToOneField(
        "organisations.Site", models.CASCADE, primary_key=True, related_name="profile", verbose_name="网站"
    )
    purpose = models.CharField("功能定位", max_length=300, blank=True)
    content_duty = models.CharField("内容建设要求", max_length=300, blank=True)
    column_set: models.JSONField[Any, Any] = models.JSONField("栏目设置", default=list, blank=True)
    keeper = models.CharField("负责人（岗位）", max_length=60, blank=True)
    keeper_phone = models.CharField("负责人电话", max_length=40, blank=True)
    security_grade = models.CharField(
        "网络安全等级", max_length=2, blank=True, choices=[(key, name) for key, name in GRADES.items() if key]
    )
    security_filing = models.CharField("等级保护备案编号", max_length=60, blank=True)
    opened_on = models.DateField("开通日期", null=True, blank=True)
    repost_hours = models.PositiveIntegerField(
        "转载时限（小时）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_REPOST_HOURS)],
    )
    repost_basis = models.CharField("转载时限的依据", max_length=120, blank=True)
    checked_on = models.DateField("上次年度核查", null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    check_note = models.CharField("核查情况", max_length=200, blank=True)

    class Meta:
        verbose_name = "网站登记"
        constraints = [
            models.CheckConstraint(
                condition=Q(repost_hours__isnull=True) | ~Q(repost_basis=""), name="repost_term_with_basis"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_id}"
