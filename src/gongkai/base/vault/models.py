"""Sealed files and the record of looks. No table here holds personal data in clear."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from gongkai.base.vault.fields import SealedText
from gongkai.base.vault.rules import LONGEST_WHY, Refused


class SealedFile(models.Model):
    """A file whose bytes lie sealed on disk under the hash of what lies there; once destroyed the row says when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = SealedText("文件名", blank=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("媒体类型", max_length=120)
    kind = models.CharField("格式", max_length=10)
    purpose = models.CharField("用途", max_length=100)
    sha256 = models.CharField("密文 SHA-256", max_length=64, db_index=True)
    created_at = models.DateTimeField("存入时间", default=timezone.now, editable=False)
    kept_until = models.DateField("保存至", null=True, blank=True, db_index=True)
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "加密文件"
        verbose_name_plural = "加密文件"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"

    @property
    def context(self) -> str:
        """What the bytes are bound to."""
        return f"vault.sealedfile:{self.id}"

    @property
    def path(self) -> str:
        """The place below the folder of sealed files."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


def refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise Refused("查看记录只能追加，不能修改或删除。")


class LookQuerySet(models.QuerySet["Look"]):
    update = refuse
    delete = refuse
    bulk_update = refuse
    update_or_create = refuse


class Look(models.Model):
    """Somebody saw personal data. Inserted once; triggers (migration 0002) say so to those who come by SQL."""

    at = models.DateTimeField("时间", default=timezone.now, editable=False, db_index=True)
    person_key = models.CharField("查看人标识", max_length=100)
    person_name = models.CharField("查看人", max_length=150, blank=True)
    role = models.CharField("岗位", max_length=200, blank=True)
    agency_code = models.CharField("机关代码", max_length=64, blank=True)
    address = models.CharField("网络地址", max_length=64, blank=True)
    subject_type = models.CharField("对象类型", max_length=50)
    subject_id = models.CharField("对象编号", max_length=200)
    subject_label = models.CharField("对象", max_length=300, blank=True)
    fields: models.JSONField[list[str], list[str]] = models.JSONField("内容", default=list)
    why = models.CharField("事由", max_length=LONGEST_WHY)

    objects = LookQuerySet.as_manager()

    class Meta:
        verbose_name = "查看记录"
        verbose_name_plural = "查看记录"
        ordering = ["-id"]
        indexes = [
            models.Index("subject_type", "subject_id", "id", name="look_by_subject"),
            models.Index("agency_code", "id", name="look_by_agency"),
            models.Index("person_key", "id", name="look_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse()
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    delete = refuse
