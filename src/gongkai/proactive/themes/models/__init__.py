"""A theme, and what was decided on everything that may belong to it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.proactive.themes import rules


class Theme(models.Model):
    """What is worked on; the public reads the released edition, and of members what is public of them now."""

    item = models.OneToOneField("publishing.Item", models.PROTECT, related_name="theme", verbose_name="条目")
    slug = models.SlugField("地址名", max_length=40, unique=True)
    title = models.CharField("名称", max_length=100)
    lede = models.CharField("导语", max_length=300, blank=True)
    statement = models.CharField("收录范围", max_length=500)
    words: models.JSONField[Any, Any] = models.JSONField("关键词", default=list, blank=True)
    tags: models.JSONField[Any, Any] = models.JSONField("主题标签", default=list, blank=True)
    without: models.JSONField[Any, Any] = models.JSONField("不收录的词", default=list, blank=True)
    integrated = models.BooleanField("集成式发布", default=False, help_text="政策、指南、解读、常见问题齐全才能发布。")
    origin = models.CharField(
        "来源", max_length=10, choices=list(rules.ORIGIN_NAMES.items()), default=rules.Origin.OWN.value
    )
    superior_name = models.CharField("部署机关", max_length=100, blank=True)
    superior_number = models.CharField("上级专题编号", max_length=60, blank=True)
    batch = models.CharField("批次", max_length=30, blank=True)
    received_on = models.DateField("接收日期", null=True, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    gathered_at = models.DateTimeField("最近归集", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "政策专题"
        constraints = [
            models.UniqueConstraint(
                fields=["superior_name", "superior_number"],
                condition=~Q(superior_number=""),
                name="superior_theme_received_once",
            ),
            models.CheckConstraint(
                condition=Q(origin="own") | (~Q(superior_name="") & Q(received_on__isnull=False)),
                name="superior_theme_says_from_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """One public thing that may belong to a theme; `score` and `why` are what the rules said when they last looked."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="entries", verbose_name="专题")
    target = models.ForeignKey("publishing.Item", models.CASCADE, related_name="theme_entries", verbose_name="内容")
    state = models.CharField(
        "认定", max_length=4, choices=list(rules.DECISION_NAMES.items()), default=rules.Decision.OPEN.value
    )
    section = models.CharField("版块", max_length=15, choices=list(rules.SECTION_NAMES.items()))
    score = models.PositiveSmallIntegerField("得分", default=0)
    why: models.JSONField[Any, Any] = models.JSONField("依据", default=list, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=100)
    found_on = models.DateField("发现日期", default=timezone.localdate)
    reason = models.CharField("理由", max_length=300, blank=True)
    decided_by = models.CharField("认定人", max_length=40, blank=True)
    decided_at = models.DateTimeField("认定时间", null=True, blank=True)

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = "专题内容"
        constraints = [
            models.UniqueConstraint(fields=["theme", "target"], name="thing_once_in_theme"),
            models.CheckConstraint(condition=~Q(state="out") | ~Q(reason=""), name="excluded_entry_says_why"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_at__isnull=False), name="decided_entry_says_when"
            ),
        ]
        indexes = [models.Index(fields=["theme", "state"], name="theme_entry_by_state")]

    def __str__(self) -> str:
        return f"{self.target_id} in {self.theme_id}"
