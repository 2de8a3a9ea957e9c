"""What happens while a matter is handled: correction asked for, opinions, meetings, searches, talks, links."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.base.vault.fields import SealedText
from gongkai.responsive.applications.models.cases import Application

PERSON = settings.AUTH_USER_MODEL


class Supplement(models.Model):
    """补正: asked for once, with everything that is missing and a day until which it is to come (条例第三十条)."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="supplement")
    wanted = models.TextField("需要补正的内容")
    asked_on = models.DateField("告知日期")
    due_on = models.DateField("补正期限")
    answered_on = models.DateField("收到补正日期", null=True, blank=True)
    answer = SealedText("补正内容", blank=True)

    class Meta:
        verbose_name = "补正"
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="supplement_due_after_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.due_on}"

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    @property
    def is_late(self) -> bool:
        """Say whether it came after the period; whether with good reason, the agency decides (条例第三十条)."""
        return self.answered_on is not None and self.answered_on > self.due_on


class Opinion(models.Model):
    """征求科室意见: one division, one question, one answer, with a day until which it is wanted."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="opinions")
    division = models.ForeignKey("organisations.Division", models.PROTECT, related_name="+", verbose_name="科室")
    question = models.TextField("征求意见的内容")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField("发出日期")
    due_on = models.DateField("反馈期限")
    answer = models.TextField("反馈意见", blank=True)
    suggests = models.CharField("建议的答复种类", max_length=4, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField("反馈日期", null=True, blank=True)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = "科室意见"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "division"], condition=Q(answered_on__isnull=True), name="one_open_opinion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.division_id}"

    @property
    def is_open(self) -> bool:
        return self.answered_on is None


class Meeting(models.Model):
    """会商研判: who met when, what was concluded."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="meetings")
    held_on = models.DateField("日期")
    people = models.CharField("参加人员", max_length=300)
    conclusion = models.TextField("研判结论")
    recorded_by = models.CharField("记录人", max_length=60)

    class Meta:
        ordering = ["application", "held_on", "pk"]
        verbose_name = "会商研判"

    def __str__(self) -> str:
        return f"{self.application_id} {self.held_on}"


class Search(models.Model):
    """检索: where, for what words, by whom, with what result. A reply that nothing exists rests on these."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="searches")
    searched_on = models.DateField("日期")
    place = models.CharField("检索范围", max_length=200)
    words = models.CharField("检索词", max_length=200)
    result = models.TextField("结果")
    found = models.BooleanField("检索到", default=False)
    searched_by = models.CharField("检索人", max_length=60)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = "检索记录"

    def __str__(self) -> str:
        return f"{self.application_id} {self.place}"


class ContactNote(models.Model):
    """沟通记录: a talk with the applicant, so that nobody has to explain twice."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="contacts")
    at = models.DateTimeField("时间", default=timezone.now)
    way = models.CharField("方式", max_length=20)
    text = SealedText("内容")
    by_name = models.CharField("沟通人", max_length=60)

    class Meta:
        ordering = ["application", "at", "pk"]
        verbose_name = "沟通记录"

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d}"


class Link(models.Model):
    """Two matters that belong together: alike, or one repeats the other. Said once, read from both sides."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="links")
    other = models.ForeignKey(Application, models.CASCADE, related_name="linked_from")
    why = models.CharField("关系", max_length=200)
    by_name = models.CharField("登记人", max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = "相似申请"
        constraints = [
            models.UniqueConstraint(fields=["application", "other"], name="linked_once"),
            models.CheckConstraint(condition=~Q(application=F("other")), name="linked_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.other_id}"
