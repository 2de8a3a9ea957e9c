"""What became of a policy after its release: spread, surveys, misreadings, the channels of its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from gongkai.oversight.outreach.rules import SPREAD_KINDS
from gongkai.proactive.interpretation.rules import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Collection

AGENCY, ITEM = "organisations.Agency", "publishing.Item"


class Kept(models.Model):
    """What every entry of these registers has: whose it is, who put it down and when."""

    agency: models.ForeignKey[Any, Any] = models.ForeignKey(
        AGENCY, models.PROTECT, related_name="+", verbose_name="机关"
    )
    recorded_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", default=timezone.now, editable=False)

    class Meta:
        abstract = True


def not_in_future(**days: Any) -> None:
    """Raise ValidationError naming the field whose day has not come yet."""
    wrong = {
        name: "日期还没有到，请登记已经发生的事。" for name, day in days.items() if day and day > timezone.localdate()
    }
    if wrong:
        raise ValidationError(wrong)


class Spread(Kept):
    """One place where a policy or its interpretation was spread (R173)."""

    policy = models.ForeignKey(ITEM, models.PROTECT, related_name="spreads", verbose_name="政策文件")
    kind = models.CharField("渠道", max_length=10, choices=list(SPREAD_KINDS.items()))
    outlet = models.CharField("媒体或者账号", max_length=100)
    on = models.DateField("日期")
    url = models.URLField("链接", max_length=500, blank=True)
    reach = models.PositiveIntegerField("阅读或者收看人次", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "传播记录"

    def __str__(self) -> str:
        return self.outlet

    def clean(self) -> None:
        not_in_future(on=self.on)


class Survey(Kept):
    """How many of those asked had heard of a policy (到达) and knew what it says (知晓)."""

    policy = models.ForeignKey(ITEM, models.PROTECT, related_name="surveys", verbose_name="政策文件")
    held_on = models.DateField("调查日期")
    method = models.CharField("调查方式", max_length=100)
    sample = models.PositiveIntegerField("有效样本", validators=[MinValueValidator(1)])
    reached = models.PositiveIntegerField("听说过的人数")
    aware = models.PositiveIntegerField("知道主要内容的人数")

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = "知晓度调查"
        constraints = [
            models.CheckConstraint(
                condition=Q(sample__gte=1) & Q(reached__lte=models.F("sample")) & Q(aware__lte=models.F("reached")),
                name="survey_counts_fit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.method}"

    def clean(self) -> None:
        not_in_future(held_on=self.held_on)
        if self.reached is not None and self.sample is not None and self.reached > self.sample:
            raise ValidationError({"reached": "听说过的人数不能多于有效样本。"})
        if self.aware is not None and self.reached is not None and self.aware > self.reached:
            raise ValidationError({"aware": "知道主要内容的人数不能多于听说过的人数。"})

    @property
    def reach_rate(self) -> str:
        return f"{self.reached / self.sample:.1%}"

    @property
    def aware_rate(self) -> str:
        return f"{self.aware / self.sample:.1%}"


class Watch(Kept):
    """One look for misreadings of a policy (R174): what was misread where, and what was answered; or that nothing was."""

    policy = models.ForeignKey(ITEM, models.PROTECT, related_name="watches", verbose_name="政策文件")
    looked_on = models.DateField("查看日期")
    place = models.CharField("查看的范围或者出处", max_length=200, help_text="例如：本地论坛、短视频评论、热线")
    misread = models.TextField("误解误读的内容", max_length=2000, blank=True, help_text="没有发现误读的，留空。")
    url = models.URLField("链接", max_length=500, blank=True)
    response = models.TextField("回应情况", max_length=2000, blank=True)
    responded_on = models.DateField("回应日期", null=True, blank=True)

    class Meta:
        ordering = ["-looked_on", "-pk"]
        verbose_name = "舆情跟踪"

    def __str__(self) -> str:
        return self.misread[:30] or f"{self.looked_on}没有发现误读"

    def clean(self) -> None:
        not_in_future(looked_on=self.looked_on, responded_on=self.responded_on)
        if self.response and not self.responded_on:
            raise ValidationError({"responded_on": "写了回应情况，请填写回应日期。"})
        if self.responded_on and not self.response:
            raise ValidationError({"response": "请写明怎样回应的。"})

    @property
    def state(self) -> str:
        if not self.misread:
            return "没有发现"
        return "已回应" if self.response else "待回应"


class ChannelUse(Kept):
    """Whether one channel of the plan was used (R175): when and where, or why not."""

    policy = models.ForeignKey(ITEM, models.PROTECT, related_name="channel_uses", verbose_name="政策文件")
    channel = models.CharField("渠道", max_length=12, choices=list(CHANNELS.items()))
    used = models.BooleanField("已使用", default=True)
    on = models.DateField("日期", null=True, blank=True)
    place = models.CharField("刊播位置", max_length=100, blank=True)
    url = models.URLField("链接", max_length=500, blank=True)
    reason = models.CharField("没有使用的原因", max_length=200, blank=True)

    class Meta:
        ordering = ["policy", "channel"]
        verbose_name = "解读渠道"
        constraints = [
            models.UniqueConstraint(fields=["policy", "channel"], name="channel_once_of_policy"),
            models.CheckConstraint(
                condition=Q(used=True, on__isnull=False) | (Q(used=False) & ~Q(reason="")),
                name="channel_used_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude=exclude)
        not_in_future(on=self.on)
        if self.used and not self.on:
            raise ValidationError({"on": "请填写使用的日期。"})
        if not self.used and not self.reason.strip():
            raise ValidationError({"reason": "没有使用的，请写明原因。"})
