"""Numbers, templates, letters with their kept papers and signatures, and how each letter was sent."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.base.vault.fields import SealedText
from gongkai.engine.casework import rules


class Series(models.Model):
    """The counter of one row of numbers in one agency and year; its row is the lock."""

    key = models.CharField("序列", max_length=40)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        ordering = ["-year", "agency", "key"]
        verbose_name = "编号"
        constraints = [models.UniqueConstraint(fields=["key", "agency", "year"], name="one_counter_a_series_and_year")]

    def __str__(self) -> str:
        return f"{self.key} {self.year} {self.last}"


class SeriesForm(models.Model):
    """How an agency writes the numbers of a series; without a row the default of the series holds."""

    key = models.CharField("序列", max_length=40)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    prefix = models.CharField("代字", max_length=40, blank=True)
    pattern = models.CharField("格式", max_length=80, blank=True)

    class Meta:
        verbose_name = "编号格式"
        constraints = [models.UniqueConstraint(fields=["key", "agency"], name="one_form_a_series_and_agency")]

    def __str__(self) -> str:
        return f"{self.key} {self.prefix}"


class Number(models.Model):
    """A number that was given out. Rows are never changed: a voided letter keeps its number."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    n = models.PositiveIntegerField("流水号")
    text = models.CharField("编号", max_length=160)
    subject_type = models.CharField(max_length=50, blank=True)
    subject_id = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField("取号时间", default=timezone.now)
    given_by = models.CharField("取号人", max_length=60)

    class Meta:
        ordering = ["series", "-n"]
        verbose_name = "已用编号"
        constraints = [models.UniqueConstraint(fields=["series", "n"], name="number_given_once")]

    def __str__(self) -> str:
        return self.text


class Template(models.Model):
    """One version of the text of a kind for an agency and those below it; no agency: the platform. Never changed.

    An empty text means that from this version on the level above holds again.
    """

    agency = models.ForeignKey(
        "organisations.Agency", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关"
    )
    kind = models.CharField("文书种类", max_length=60)
    version = models.PositiveIntegerField("版本")
    text = models.TextField("正文", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("修改时间", default=timezone.now)
    valid_from = models.DateField("启用日期")
    reason = models.CharField("修改原因", max_length=200)

    class Meta:
        ordering = ["kind", "agency", "-version"]
        verbose_name = "文书模板"
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "version"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["kind", "version"], condition=Q(agency__isnull=True), name="platform_template_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} 第{self.version}版"


class Letter(models.Model):
    """A letter about a case of a package above. What it says of people lies in the sealed fields."""

    kind = models.CharField("文书种类", max_length=60)
    agency = models.ForeignKey("organisations.Agency", models.PROTECT, related_name="+", verbose_name="机关")
    # Whose head signs, where a step is for the head of a division.
    division = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    subject_type = models.CharField(max_length=50)
    subject_id = models.CharField(max_length=200)
    state = models.CharField(
        "状态", max_length=16, choices=list(rules.STATE_NAMES.items()), default=rules.State.DRAFT, db_index=True
    )
    number = models.CharField("文号", max_length=160, blank=True)
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="+")
    variables_json = SealedText("变量", blank=True, default="")
    text = SealedText("正文", blank=True, default="")
    # What was printed: title, addressee, paragraphs, number, day, signers. Set once, at issue.
    frozen_json = SealedText("签发内容", blank=True, default="")
    content_sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("起草时间", default=timezone.now)
    issued_on = models.DateField("签发日期", null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField("作废时间", null=True)
    void_reason = SealedText("作废原因", blank=True, default="")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")
    correction_reason = SealedText("更正原因", blank=True, default="")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    erased_at = models.DateTimeField("内容清除时间", null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "文书"
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="letter_subject")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], condition=~Q(number=""), name="letter_number_once"),
            models.CheckConstraint(
                condition=~Q(state="issued") | (Q(issued_on__isnull=False) & ~Q(content_sha256="")),
                name="issued_with_day_and_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | Q(voided_at__isnull=False), name="letter_void_with_time"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"文书{self.pk}"

    @property
    def kind_data(self) -> rules.LetterKind:
        return rules.kind(self.kind)

    @property
    def variables(self) -> dict[str, str]:
        return dict(json.loads(self.variables_json or "{}"))

    @variables.setter
    def variables(self, values: dict[str, str]) -> None:
        self.variables_json = json.dumps(values, ensure_ascii=False)

    @property
    def frozen(self) -> dict[str, Any]:
        return dict(json.loads(self.frozen_json or "{}"))

    @frozen.setter
    def frozen(self, facts: dict[str, Any]) -> None:
        self.frozen_json = json.dumps(facts, ensure_ascii=False)

    @property
    def is_open(self) -> bool:
        return self.state in rules.OPEN


class Paper(models.Model):
    """A paper of an issued letter, made once and given out ever since; `sha256` is of the bytes before they were sealed."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in rules.PaperKind])
    file = models.OneToOneField("vault.SealedFile", models.PROTECT, related_name="+")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = "文书文件"
        constraints = [models.UniqueConstraint(fields=["letter", "kind"], name="one_paper_a_kind")]

    def __str__(self) -> str:
        return f"{self.letter_id}.{self.kind}"


class Countersignature(models.Model):
    """A signature, or a return, bound to what the signer saw."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="signatures")
    step = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    agreed = models.BooleanField("同意")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    person_name = models.CharField("签署人", max_length=60)
    remark = SealedText("意见", blank=True, default="")
    at = models.DateTimeField("时间", default=timezone.now)
    # Sent back since: it no longer counts.
    lapsed = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "会签"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "step"], condition=Q(agreed=True, lapsed=False), name="a_step_signed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.person_name}"


class Dispatch(models.Model):
    """One way on which a letter was sent, from being prepared to signed for or come back."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="dispatches")
    route = models.CharField("方式", max_length=10, choices=list(rules.ROUTE_NAMES.items()))
    state = models.CharField(
        "状态", max_length=10, choices=list(rules.DISPATCH_NAMES.items()), default=rules.DispatchState.PREPARED,
        db_index=True,
    )  # fmt: skip
    address = SealedText("地址", blank=True, default="")
    posted_on = models.DateField("寄出日期", null=True)
    tracking = models.CharField("邮件号码", max_length=40, blank=True)
    signed_on = models.DateField("签收日期", null=True)
    signed_by = SealedText("签收人", blank=True, default="")
    returned_on = models.DateField("退回日期", null=True)
    returned_reason = SealedText("退回原因", blank=True, default="")
    proof = models.ForeignKey("vault.SealedFile", models.PROTECT, null=True, related_name="+", verbose_name="凭证")
    counted_on = models.DateField("计算期限的日期", null=True)
    warning = models.CharField("提示", max_length=200, blank=True)
    link = models.CharField(max_length=500, blank=True)
    attach = models.BooleanField("邮件附文书", default=False)
    mail_state = models.CharField(max_length=10, blank=True, choices=list(rules.MAIL_NAMES.items()))
    mail_note = models.CharField(max_length=200, blank=True)
    mailed_at = models.DateTimeField("邮件发出时间", null=True)
    created_at = models.DateTimeField("安排时间", default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_remark = SealedText("退回的处理", blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        verbose_name = "发送"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(returned_on__isnull=False), name="returned_with_day"
            ),
            models.CheckConstraint(condition=~Q(state="signed") | Q(signed_on__isnull=False), name="signed_with_day"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(posted_on__isnull=True) | Q(signed_on__gte=F("posted_on")),
                name="signed_not_before_posted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.get_route_display()}"
