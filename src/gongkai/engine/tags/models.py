"""The catalogue over time. A tag stands from a day until a day; versions say why it changed, retags what that did."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from gongkai.engine.tags import rules

SCHEMES = list(rules.SCHEMES.items())


class Version(models.Model):
    """A catalogue of one scheme. `lines` is the catalogue as proposed; `changes` what it does to the one before."""

    scheme = models.CharField("类别", max_length=10, choices=SCHEMES)
    number = models.PositiveIntegerField("版本")
    valid_from = models.DateField("启用日期")
    note = models.CharField("说明", max_length=300, blank=True)
    lines = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    proposed_by = models.CharField("拟定人", max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    adopted_at = models.DateTimeField("启用时间", null=True)
    retagged_at = models.DateTimeField("调整完成时间", null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "标签目录版本"
        constraints = [models.UniqueConstraint(fields=["scheme", "number"], name="one_catalogue_a_number")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()}第{self.number}版"


class Tag(models.Model):
    """`valid_to` is the last day; None while it stands."""

    scheme = models.CharField("类别", max_length=10, choices=SCHEMES)
    code = models.CharField("代码", max_length=20)
    name = models.CharField("名称", max_length=30)
    parent = models.CharField("上级代码", max_length=20, blank=True)
    order = models.PositiveIntegerField(default=0)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)
    since = models.ForeignKey(Version, models.PROTECT, related_name="brought", verbose_name="始于版本")

    class Meta:
        ordering = ["scheme", "order", "code"]
        verbose_name = "标签"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code", "valid_from"], name="one_tag_a_code_a_day"),
            models.UniqueConstraint(
                fields=["scheme", "code"], condition=models.Q(valid_to__isnull=True), name="one_standing_tag_a_code"
            ),
        ]
        indexes = [models.Index(fields=["scheme", "valid_to"], name="tag_standing")]

    def __str__(self) -> str:
        return self.name


class Retag(models.Model):
    """What a version did to one tag of one thing; pending while a person has to choose."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="retags")
    holder = models.CharField(max_length=60)
    thing = models.BigIntegerField()
    label = models.CharField("内容", max_length=300)
    key = models.CharField("索引号", max_length=60, blank=True)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, null=True, related_name="+")
    old = models.CharField("原标签", max_length=30)
    new = models.JSONField("新标签", default=list)
    pending = models.BooleanField(default=False)
    decided_by = models.CharField("确定人", max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "标签调整"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "holder", "thing", "old"], name="a_tag_is_changed_once_a_version"
            )
        ]
        indexes = [models.Index(fields=["pending", "agency"], name="retag_pending")]

    def __str__(self) -> str:
        return f"{self.label}：{self.old}"
