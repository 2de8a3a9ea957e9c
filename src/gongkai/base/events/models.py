"""The record itself. No foreign keys: nothing that an event mentions is kept from being changed or removed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models

from gongkai.base.events.rules import KIND_WORDS, LogKind, label

HEX = 64


class AppendOnlyError(Exception):
    """Somebody tried to change or remove what may only be added to."""


def refuse(*_args: object, **_kwargs: object) -> NoReturn:
    raise AppendOnlyError("事件记录与公开日志只能追加，不能修改或删除；如需更正，请另记一条事件")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    update = refuse
    delete = refuse
    bulk_update = refuse
    update_or_create = refuse

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert rows; one that stands already is an error, never overwritten and never passed over."""
        if args or set(kwargs) - {"batch_size"}:
            refuse()
        return super().bulk_create(objs, **kwargs)


class AppendOnly(models.Model):
    """Rows are inserted once. Database triggers (migration 0002) say the same to those who come by SQL."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse()
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    delete = refuse


class Event(AppendOnly):
    seq = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    tag = models.CharField("事件", max_length=100)
    actor_key = models.CharField("操作人标识", max_length=100)
    actor_name = models.TextField("操作人", blank=True)
    actor_role = models.TextField("角色", blank=True)
    agency_code = models.CharField("机关代码", max_length=64, blank=True)
    address = models.TextField("网络地址", blank=True)
    subject_type = models.CharField("对象类型", max_length=50)
    subject_id = models.CharField("对象编号", max_length=200)
    subject_label = models.TextField("对象", blank=True)
    old = models.JSONField("原值", null=True)
    new = models.JSONField("新值", null=True)
    remark = models.TextField("说明", blank=True)
    sealed = models.TextField("加密的个人信息", blank=True)
    salt = models.CharField("盐", max_length=32)
    prev_hash = models.CharField("上一条的哈希", max_length=HEX)
    hash = models.CharField("哈希", max_length=HEX)

    class Meta:
        verbose_name = "事件"
        verbose_name_plural = "事件"
        ordering = ["seq"]
        indexes = [
            models.Index("subject_type", "subject_id", "seq", name="event_by_subject"),
            models.Index("agency_code", "seq", name="event_by_agency"),
            models.Index("actor_key", "seq", name="event_by_actor"),
            models.Index("tag", "seq", name="event_by_tag"),
            models.Index("at", name="event_by_time"),
        ]

    def __str__(self) -> str:
        return f"#{self.seq} {label(self.tag)}"

    @property
    def words(self) -> str:
        """The act in Chinese, as declared with its tag."""
        return label(self.tag)


HASHED = tuple(field.name for field in Event._meta.fields if field.name != "hash")
"""The columns an event's hash covers, in the order in which they are hashed. Adding a column starts a new format."""


class SubjectKey(models.Model):
    """The key under which personal data about one subject is sealed; without the row the data is unreadable for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject_type = models.CharField("对象类型", max_length=50)
    subject_id = models.CharField("对象编号", max_length=200)
    wrapped = models.TextField("用系统密钥加密的密钥")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="one_key_per_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class ChainHead(models.Model):
    """One row: where the chain and the public log end, under a code that only the holder of SECRET_KEY can make.

    It is also the lock that gives events their order.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField("最后一条事件的序号", default=0)
    hash = models.CharField("最后一条事件的哈希", max_length=HEX)
    log_size = models.BigIntegerField("公开日志条数", default=0)
    log_root = models.CharField("公开日志树根", max_length=HEX)
    log_peaks = models.TextField("公开日志右缘", blank=True, help_text="折算应得树根，故不另入校验码")
    mac = models.CharField("校验码", max_length=HEX)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="only_one_chain_head")]

    def __str__(self) -> str:
        return f"#{self.seq}"


class LogEntry(AppendOnly):
    """One line of the public log; what stands in the leaf is in `rules.ENTRY_FIELDS`."""

    index = models.BigIntegerField("序号", primary_key=True)
    kind = models.CharField("种类", max_length=16, choices=list(KIND_WORDS.items()))
    item = models.CharField("索引号", max_length=100)
    edition = models.PositiveIntegerField("版本")
    agency = models.CharField("机关代码", max_length=64)
    content_sha256 = models.CharField("内容哈希", max_length=HEX)
    at = models.DateTimeField("时间")
    event_seq = models.BigIntegerField("事件序号")
    event_hash = models.CharField("事件哈希", max_length=HEX)
    leaf_hash = models.CharField("叶子哈希", max_length=HEX)

    class Meta:
        verbose_name = "公开日志"
        verbose_name_plural = "公开日志"
        ordering = ["index"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(LogKind)), name="known_log_kind"),
        ]
        indexes = [
            models.Index("item", "index", name="log_by_item"),
            models.Index("agency", "index", name="log_by_agency"),
            models.Index("content_sha256", name="log_by_content"),
            models.Index("event_seq", name="log_by_event"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.item} v{self.edition}"


class LogNode(AppendOnly):
    """The hash of one complete subtree of two leaves or more (level 1 and up)."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.CharField(max_length=HEX)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_hash_per_log_node")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class TreeHead(AppendOnly):
    """The signed state of the public log after one more entry, or after a batch of them written together."""

    size = models.BigIntegerField("条数", primary_key=True)
    root = models.CharField("树根", max_length=HEX)
    at = models.DateTimeField("时间")
    signature = models.CharField("签名", max_length=100)

    class Meta:
        ordering = ["size"]

    def __str__(self) -> str:
        return f"{self.size} {self.root[:12]}"
