"""Partners and their keys, what was exchanged and how often it was tried, tasks, and runs of reconciliation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.doors.exchange import rules
from gongkai.doors.exchange.rules.packages import FORMATS

AGENCY = "organisations.Agency"


class Partner(models.Model):
    """A system we exchange with. An office system hands over for `agency`; a superior gets what `agency` and below publish."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类型", max_length=10, choices=list(rules.PARTNER_NAMES.items()))
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="机关")
    # The system's own entry among the people: what it hands over is drafted in this name.
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # How a superior is reached: see actions.adapters.
    adapter = models.CharField(
        "对接方式", max_length=20, choices=list(rules.ADAPTER_NAMES.items()), default=rules.CALLS
    )
    package_format = models.CharField("报送包格式", max_length=4, choices=list(FORMATS.items()), default="json")
    base_url = models.CharField("接口地址", max_length=200, blank=True)
    filed_kinds = models.JSONField("报送的内容", default=list, blank=True)
    signs_answers = models.BooleanField("对方的答复带签名", default=True)
    calls_per_minute = models.PositiveIntegerField(
        "每分钟最多来件", default=120, validators=[MinValueValidator(1), MaxValueValidator(6000)]
    )
    first_retry_seconds = models.FloatField(
        "首次重试间隔（秒）", default=10, validators=[MinValueValidator(0.05), MaxValueValidator(3600)]
    )
    timeout_seconds = models.FloatField(
        "等候答复（秒）", default=15, validators=[MinValueValidator(0.2), MaxValueValidator(60)]
    )
    active = models.BooleanField("启用", default=True)
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    last_seen_at = models.DateTimeField("最近来件", null=True, blank=True)
    last_reached_at = models.DateTimeField("最近送达", null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "对接系统"
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return self.name


class Key(models.Model):
    """One secret shared with a partner, sealed. Two are valid at once while one replaces the other."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="keys")
    key_id = models.CharField("密钥编号", max_length=60, unique=True)
    sealed = models.TextField()
    fingerprint = models.CharField("指纹", max_length=40)
    starts_at = models.DateTimeField("启用时间", default=timezone.now)
    ends_at = models.DateTimeField("失效时间", null=True, blank=True)

    class Meta:
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.key_id


class Nonce(models.Model):
    """A call that was let in; the same one again is a replay. Also counts the calls of the last minute."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="nonces")
    value = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "value"], name="nonce_once")]
        indexes = [models.Index(fields=["partner", "at"], name="nonce_by_time")]

    def __str__(self) -> str:
        return self.value


class Handover(models.Model):
    """A document that an office system handed over: its number there, our item, what it last said, what it was last told."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="handovers")
    external_id = models.CharField("对方编号", max_length=80)
    item = models.OneToOneField("publishing.Item", models.PROTECT, related_name="+")
    number_key = models.CharField(max_length=60, blank=True, db_index=True)
    digest = models.CharField(max_length=64)
    kept_digest = models.CharField("并入时的内容摘要", max_length=64)
    awaited = models.PositiveIntegerField("另送的附件数", default=0)
    submit = models.BooleanField(default=True)
    sequence = models.PositiveIntegerField("已并入的更正序号", default=0)
    told = models.CharField("已回告的状态", max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "external_id"], name="handed_over_once")]

    def __str__(self) -> str:
        return self.external_id


class Message(models.Model):
    """One thing that came or goes. `key` is its idempotency key: the same message however often it is sent."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="messages", verbose_name="对接系统")
    direction = models.CharField("方向", max_length=3, choices=list(rules.DIRECTION_NAMES.items()))
    kind = models.CharField("种类", max_length=20, choices=list(rules.MESSAGE_NAMES.items()))
    key = models.CharField("幂等编号", max_length=120)
    receipt = models.CharField("回执号", max_length=100, blank=True)
    external_id = models.CharField("对方编号", max_length=80, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    edition = models.PositiveIntegerField(null=True, blank=True)
    label = models.CharField("标题", max_length=300, blank=True)
    payload: models.JSONField[Any, Any] = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    answer: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=14, choices=list(rules.STATE_NAMES.items()))
    note = models.CharField("说明", max_length=500, blank=True)
    tries = models.PositiveIntegerField("发送次数", default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField("时间", default=timezone.now)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        verbose_name = "交换消息"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "direction", "key"], name="message_key_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.State)), name="known_message_state"),
        ]
        indexes = [
            models.Index(fields=["partner", "external_id"], name="message_by_external"),
            models.Index(fields=["partner", "index_number"], name="message_by_item"),
            models.Index(fields=["state", "next_try_at"], name="message_by_turn"),
        ]

    def __str__(self) -> str:
        return self.label or self.key


