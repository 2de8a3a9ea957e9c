"""The report of an agency for a year: its text, its cells once frozen, and what was corrected afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.oversight.annual_report.rules.reports import SOURCE_NAMES, STATE_NAMES, State


class Report(models.Model):
    """`version` counts changes (two tabs). A frozen report keeps its numbers; corrections stand beside them."""

    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    year = models.PositiveSmallIntegerField("统计年度")
    format = models.CharField("格式", max_length=10)
    state = models.CharField(
        "状态", max_length=10, choices=[(str(key), name) for key, name in STATE_NAMES.items()],
        default=State.DRAFT.value,
    )  # fmt: skip
    part_one = models.TextField("总体情况", blank=True)
    part_five = models.TextField("存在的主要问题及改进情况", blank=True)
    part_six = models.TextField("其他需要报告的事项", blank=True)
    frozen_at = models.DateTimeField("冻结时间", null=True, blank=True)
    published_on = models.DateField("公布日期", null=True, blank=True)
    published_url = models.URLField("公布网址", max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "agency"]
        verbose_name = "年度报告"
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="one_report_a_year"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value, frozen_at__isnull=True)
                | (~Q(state=State.DRAFT.value) & Q(frozen_at__isnull=False)),
                name="report_is_frozen_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED.value) | Q(published_on__isnull=False),
                name="published_report_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT


class Cell(models.Model):
    """One number. `value` never changes once the report is frozen. A counted number of a draft has no row unless it was set."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="cells")
    table = models.CharField("表", max_length=1)
    row = models.CharField("行", max_length=20)
    column = models.CharField("列", max_length=20)
    value = models.DecimalField("数", max_digits=18, decimal_places=6)
    source = models.CharField("来源", max_length=10, choices=[(str(key), name) for key, name in SOURCE_NAMES.items()])
    # Table 二: what the texts held said when the number was set or frozen, and who set it, why, when.
    counted = models.DecimalField("台账数", max_digits=18, decimal_places=6, null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    person_name = models.CharField("填报人", max_length=60, blank=True)
    at = models.DateTimeField("填报时间", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "年度报告数据"
        constraints = [models.UniqueConstraint(fields=["report", "table", "row", "column"], name="report_cell_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"


class Correction(models.Model):
    """Why a number of a frozen report is no longer right, and what is. Never changed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="corrections")
    cell = models.ForeignKey(Cell, models.CASCADE, related_name="corrections")
    old = models.DecimalField("原数", max_digits=18, decimal_places=6)
    new = models.DecimalField("更正为", max_digits=18, decimal_places=6)
    reason = models.CharField("原因", max_length=300)
    person_name = models.CharField("更正人", max_length=60)
    at = models.DateTimeField("更正时间", default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "年度报告更正"

    def __str__(self) -> str:
        return f"{self.cell}：{self.old}→{self.new}"


class Reminder(models.Model):
    """An agency was asked to hand in its numbers of table 二. Never changed."""

    agency = models.ForeignKey("organisations.Agency", models.CASCADE, related_name="+", verbose_name="机关")
    year = models.PositiveSmallIntegerField("统计年度")
    person_name = models.CharField("提醒人", max_length=60)
    at = models.DateTimeField("提醒时间", default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "表二填报提醒"
        indexes = [models.Index(fields=["year", "agency"], name="second_reminders")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"
