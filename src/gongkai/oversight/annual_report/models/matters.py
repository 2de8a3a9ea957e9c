"""One row an application, review or lawsuit: everything the tables count, and nothing personal."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.oversight.annual_report.rules.facts import KIND_NAMES, OPEN


class Matter(models.Model):
    """`closed_on` is never empty: what is open closes on the last day there is, so that every boundary is one comparison.

    A table of any period is one pass over (kind, closed_on, received_on, …): whatever was there in the period came in
    before or within it, and closed within or after it. Both sums of the balance count the same rows.
    """

    kind = models.CharField(max_length=12, choices=[(str(key), name) for key, name in KIND_NAMES.items()])
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关", db_index=False
    )
    column = models.CharField("申请人类别", max_length=16, blank=True)
    row = models.CharField("办理结果", max_length=10, blank=True)
    received_on = models.DateField("收到日期")
    closed_on = models.DateField("办结日期", default=OPEN)
    days = models.PositiveSmallIntegerField("办理工作日", null=True)
    late = models.BooleanField("逾期", default=False)
    label = models.CharField("编号", max_length=200)
    url = models.CharField("页面", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "统计事项"
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_type", "subject_id"], name="matter_counted_once"),
            models.CheckConstraint(condition=Q(closed_on__gte=F("received_on")), name="matter_closes_after_it_came"),
            models.CheckConstraint(
                condition=Q(row="", closed_on=OPEN) | (~Q(row="") & Q(closed_on__lt=OPEN)),
                name="matter_has_a_result_when_closed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "closed_on", "received_on", "agency", "column", "row"], name="matter_for_tables"
            ),
            models.Index(fields=["kind", "row", "closed_on", "agency", "column"], name="matter_for_results"),
            models.Index(fields=["kind", "received_on", "closed_on", "agency", "column"], name="matter_for_new"),
            models.Index(fields=["kind", "closed_on", "agency", "days", "late", "row"], name="matter_for_days"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        return self.closed_on == OPEN
