"""A round of judgement, and one entry a document in it. Wording and title stay with the document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES
from gongkai.proactive.stock import rules

AGENCY = "organisations.Agency"


class Round(models.Model):
    kind = models.CharField("种类", max_length=20, choices=list(rules.KIND_NAMES.items()))
    title = models.CharField("名称", max_length=100)
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="stock_rounds", verbose_name="组织机关")
    # The scope; empty means everything of the agency and below it.
    years_from = models.PositiveIntegerField("印发年份起", null=True, blank=True)
    years_to = models.PositiveIntegerField("印发年份止", null=True, blank=True)
    attributes = models.JSONField("公开属性", default=list, blank=True)
    categories = models.JSONField("公开类别", default=list, blank=True)
    starts_on = models.DateField("开始日期", default=timezone.localdate)
    closes_on = models.DateField("完成期限")
    source = models.CharField("依据", max_length=300)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    drawn_at = models.DateTimeField("最近抽取时间", null=True)
    finished_at = models.DateTimeField("办结时间", null=True)
    finished_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    report: models.JSONField[Any, Any] = models.JSONField(null=True)
    result = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, related_name="+", verbose_name="清理结果"
    )

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = "梳理"
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(report__isnull=False), name="finished_with_report"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """One document in one round, and the one decision about it. The database keeps proposer and approver apart."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries", verbose_name="梳理")
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="stock_entries", verbose_name="公文"
    )
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="机关")
    division = models.ForeignKey(
        "organisations.Division", models.PROTECT, null=True, related_name="+", verbose_name="科室"
    )
    was_attribute = models.CharField("原属性", max_length=20, choices=list(ATTRIBUTE_NAMES.items()), blank=True)
    was_mode = models.CharField("原公开方式", max_length=20, blank=True)
    state = models.CharField("进度", max_length=10, choices=list(rules.STATE_NAMES.items()), default=rules.State.OPEN)
    verdict = models.CharField("结论", max_length=10, choices=list(rules.VERDICT_NAMES.items()), blank=True)
    to_attribute = models.CharField("调整为", max_length=20, choices=list(ATTRIBUTE_NAMES.items()), blank=True)
    ground = models.CharField("理由种类", max_length=10, blank=True)
    reason = models.TextField("理由", blank=True)
    next_review_on = models.DateField("下次复核日期", null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="提出人"
    )
    proposed_at = models.DateTimeField("提出时间", null=True)
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="合法性审核人"
    )
    checked_at = models.DateTimeField("审核时间", null=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    approved_at = models.DateTimeField("批准时间", null=True)
    returned = models.CharField("退回意见", max_length=300, blank=True)
    # The edition by which a converted document goes to the public; as long as it is not discarded it is in the queue.
    queued_edition = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "清单条目"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "document"], name="document_once_in_round"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("proposer")), name="approver_is_not_proposer"
            ),
            models.CheckConstraint(
                condition=Q(checker__isnull=True) | ~Q(checker=F("proposer")), name="checker_is_not_proposer"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(approved_at__isnull=False) & ~Q(verdict="") & ~Q(reason="")),
                name="done_with_verdict",
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="stock_entry_progress")]

    def __str__(self) -> str:
        return f"{self.round_id}-{self.pk}"


class ReviewInterval(models.Model):
    """How often an agency re-examines what it withholds, and who said so."""

    agency = models.OneToOneField(AGENCY, models.CASCADE, related_name="+", verbose_name="机关")
    months = models.PositiveIntegerField("间隔（月）", default=rules.DEFAULT_INTERVAL_MONTHS)
    source = models.CharField("依据", max_length=300, default=rules.INTERVAL_SOURCE)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(months__gt=0), name="interval_of_a_month_at_least")]

    def __str__(self) -> str:
        return f"每{self.months}个月"
