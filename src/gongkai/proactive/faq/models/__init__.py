"""Lists of questions and the questions proposed for them. Only actions change these rows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.proactive.faq.rules import STATUS_NAMES, Status
from gongkai.proactive.faq.rules.entries import SOURCES

PROPOSAL_NAMES = {"open": "待处理", "adopted": "已采纳", "merged": "已合并", "declined": "不采纳"}


class QuestionList(models.Model):
    """常见问题清单 of one policy: the working copy. What is public stands in the edition's snapshot.

    `of_edition` is the edition of the policy that the answers were last compared with.
    """

    item: models.OneToOneField[Any, Any] = models.OneToOneField(
        "publishing.Item", models.PROTECT, primary_key=True, related_name="question_list", verbose_name="条目"
    )
    policy: models.OneToOneField[Any, Any] = models.OneToOneField(
        "publishing.Item", models.PROTECT, related_name="questions", verbose_name="政策文件"
    )
    title = models.CharField("名称", max_length=300)
    status = models.CharField(
        "状态", max_length=12, choices=list(STATUS_NAMES.items()), default=Status.DRAFT, db_index=True
    )
    status_since = models.DateTimeField("进入本状态时间", default=timezone.now)
    division = models.ForeignKey(
        "organisations.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="科室"
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="编写人"
    )
    entries: models.JSONField[Any, Any] = models.JSONField("问题", default=list, blank=True)
    of_edition = models.PositiveIntegerField("对应文件版次", default=1)
    recheck_since = models.DateTimeField("待核对", null=True, blank=True)

    class Meta:
        ordering = ["-status_since"]
        verbose_name = "问题清单"

    def __str__(self) -> str:
        return self.title

    @property
    def count(self) -> int:
        return len(self.entries)


class Proposal(models.Model):
    """A question somebody asked about a policy: kept without the person who asked, until an editor decides."""

    policy = models.ForeignKey("publishing.Item", models.CASCADE, related_name="question_proposals")
    source = models.CharField("来源", max_length=12, choices=list(SOURCES.items()))
    key = models.CharField("来源编号", max_length=120)
    question = models.CharField("问题", max_length=300)
    answer = models.TextField("已有答复", blank=True)
    count = models.PositiveIntegerField("次数", default=1)
    state = models.CharField("处理", max_length=10, choices=list(PROPOSAL_NAMES.items()), default="open")
    reason = models.CharField("原因", max_length=200, blank=True)
    found_on = models.DateField("收集日期")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-count", "pk"]
        verbose_name = "问题线索"
        constraints = [models.UniqueConstraint(fields=["policy", "key"], name="question_proposed_once")]

    def __str__(self) -> str:
        return self.question
