"""Every run of the backup and of the restore test, and every look at the record and the public pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.oversight.safety.models.choices import choices
from gongkai.oversight.safety.rules import backups as rules


class BackupRun(models.Model):
    """One run of the command, or a restore test that a person put down (`person`)."""

    run = models.CharField(max_length=40, unique=True)
    kind = models.CharField("种类", max_length=12, choices=choices(rules.RUN_KIND_NAMES))
    state = models.CharField("结果", max_length=8, choices=choices(rules.RUN_NAMES))
    command = models.CharField("命令", max_length=300, blank=True)
    archive = models.CharField("备份文件", max_length=300, blank=True)
    host = models.CharField("主机", max_length=100, blank=True)
    started_at = models.DateTimeField("开始时间", db_index=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    size = models.PositiveBigIntegerField("大小", null=True, blank=True)
    rows = models.PositiveBigIntegerField("数据行", null=True, blank=True)
    files = models.PositiveBigIntegerField("文件", null=True, blank=True)
    lost = models.PositiveIntegerField("备份前已丢失的文件", default=0)
    verified = models.BooleanField("已重读校验", default=False)
    message = models.CharField("说明", max_length=500, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    person_name = models.CharField("登记人", max_length=60, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = "备份记录"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> int | None:
        return int((self.ended_at - self.started_at).total_seconds()) if self.ended_at else None

    @property
    def archive_name(self) -> str:
        return self.archive.rpartition("/")[2]


class Inspection(models.Model):
    """自动检查: what one night looked at and what it found."""

    at = models.DateTimeField("时间", default=timezone.now)
    ended_at = models.DateTimeField("完成时间", null=True, blank=True)
    pages = models.PositiveIntegerField("公开内容", default=0)
    files = models.PositiveIntegerField("文件", default=0)
    faults: models.JSONField[Any, Any] = models.JSONField("发现", default=list)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "自动检查"

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"
