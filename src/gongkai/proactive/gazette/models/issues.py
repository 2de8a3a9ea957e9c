"""A gazette, its issues, the texts of an issue, and who read them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.proactive.gazette import rules


class Gazette(models.Model):
    """政府公报 of one government; its issues are numbered since the first one."""

    agency = models.OneToOneField(
        "organisations.Agency", models.PROTECT, related_name="gazette", verbose_name="主办机关"
    )
    name = models.CharField("名称", max_length=60)
    english_name = models.CharField("英文名称", max_length=100, blank=True)
    founded_on = models.DateField("创刊日期", null=True, blank=True)
    about = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "公报"

    def __str__(self) -> str:
        return self.name


class Issue(models.Model):
    """One issue. `item` carries it to the public; `old` issues were taken over from paper or an earlier site."""

    gazette = models.ForeignKey(Gazette, models.PROTECT, related_name="issues", verbose_name="公报")
    item = models.OneToOneField("publishing.Item", models.PROTECT, related_name="gazette_issue")
    year = models.PositiveIntegerField("年份")
    number = models.PositiveIntegerField("期号")
    total = models.PositiveIntegerField("总期号")
    planned_on = models.DateField("计划出版日期", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=list(rules.STATE_NAMES.items()), default=rules.State.PLANNED
    )
    old = models.BooleanField("历史期次", default=False)
    print_run = models.PositiveIntegerField("印数", null=True, blank=True)
    round = models.PositiveIntegerField(default=1)
    approved_by = models.CharField("审定人", max_length=40, blank=True)
    approved_at = models.DateTimeField("审定时间", null=True, blank=True)
    # Digest of the content of which the PDF was made last.
    paper = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-total"]
        verbose_name = "公报期次"
        constraints = [
            models.UniqueConstraint(fields=["gazette", "year", "number"], name="gazette_number_once_in_year"),
            models.UniqueConstraint(fields=["gazette", "total"], name="gazette_total_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"

    @property
    def name(self) -> str:
        return rules.issue_name(self.gazette.name, self.year, self.number, self.total)

    @property
    def brief(self) -> str:
        return f"{self.year}年第{self.number}号"


class Entry(models.Model):
    """One text of an issue. With a document its wording is that document's edition; frozen once the issue is approved."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="entries")
    order = models.PositiveIntegerField(default=1)
    column = models.CharField("栏目", max_length=16, choices=list(rules.COLUMN_NAMES.items()))
    title = models.CharField("标题", max_length=300)
    doc_number = models.CharField("发文字号", max_length=60, blank=True)
    issuer = models.CharField("发文机关", max_length=100, blank=True)
    formed_on = models.DateField("成文日期", null=True, blank=True)
    document = models.ForeignKey(
        "publishing.Item", models.PROTECT, null=True, blank=True, related_name="gazette_entries", verbose_name="文件"
    )
    edition = models.PositiveIntegerField("文件版次", null=True, blank=True)
    html = models.TextField("正文", blank=True)
    text = models.TextField("纯文本", blank=True)
    why = models.CharField("选入理由", max_length=200, blank=True)
    # The public text of its own; empty until the issue is released.
    item = models.OneToOneField("publishing.Item", models.PROTECT, null=True, blank=True, related_name="gazette_text")
    corrects = models.ForeignKey(
        "gazette.Divergence", models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="更正"
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "公报篇目"
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "document"], condition=Q(document__isnull=False), name="gazette_document_once_in_issue"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Reading(models.Model):
    """One proof reading of an issue: 初校 and 复校, by different people."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="readings")
    round = models.PositiveIntegerField()
    ordinal = models.PositiveSmallIntegerField("校次")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reader_name = models.CharField("校对人", max_length=40)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField("校对完成", null=True, blank=True)

    class Meta:
        ordering = ["round", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "round", "ordinal"], name="gazette_one_reader_a_reading"),
            models.UniqueConstraint(
                fields=["issue", "round", "reader"],
                condition=Q(reader__isnull=False),
                name="gazette_nobody_reads_twice",
            ),
        ]

    def __str__(self) -> str:
        return rules.READING_NAMES[self.ordinal]


class Finding(models.Model):
    """What a proof reader found in one text, and how the editor decided."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="findings")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="findings")
    quote = models.CharField("原文", max_length=200, blank=True)
    remark = models.CharField("意见", max_length=300)
    found_at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField("处理", max_length=10, blank=True, choices=list(rules.VERDICT_NAMES.items()))
    answer = models.CharField("说明", max_length=300, blank=True)
    decided_by = models.CharField("处理人", max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.remark
