"""A duty is a row with a clock. Only actions change these rows; the due day is always what `law` makes of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.engine.duties import rules

AGENCY = "organisations.Agency"
IS_ACTIVE = Q(status__in=[status.value for status in rules.ACTIVE])
IS_DONE = Q(status=rules.Status.DONE.value)


class HolidayNotice(models.Model):
    """放假通知. A year has one for the whole of it, and sometimes later ones that change single days of it."""

    year = models.PositiveSmallIntegerField("年份")
    number = models.CharField("文号", max_length=60, unique=True)
    issued_on = models.DateField("印发日期")
    whole_year = models.BooleanField("全年安排", default=True)
    off_days: models.JSONField[list[list[str]], list[list[str]]] = models.JSONField("放假日期")
    worked_days: models.JSONField[list[list[str]], list[list[str]]] = models.JSONField("调休上班日期")
    source = models.URLField("通知原文地址", max_length=300, blank=True)
    loaded_at = models.DateTimeField("录入时间", default=timezone.now)
    loaded_by = models.CharField("录入人", max_length=60)
    # Rises with every load; a duty remembers the version its due day was reckoned with.
    version = models.PositiveIntegerField(unique=True)

    class Meta:
        verbose_name = "放假通知"
        ordering = ["-year", "issued_on"]
        constraints = [
            models.UniqueConstraint(fields=["year"], condition=Q(whole_year=True), name="one_notice_for_a_whole_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}年放假通知（{self.number}）"


class Adoption(models.Model):
    """核准启用: a person of the openness authority takes over a time limit whose source was not verified in the text."""

    clock = models.CharField("法定时限编号", max_length=20)
    basis = models.CharField("核对的依据", max_length=300)
    by_name = models.CharField("核准人", max_length=40)
    adopted_at = models.DateTimeField("核准时间", default=timezone.now)
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "时限核准"
        ordering = ["clock", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(ended_at__isnull=True), name="clock_adopted_once")
        ]

    def __str__(self) -> str:
        return f"{self.clock}（{self.by_name}）"


class Duty(models.Model):
    """时限事项. `due_on` of a paused duty is what it would have been had the clock gone on the day it stopped."""

    rule = models.CharField("时限", max_length=40)
    clock = models.CharField("法定时限编号", max_length=20)
    subject_type = models.CharField("对象类型", max_length=50)
    subject_id = models.CharField("对象编号", max_length=200)
    title = models.CharField("事项", max_length=300)
    reference = models.CharField("文号或编号", max_length=100, blank=True)
    url = models.CharField("办理页面", max_length=300, blank=True)
    # Indexes that begin with the agency and the person stand below.
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="duties", verbose_name="机关", db_index=False)
    division = models.ForeignKey(
        "organisations.Division", models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="科室"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name="经办人",
        db_index=False,
    )
    status = models.CharField(
        "状态",
        max_length=10,
        choices=[(s.value, name) for s, name in rules.STATUS_NAMES.items()],
        default=rules.Status.OPEN.value,
    )
    opened_on = models.DateField("起算事件日期")
    due_on = models.DateField("到期日")
    provisional = models.BooleanField("暂定", default=False)
    calendar_version = models.PositiveIntegerField(default=0)
    extension_days = models.PositiveSmallIntegerField("延长的工作日", default=0)
    extended_on = models.DateField("批准延长日期", null=True, blank=True)
    extended_by = models.CharField("批准延长人", max_length=40, blank=True)
    # Who had adopted the clock when this duty began; empty for what the law itself drives.
    adopted_by = models.CharField("核准启用人", max_length=40, blank=True)
    opened_seq = models.BigIntegerField("起算事件序号", null=True, blank=True)
    discharged_seq = models.BigIntegerField("办结事件序号", null=True, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    done_late = models.BooleanField("逾期办结", null=True, blank=True)
    closing_note = models.CharField("终止原因", max_length=300, blank=True)
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    class Meta:
        verbose_name = "时限事项"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_type", "subject_id"], condition=IS_ACTIVE, name="one_open_duty_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in rules.Status]), name="known_duty_status"
            ),
            models.CheckConstraint(
                condition=(IS_DONE & Q(done_on__isnull=False, done_late__isnull=False))
                | (~IS_DONE & Q(done_on__isnull=True, done_late__isnull=True)),
                name="done_duty_says_when_and_whether_late",
            ),
            models.CheckConstraint(
                condition=Q(extension_days=0, extended_on__isnull=True)
                | Q(extension_days__gt=0, extended_on__isnull=False),
                name="extension_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "status", "due_on", "id"], name="duty_by_agency"),
            models.Index(fields=["status", "due_on", "id", "agency"], name="duty_by_urgency"),
            models.Index(fields=["person", "status", "due_on"], name="duty_by_person"),
            models.Index(fields=["due_on", "agency", "status", "done_late"], name="duty_for_rate"),
            models.Index(fields=["subject_type", "subject_id"], name="duty_by_subject"),
            models.Index(fields=["calendar_version", "due_on"], name="duty_by_calendar"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.due_on}到期）"

    @property
    def duty_rule(self) -> rules.DutyRule:
        return rules.rule_of(self.rule)

    @property
    def is_active(self) -> bool:
        return self.status in rules.ACTIVE

    @property
    def subject_key(self) -> str:
        return f"{self.subject_type}:{self.subject_id}"


class Pause(models.Model):
    """The clock stands still after `sent_on` up to and including `arrived_on`, which is open while we wait."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="pauses", verbose_name="时限事项")
    sent_on = models.DateField("发函日期")
    arrived_on = models.DateField("收到意见日期", null=True, blank=True)
    reason = models.CharField("事由", max_length=100)
    article = models.CharField("依据", max_length=100)

    class Meta:
        verbose_name = "暂停"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(arrived_on__isnull=True), name="one_open_pause"),
            models.CheckConstraint(
                condition=Q(arrived_on__isnull=True) | Q(arrived_on__gte=F("sent_on")), name="pause_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason}（{self.sent_on}起）"


class Reminder(models.Model):
    """That a reminder was dealt with. `told` is False for one that a newer one of the same night made needless."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="reminders", verbose_name="时限事项")
    kind = models.CharField("种类", max_length=20)
    on = models.DateField("应提醒日期")
    told = models.BooleanField("已通知", default=True)
    sent_at = models.DateTimeField("处理时间", default=timezone.now)

    class Meta:
        verbose_name = "提醒"
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["duty", "kind", "on"], name="one_reminder_per_kind_and_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
