"""解读: one interpretation of one policy. The wording stands in its edition; what is measured of it stands here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.proactive.interpretation.rules import (
    AUDIENCES,
    CONTENTS,
    FORM_NAMES,
    POLICY_TYPES,
    SORT_NAMES,
    STAGE_NAMES,
    STATUS_NAMES,
    Sort,
    Stage,
    Status,
)
from gongkai.proactive.interpretation.rules.kinds import LAYOUTS


class Interpretation(models.Model):
    """`of_edition` is the edition of the policy that it was last compared with; `elements` as in `rules.road.lacking`."""

    item = models.OneToOneField(
        "publishing.Item", models.PROTECT, primary_key=True, related_name="interpretation", verbose_name="条目"
    )
    policy = models.ForeignKey(
        "publishing.Item", models.PROTECT, related_name="interpretations", verbose_name="所解读的文件"
    )
    form = models.CharField("形式", max_length=12, choices=list(FORM_NAMES.items()), default="text")
    stage = models.CharField("阶段", max_length=16, choices=list(STAGE_NAMES.items()), default=Stage.RELEASE)
    sort = models.CharField("次序", max_length=10, choices=list(SORT_NAMES.items()), default=Sort.FIRST)
    status = models.CharField(
        "状态", max_length=12, choices=list(STATUS_NAMES.items()), default=Status.DRAFT, db_index=True
    )
    status_since = models.DateTimeField("进入本状态时间", default=timezone.now)
    drafting_agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, related_name="+", verbose_name="解读单位"
    )
    division = models.ForeignKey(
        "organisations.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="解读科室"
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="起草人"
    )
    policy_type = models.CharField("政策类型", max_length=20, choices=list(POLICY_TYPES.items()), default="normative")
    audience = models.CharField("解读对象", max_length=20, choices=list(AUDIENCES.items()), default="public")
    content = models.CharField("解读内容", max_length=20, choices=list(CONTENTS.items()), default="whole")
    layout = models.CharField("体例", max_length=8, choices=list(LAYOUTS.items()), default="nine")
    elements: models.JSONField[Any, Any] = models.JSONField("要素", default=dict, blank=True)
    facts: models.JSONField[Any, Any] = models.JSONField("事实、数据、案例", default=list, blank=True)
    points: models.JSONField[Any, Any] = models.JSONField("图解要点", default=dict, blank=True)
    transcript = models.TextField("文字稿", blank=True)
    summary = models.CharField("一句话说明", max_length=200, blank=True)
    held_on = models.DateField("举行日期", null=True, blank=True)
    speakers = models.TextField("出席和受访人员", blank=True)
    reason = models.CharField("二次解读、跟踪解读的原因", max_length=300, blank=True)
    consultation_url = models.CharField("征询公告地址", max_length=300, blank=True)
    copy_reason = models.CharField("与文件文字重合较多的说明", max_length=300, blank=True)
    of_edition = models.PositiveIntegerField("对应文件版次", default=1)
    # Said of what is public, beside its wording: with which edition of the policy somebody found it still right, and when.
    checked_edition = models.PositiveIntegerField("已核对的文件版次", default=0)
    checked_on = models.DateField("核对日期", null=True, blank=True)

    class Meta:
        ordering = ["-status_since"]
        verbose_name = "解读"

    def __str__(self) -> str:
        return str(self.item_id)
