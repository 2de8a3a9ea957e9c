"""The library, what public pages cite of it, and the tasks when that changes. Only actions and reactions write here."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.engine.regulations import rules

AGENCY = "organisations.Agency"
ITEM = "publishing.Item"


class Law(models.Model):
    """法规. `key` is the title in any writing; `names` are other titles it goes by."""

    title = models.CharField("名称", max_length=300)
    key = models.CharField(max_length=300, unique=True)
    rank = models.CharField("效力级别", max_length=30, choices=list(rules.RANKS.items()), db_index=True)
    issuer = models.CharField("制定机关", max_length=100, blank=True)
    number = models.CharField("公布文号", max_length=200, blank=True)
    numbers: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    names: models.JSONField[list[str], list[str]] = models.JSONField("别称", default=list)
    url = models.CharField("来源", max_length=500, blank=True)
    external_id = models.CharField("来源编号", max_length=120, blank=True)
    promulgated_on = models.DateField("公布日期")
    effective_on = models.DateField("现行版本施行日期")
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    repealed_by = models.CharField("废止依据", max_length=300, blank=True)
    added_at = models.DateTimeField("录入时间", default=timezone.now)

    class Meta:
        verbose_name = "法规"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One state of a law, in force from `effective_on` to the day before `ended_on`. Without `text` only its days are known."""

    law = models.ForeignKey(Law, models.CASCADE, related_name="versions")
    decided_on = models.DateField("公布或修订日期")
    effective_on = models.DateField("施行日期")
    # Whether the day of force was stated; else the day of the decision stands for it.
    exact = models.BooleanField(default=False)
    ended_on = models.DateField("失效日期", null=True, blank=True)
    note = models.CharField("沿革", max_length=60, blank=True)
    number = models.CharField(max_length=80, blank=True)
    text = models.TextField("正文", blank=True)
    digest = models.CharField(max_length=64, blank=True)
    articles = models.TextField(blank=True)

    class Meta:
        verbose_name = "法规版本"
        ordering = ["law", "effective_on"]
        constraints = [
            models.UniqueConstraint(fields=["law", "effective_on"], name="one_version_a_day"),
            models.CheckConstraint(condition=Q(text="") | ~Q(digest=""), name="law_text_with_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.law_id} {self.effective_on}"


class Repeal(models.Model):
    """What a law says it repeals, kept by title so that a law that is imported later is known to be repealed."""

    by = models.ForeignKey(Law, models.CASCADE, related_name="repeals")
    key = models.CharField(max_length=300, db_index=True)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="repealed_once_by_a_law")]

    def __str__(self) -> str:
        return f"{self.by_id} repeals {self.key}"


class LibraryState(models.Model):
    """One row; `stamp` changes with every change of the library, so that the titles kept in memory are read anew."""

    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


class PublicText(models.Model):
    """What is public, by key of title and number, so that citations of our own documents are found by an index."""

    item = models.OneToOneField(ITEM, models.CASCADE, primary_key=True, related_name="+")
    title = models.CharField(max_length=300)
    title_key = models.CharField(max_length=300, db_index=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True)
    # The day whose law the text speaks of, and the edition that was read.
    text_on = models.DateField()
    edition = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.title


class CitedLaw(models.Model):
    """A public page cites a law, or carries its text (`carried`). Goes with the page."""

    item = models.ForeignKey(ITEM, models.CASCADE, related_name="+")
    law = models.ForeignKey(Law, models.CASCADE, related_name="citations")
    version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(max_length=20)
    times = models.PositiveIntegerField(default=1)
    articles: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    carried = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "law", "carried"], name="cited_once_by_a_page")]

    def __str__(self) -> str:
        return f"{self.item_id} → {self.law_id}"


class UpdateTask(models.Model):
    """更新任务: a public page speaks of a law that has changed. `edition` is the one that was found wanting."""

    item = models.ForeignKey(ITEM, models.CASCADE, related_name="+")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="责任机关")
    law = models.ForeignKey(Law, models.PROTECT, related_name="tasks", verbose_name="法规")
    reason = models.CharField("事由", max_length=12, choices=list(rules.REASON_NAMES.items()))
    title = models.CharField("文件", max_length=300)
    edition = models.PositiveIntegerField()
    old_version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    new_version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    # What the task is about in this state of the library: the same is not asked twice.
    cause = models.CharField(max_length=64)
    note = models.TextField("说明", blank=True)
    opened_on = models.DateField("发现日期")
    due_on = models.DateField("应处理日期")
    due_source = models.CharField("期限来源", max_length=120)
    outcome = models.CharField("状态", max_length=12, choices=list(rules.OUTCOME_NAMES.items()), default="open")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    decided_by = models.CharField("办理人", max_length=60, blank=True)
    decision = models.CharField("理由", max_length=500, blank=True)

    class Meta:
        verbose_name = "更新任务"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["agency", "outcome"], name="update_task_by_agency")]
        constraints = [
            models.UniqueConstraint(fields=["item", "law", "reason", "cause"], name="update_task_once"),
            models.CheckConstraint(
                condition=~Q(outcome=rules.Outcome.FINE) | ~Q(decision=""), name="no_change_needed_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}：{self.reason}"

    @property
    def is_open(self) -> bool:
        return self.outcome == rules.Outcome.OPEN

    def state(self) -> dict[str, Any]:
        """Return what the event record keeps of it."""
        return {"文件": self.title, "法规": self.law.title, "事由": rules.REASON_NAMES[self.reason]}