class MessageFile(models.Model):
    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    as_text = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Try(models.Model):
    """One call, written down before it is made: a crash leaves it without an outcome, and says so."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts")
    at = models.DateTimeField("时间", default=timezone.now)
    outcome = models.CharField("结果", max_length=12, blank=True)
    status = models.PositiveSmallIntegerField("对方答复", null=True, blank=True)
    receipt = models.CharField("回执号", max_length=100, blank=True)
    reason = models.CharField("说明", max_length=500, blank=True)
    milliseconds = models.PositiveIntegerField("用时（毫秒）", null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.message_id} {self.outcome}"

    @property
    def outcome_name(self) -> str:
        return rules.OUTCOME_NAMES.get(self.outcome, self.outcome)


class Run(models.Model):
    """One reconciliation with one superior. `cursor` is how far its list was read: an interrupted run goes on there."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="runs")
    state = models.CharField(
        "状态", max_length=10, choices=list(rules.RUN_NAMES.items()), default=rules.RunState.READING
    )
    cursor = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField("开始时间", default=timezone.now)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    ours = models.PositiveIntegerField("本平台件数", default=0)
    theirs = models.PositiveIntegerField("上级平台件数", default=0)
    counts = models.JSONField("结果", default=dict)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.started_at:%Y-%m-%d}"


class Listed(models.Model):
    """One line of the superior's list, kept while a run compares; `matched` by one of ours."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="listed")
    place = models.CharField(max_length=120)
    index_number = models.CharField(max_length=60, blank=True)
    doc_number = models.CharField(max_length=100, blank=True)
    number_key = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=300, blank=True)
    title_key = models.CharField(max_length=300, blank=True)
    date = models.CharField(max_length=10, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=300, blank=True)
    withdrawn = models.BooleanField(default=False)
    matched = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="listed_once_in_run")]
        indexes = [
            models.Index(fields=["run", "index_number"], name="listed_by_index"),
            models.Index(fields=["run", "number_key"], name="listed_by_number"),
            models.Index(fields=["run", "title_key"], name="listed_by_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """What a person must decide. A difference keeps its row over all runs until it is gone or decided."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="tasks", verbose_name="对接系统")
    kind = models.CharField("事项", max_length=12, choices=list(rules.TASK_NAMES.items()))
    result = models.CharField("差异", max_length=16, blank=True, choices=list(rules.RESULT_NAMES.items()))
    key = models.CharField(max_length=200)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="tasks")
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="tasks")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="机关")
    index_number = models.CharField("索引号", max_length=60, blank=True, db_index=True)
    title = models.CharField("标题", max_length=300, blank=True)
    detail: models.JSONField[Any, Any] = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人"
    )
    opened_at = models.DateTimeField("列入时间", default=timezone.now)
    decision = models.CharField("处理结果", max_length=14, blank=True, choices=list(rules.DECISION_NAMES.items()))
    reason = models.CharField("处理说明", max_length=500, blank=True)
    decided_by = models.CharField("处理人", max_length=60, blank=True)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = "交换待办"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "kind", "key"], condition=Q(decided_at__isnull=True), name="one_open_task_per_key"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="") | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="decided_with_a_decision",
            ),
        ]
        indexes = [models.Index(fields=["partner", "kind", "decided_at"], name="exchange_task_open")]

    def __str__(self) -> str:
        return self.title or self.key

    @property
    def is_open(self) -> bool:
        return self.decided_at is None
