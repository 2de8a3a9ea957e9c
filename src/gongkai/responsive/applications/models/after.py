"""What follows an answer: reviews and lawsuits, the notices about them, what is opened to everybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.base.vault.fields import SealedText
from gongkai.responsive.applications.models.cases import AGENCY, Application
from gongkai.responsive.applications.models.choices import choices
from gongkai.responsive.applications.rules.challenges import (
    CAUSE_NAMES,
    CONVERSION_NAMES,
    KIND_NAMES,
    RESULT_NAMES,
    ConversionState,
)

PERSON = settings.AUTH_USER_MODEL


class Challenge(models.Model):
    """A review, a lawsuit or a complaint. `result` is "" while it is not decided; a correction says its cause."""

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="被申请机关")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="challenges", verbose_name="所涉申请"
    )
    kind = models.CharField("种类", max_length=15, choices=choices(KIND_NAMES))
    number = models.CharField("案号", max_length=80, blank=True)
    body = models.CharField("复议机关、法院或者受理机关", max_length=100)
    who = SealedText("申请人或者原告", blank=True)
    claims = models.TextField("请求")
    filed_on = models.DateField("提出或者收到日期")
    hearing_on = models.DateField("开庭、听证日期", null=True, blank=True)
    result = models.CharField("结果", max_length=10, blank=True, choices=choices(RESULT_NAMES))
    result_on = models.DateField("结案日期", null=True, blank=True)
    result_text = models.TextField("结果说明", blank=True)
    cause = models.CharField("纠错原因", max_length=12, blank=True, choices=choices(CAUSE_NAMES))
    measures = models.TextField("整改措施", blank=True)
    reported_on = models.DateField("报备日期", null=True, blank=True)
    reported_to = models.CharField("报备机关", max_length=100, blank=True)
    opened_by = models.CharField("登记人", max_length=60)
    opened_at = models.DateTimeField("登记时间", default=timezone.now)
    erased_at = models.DateTimeField("个人信息清除时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-filed_on", "-pk"]
        verbose_name = "复议、诉讼、投诉"
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", result_on__isnull=True) | (~Q(result="") & Q(result_on__gte=F("filed_on"))),
                name="challenge_decided_with_day",
            ),
            models.CheckConstraint(condition=~Q(result="corrected") | ~Q(cause=""), name="correction_says_its_cause"),
        ]
        indexes = [models.Index(fields=["agency", "kind", "filed_on"], name="challenge_by_agency")]

    def __str__(self) -> str:
        return self.number or f"FS{self.pk}"

    @property
    def is_open(self) -> bool:
        return not self.result


class AnswerOrder(models.Model):
    """责令重新答复、限期答复: a review or judgement says by when to answer, and sets the earlier answer aside if there was one.

    The fields from `outcome` on are how the case stood before: they are what a year that is over goes on counting.
    `late`: the period of the law had passed, with or without an answer.
    """

    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="order", verbose_name="案件")
    application = models.ForeignKey(Application, models.PROTECT, related_name="orders", verbose_name="申请")
    due_on = models.DateField("答复期限")
    terms = models.CharField("裁判文书的原文", max_length=300)
    made_on = models.DateField("登记日期")
    letter = models.ForeignKey(
        "casework.Letter", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被撤销的答复书"
    )
    outcome = models.CharField("原办理结果", max_length=4, blank=True)
    decided_on = models.DateField("原作出日期", null=True, blank=True)
    closed_on = models.DateField("原办结日期", null=True, blank=True)
    days = models.PositiveSmallIntegerField("原办理工作日", null=True, blank=True)
    late = models.BooleanField("逾期", default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "责令重新答复"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", closed_on__isnull=True) | (~Q(outcome="") & Q(closed_on__lte=F("made_on"))),
                name="order_sets_aside_what_was_closed",
            )
        ]

    def __str__(self) -> str:
        return self.source

    @property
    def source(self) -> str:
        """Who ordered it and under which number, as one writes it."""
        number = self.challenge.number
        return f"{self.challenge.body}（{number}）" if number else self.challenge.body

    @property
    def over_the_year(self) -> bool:
        """Whether the year in which the answer was given was over: its figures stand (`queries.facts`)."""
        return self.closed_on is not None and self.closed_on.year < self.made_on.year

    @property
    def counted(self) -> str:
        """What becomes of it in the statistics, in words for officers; "" where there was no answer."""
        if self.closed_on is None:
            return ""
        if self.over_the_year:
            return f"{self.closed_on.year}年度已经结束，表三仍按原答复计入该年度；纠错计入表四。"
        return "本年度表三按重新作出的答复计算；纠错计入表四。"


class Bulletin(models.Model):
    """总结与通报 (R244): what the cases of a period teach, sent to every unit below."""

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="通报机关")
    title = models.CharField("标题", max_length=200)
    since = models.DateField("起")
    until = models.DateField("止")
    text = models.TextField("通报内容")
    figures: models.JSONField[Any, Any] = models.JSONField("数字", default=dict)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    sent_by = models.CharField("发出人", max_length=60, blank=True)
    told = models.PositiveIntegerField("通知人数", default=0)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.CharField("撤回人", max_length=60, blank=True)
    withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-until", "-pk"]
        verbose_name = "案件通报"
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="bulletin_ends_after_start")]

    def __str__(self) -> str:
        return self.title


class Conversion(models.Model):
    """同步审查 (R237): whether what one applicant got is opened to everybody, and when it was."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="conversion")
    state = models.CharField(
        "状态", max_length=12, choices=choices(CONVERSION_NAMES), default=ConversionState.PROPOSED.value
    )
    criteria: models.JSONField[Any, Any] = models.JSONField("符合的标准", default=list)
    reason = models.CharField("理由", max_length=300, blank=True)
    proposed_by = models.CharField("提请人", max_length=60)
    proposed_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("审查时间", null=True, blank=True)
    item = models.ForeignKey("publishing.Item", models.PROTECT, null=True, blank=True, related_name="+")
    public_at = models.DateTimeField("公开时间", null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        verbose_name = "转为主动公开"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="public") | Q(item__isnull=False, public_at__isnull=False),
                name="converted_with_item_and_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.state}"
