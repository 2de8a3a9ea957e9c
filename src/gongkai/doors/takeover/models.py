"""One run over an old site, and one row for each of its pages. The wording stays in the folder until it is taken over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.doors.takeover import rules

AGENCY = "organisations.Agency"


class Run(models.Model):
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="接管机关")
    folder = models.CharField("文件夹", max_length=500)
    host = models.CharField("旧站域名", max_length=120, blank=True)
    state = models.CharField("状态", max_length=12, choices=[(k.value, n) for k, n in rules.STATE_NAMES.items()])
    mapping = models.JSONField("对应规则", default=list, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    starter = models.CharField("经办人", max_length=60)
    created_at = models.DateTimeField("开始时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True)
    # How long work shows itself and is stopped: see actions.stopping.
    total = models.PositiveIntegerField("文件数", default=0)
    moved_at = models.DateTimeField("最近进展", null=True)
    stopped_at = models.DateTimeField("暂停时间", null=True)
    stopped_why = models.CharField("暂停原因", max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "接管批次"

    def __str__(self) -> str:
        return self.host or self.folder


class OldPage(models.Model):
    """`digest` is of the wording, `file_digest` of the bytes that were scanned: what changed since is not taken over."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="pages")
    path = models.CharField("文件", max_length=500)
    address = models.CharField("旧地址", max_length=600)
    size = models.PositiveIntegerField(default=0)
    file_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    signature = models.BinaryField(blank=True, default=b"")
    encoding = models.CharField("编码", max_length=20, blank=True)
    is_list = models.BooleanField(default=False)
    title = models.CharField("标题", max_length=300, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    formed_on = models.DateField("成文日期", null=True)
    published_at = models.DateTimeField("发布时间", null=True)
    published_from = models.CharField(max_length=20, blank=True)
    source = models.CharField("来源", max_length=60, blank=True)
    old_column = models.CharField("旧栏目", max_length=60, blank=True)
    links = models.JSONField(default=list)
    broken = models.JSONField("失效链接", default=list)
    notices = models.JSONField("提示", default=list)
    findings = models.JSONField("检查结果", default=list)
    # What the mapping makes of it.
    fate = models.CharField("结果", max_length=12, choices=[(k.value, n) for k, n in rules.FATE_NAMES.items()])
    reason = models.CharField("说明", max_length=300, blank=True)
    agency = models.ForeignKey(AGENCY, models.PROTECT, null=True, related_name="+", verbose_name="机关")
    column = models.CharField("栏目", max_length=60, blank=True)
    theme = models.CharField(max_length=20, blank=True)
    genre = models.CharField(max_length=20, blank=True)
    copy_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")
    similarity = models.FloatField(null=True)
    decision = models.CharField(max_length=6, blank=True, choices=[("take", "接管"), ("leave", "不接管")])
    decided_by = models.CharField(max_length=60, blank=True)
    decided_why = models.CharField(max_length=200, blank=True)
    key = models.CharField("索引号", max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "旧页面"
        constraints = [models.UniqueConstraint(fields=["run", "path"], name="old_page_once_a_run")]
        indexes = [
            models.Index(fields=["run", "fate"], name="old_page_by_fate"),
            models.Index(fields=["run", "digest"], name="old_page_by_digest"),
        ]

    def __str__(self) -> str:
        return self.title or self.path
