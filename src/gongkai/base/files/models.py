"""Stored files, what was read in them, and uploads on their way."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """One content, kept once and never changed; its bytes stand under the hash."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("媒体类型", max_length=120)
    kind = models.CharField("格式", max_length=10)
    name = models.CharField("首次上传时的文件名", max_length=200)
    stored_by = models.CharField("首次存入者", max_length=150, blank=True)
    created_at = models.DateTimeField("存入时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """The place in the file store."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


class ExtractedText(models.Model):
    """What `extraction` read in a file; can be made again from it at any time."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="extracted", verbose_name="文件")
    version = models.PositiveSmallIntegerField("提取程序版本")
    title = models.TextField("标题", blank=True)
    html = models.TextField("正文", blank=True)
    text = models.TextField("纯文本", blank=True)
    pages = models.PositiveIntegerField("页数", null=True)
    metadata = models.JSONField("文件属性", default=dict)
    tables = models.JSONField("表格", default=list)
    hidden = models.JSONField("隐藏内容", default=list)
    notices = models.JSONField("提示", default=list)
    created_at = models.DateTimeField("提取时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "提取结果"
        verbose_name_plural = "提取结果"

    def __str__(self) -> str:
        return self.title


class Upload(models.Model):
    """A file that arrives in parts; `received` bytes of `size` are safely on disk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="上传者"
    )
    filename = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    received = models.PositiveBigIntegerField("已收到", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="存入的文件"
    )
    created_at = models.DateTimeField("开始时间", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("失效时间", db_index=True)

    class Meta:
        verbose_name = "上传"
        verbose_name_plural = "上传"
        constraints = [
            models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="files_upload_within_size"),
        ]

    def __str__(self) -> str:
        return self.filename
