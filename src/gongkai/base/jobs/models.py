"""The lease table. A finished job is deleted; what must not happen twice leaves a receipt."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.base.jobs.rules import STATE_WORDS, State


class Job(models.Model):
    kind = models.CharField("种类", max_length=100)
    key = models.CharField("去重键", max_length=250, blank=True)
    payload = models.JSONField("内容", default=dict)
    once = models.BooleanField("只做一次", default=False)
    state = models.CharField("状态", max_length=10, choices=list(STATE_WORDS.items()), default=State.QUEUED)
    priority = models.SmallIntegerField("优先级", default=0, help_text="大者先做")
    run_at = models.DateTimeField("最早执行时间")
    attempts = models.PositiveIntegerField("已试次数", default=0)
    max_attempts = models.PositiveIntegerField("最多次数", default=8)
    lease_until = models.DateTimeField("租约到期", null=True)
    worker = models.CharField("执行者", max_length=100, blank=True)
    last_error = models.TextField("最近一次错误", blank=True)
    created_at = models.DateTimeField("排入时间", auto_now_add=True)

    class Meta:
        verbose_name = "任务"
        verbose_name_plural = "任务"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="known_job_state"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease_until__isnull=True)),
                name="only_running_jobs_have_a_lease",
            ),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state=State.QUEUED) & ~Q(key=""), name="one_queued_job_per_key"
            ),
        ]
        indexes = [
            models.Index(F("priority").desc(), "run_at", "id", condition=Q(state=State.QUEUED), name="job_queue"),
            models.Index(
                "kind", F("priority").desc(), "run_at", "id", condition=Q(state=State.QUEUED), name="job_queue_by_kind"
            ),
            models.Index(fields=["lease_until"], condition=Q(state=State.RUNNING), name="job_by_lease"),
            models.Index(fields=["kind", "key"], name="job_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key or self.pk}"


class Receipt(models.Model):
    """That an effect was had (or begun, see `actions.only_once`); kept after the job is gone."""

    kind = models.CharField("种类", max_length=100)
    key = models.CharField("键", max_length=250)
    done_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_receipt_per_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Schedule(models.Model):
    """When a schedule declared in code ran and will run."""

    kind = models.CharField("种类", max_length=100, primary_key=True)
    every = models.CharField("周期", max_length=20)
    last_run = models.DateTimeField("上次执行", null=True)
    next_run = models.DateTimeField("下次执行")

    def __str__(self) -> str:
        return f"{self.kind} {self.every}"


class Worker(models.Model):
    """A worker that is alive, or was until `seen_at`."""

    name = models.CharField("名称", max_length=100, primary_key=True)
    started_at = models.DateTimeField("启动时间")
    seen_at = models.DateTimeField("最近一次报到")

    def __str__(self) -> str:
        return self.name
