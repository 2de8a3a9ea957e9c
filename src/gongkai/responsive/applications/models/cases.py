"""A form as it came in, the matters asked for in it, and the five stages of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from gongkai.base.vault.fields import SealedText
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications import rules
from gongkai.responsive.applications.models.choices import choices

AGENCY = "organisations.Agency"
PERSON = settings.AUTH_USER_MODEL
IS_PENDING = Q(status__in=[status.value for status in rules.PENDING])
IS_CLOSED = Q(status=rules.Status.CLOSED.value)
# What waits for us first, by its day; then what waits for the applicant; what is closed last.
QUEUE = Case(
    When(status=rules.Status.ARRIVED.value, then=Value(0)),
    When(status__in=[rules.Status.SUPPLEMENTING.value, rules.Status.PAYING.value], then=Value(2)),
    When(status=rules.Status.CLOSED.value, then=Value(3)),
    default=Value(1),
)


class Submission(models.Model):
    """A form as handed in: by which door, when, in what form the answer is wanted. One form may hold several matters.

    `received_on` is the day that counts (条例第三十一条), None until both sides confirmed where that is needed.
    `secret` opens the page on which the applicant follows it; only its hash is kept.
    """

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="受理机关")
    receipt = models.CharField("回执编号", max_length=20, unique=True)
    secret = models.CharField(max_length=200)
    door = models.CharField("提交渠道", max_length=20, choices=choices(rules.DOOR_NAMES))
    arrived_at = models.DateTimeField("到达时间", default=timezone.now)
    arrived_on = models.DateField("到达日期")
    confirmed_on = models.DateField("双方确认日期", null=True, blank=True)
    confirmed_how = models.CharField("确认方式", max_length=10, blank=True, choices=choices(rules.CONFIRMATION_NAMES))
    received_on = models.DateField("收到日期", null=True, blank=True)
    form = models.CharField("提供形式", max_length=12, choices=choices(rules.FORM_NAMES))
    method = models.CharField("获取方式", max_length=10, choices=choices(rules.METHOD_NAMES))
    original = SealedText("申请原文", blank=True)
    # The number of the paper register or of the partner's system, so that nothing comes in twice.
    external_id = models.CharField("来件编号", max_length=100, blank=True)
    entered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    erased_at = models.DateTimeField("申请人信息清除时间", null=True, blank=True)

    class Meta:
        ordering = ["-arrived_at", "-pk"]
        verbose_name = "申请表"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "external_id"], condition=~Q(external_id=""), name="submission_comes_in_once"
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("arrived_on")),
                name="received_not_before_it_arrived",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class Application(models.Model):
    """One matter (一事一申请): one number, one clock, one outcome, one row in table 三.

    `agency`, `column`, `received_on`, `closed_on`, `outcome` are what the statistics count. `clock_from` is the day that
    the reply clock starts after: the day received, or the day a corrected application came in. `version` counts changes.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="applications", verbose_name="申请表")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="applications", verbose_name="办理机关")
    number = models.CharField("登记编号", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("表内序号", default=1)
    title = models.CharField("申请内容", max_length=200)
    description = models.TextField("内容描述", blank=True)
    column = models.CharField("申请人类别", max_length=15, choices=choices(rules.APPLICANT_NAMES))
    status = models.CharField(
        "状态", max_length=15, choices=choices(rules.STATUS_NAMES), default=rules.Status.ARRIVED.value
    )
    division = models.ForeignKey(
        "organisations.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办科室"
    )
    handler = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="applications_handled", verbose_name="经办人"
    )
    received_on = models.DateField("收到日期", null=True, blank=True)
    clock_from = models.DateField("答复期限起算", null=True, blank=True)
    due_on = models.DateField("答复到期", null=True, blank=True)
    outcome = models.CharField(
        "办理结果", max_length=4, blank=True, choices=[(kind.code, kind.name) for kind in REPLY_KINDS.values()]
    )
    decided_on = models.DateField("作出日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    closed_late = models.BooleanField("逾期办结", null=True, blank=True)
    at_once = models.BooleanField("当场答复", default=False)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    # 并案: closed into another of the same applicant. 共同办理: the one whose judgement and draft serve this one as well.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    together_with = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="alongside")
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    # What came back to the handler (queries.waiting.Wait), kept by every verb: the menu of each page counts it.
    back = models.CharField("轮到经办人", max_length=12, blank=True, default="")
    queue = models.GeneratedField(expression=QUEUE, output_field=models.SmallIntegerField(), db_persist=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "依申请公开申请"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], condition=~Q(number=""), name="application_number_once_in_agency"
            ),
            # Exactly one outcome on what is closed, none before; what is closed was received, and not earlier.
            models.CheckConstraint(
                condition=(IS_CLOSED & Q(closed_on__isnull=False, received_on__isnull=False) & ~Q(outcome=""))
                | (~IS_CLOSED & Q(closed_on__isnull=True, outcome="")),
                name="closed_with_one_outcome",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="closed_not_before_received",
            ),
            models.CheckConstraint(
                condition=Q(status=rules.Status.ARRIVED.value) | Q(received_on__isnull=False),
                name="registered_means_received",
            ),
            models.CheckConstraint(condition=Q(merged_into__isnull=True) | IS_CLOSED, name="merged_means_closed"),
        ]
        indexes = [
            models.Index(fields=["agency", "status", "due_on", "id"], name="application_by_agency"),
            models.Index(fields=["handler", "status", "due_on"], name="application_by_handler"),
            models.Index(fields=["agency", "received_on", "closed_on"], name="application_for_counts"),
            # The register in its order, of one agency and of all: a page costs a page, however many there are.
            models.Index(fields=["agency", "queue", "due_on", "-closed_on", "id"], name="application_line_of_agency"),
            models.Index(fields=["queue", "due_on", "-closed_on", "id"], name="application_line"),
            models.Index(fields=["agency", "handler"], condition=~Q(back=""), name="application_came_back"),
        ]

    def __str__(self) -> str:
        return self.number or self.submission.receipt

    @property
    def is_pending(self) -> bool:
        return self.status in rules.PENDING

    @property
    def label(self) -> str:
        return f"{self.number or self.submission.receipt} {self.title}"


class Step(models.Model):
    """One step on the road: stage, time, person; `public` is what the applicant reads of it, "" for nothing. Never changed."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    verb = models.CharField("办理", max_length=30)
    stage = models.CharField("阶段", max_length=12, choices=choices(rules.STAGE_NAMES))
    at = models.DateTimeField("时间", default=timezone.now)
    # The day on which it counts, which an officer may put down later than it was.
    on = models.DateField("日期")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    person_name = models.CharField("办理人", max_length=60)
    # Officers write names into it; what the applicant reads is `public`.
    text = SealedText("说明", blank=True)
    public = models.CharField("向申请人显示", max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "办理步骤"

    def __str__(self) -> str:
        return f"{self.application_id} {self.verb}"
