"""What people keep about the search: words of one meaning, what is shown first, and how often a thing was looked for."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.engine.search.rules.keeping import CARD_KINDS, KEEP_DAYS, SIDES


class SynonymGroup(models.Model):
    """一组词. Both: any may stand for any. Query: the first is typed, the others are searched too. Index: a text with the
    first is found under the others too, after the index was built anew.
    """

    words = models.CharField("词", max_length=300, unique=True, help_text="用顿号隔开，例如：低保、最低生活保障。")
    side = models.CharField("用在", max_length=10, choices=list(SIDES.items()), default="both")
    note = models.CharField("说明", max_length=200, blank=True)
    is_active = models.BooleanField("启用", default=True)
    changed_at = models.DateTimeField("更新时间", default=timezone.now)

    class Meta:
        ordering = ["words"]
        verbose_name = "同义词"

    def __str__(self) -> str:
        return self.words


class Promotion(models.Model):
    """置顶结果: what stands above the results of certain queries, from a day to a day, both included."""

    patterns = models.TextField(
        "检索词", help_text="每行一个；整句相符才显示，末尾加 * 表示以它开头，前后都加 * 表示含有它。"
    )
    kind = models.CharField("形式", max_length=10, choices=list(CARD_KINDS.items()), default="best")
    title = models.CharField("标题", max_length=100)
    text = models.CharField("说明", max_length=300, blank=True)
    item_key = models.CharField("索引号", max_length=60, blank=True, help_text="指向一件已公开的内容。")
    column_slug = models.CharField("栏目代码", max_length=60, blank=True, help_text="指向一个栏目；与索引号填一项。")
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)
    is_active = models.BooleanField("启用", default=True)
    order = models.PositiveIntegerField("排序", default=100)
    changed_at = models.DateTimeField("更新时间", default=timezone.now)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "置顶结果"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="promotion_ends_after_start",
            ),
            models.CheckConstraint(
                condition=(Q(item_key="") & ~Q(column_slug="")) | (~Q(item_key="") & Q(column_slug="")),
                name="promotion_points_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AskedTerm(models.Model):
    """One query on one day on one site, counted. Nothing in it says who asked; long figures in the words are masked."""

    on = models.DateField("日期")
    site = models.CharField("网站", max_length=100)
    words = models.CharField("检索词", max_length=60)
    found = models.PositiveIntegerField("结果数", default=0)
    asked = models.PositiveIntegerField("次数", default=0)
    clicks = models.PositiveIntegerField("点击", default=0)
    places = models.PositiveIntegerField("点击位次之和", default=0)
    first_clicks = models.PositiveIntegerField("首条点击", default=0)
    helped = models.PositiveIntegerField("有帮助", default=0)
    not_helped = models.PositiveIntegerField("没帮助", default=0)

    class Meta:
        ordering = ["-on", "-asked"]
        verbose_name = "检索词统计"
        constraints = [models.UniqueConstraint(fields=["on", "site", "words"], name="asked_term_once_a_day")]
        indexes = [models.Index(fields=["on", "found"], name="asked_term_by_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.words}"


class LogPolicy(models.Model):
    """How long the counts are kept; one row."""

    keep_days = models.PositiveIntegerField("保存天数", default=KEEP_DAYS)

    class Meta:
        verbose_name = "检索记录保存期"

    def __str__(self) -> str:
        return f"{self.keep_days}天"
