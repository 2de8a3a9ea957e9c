"""The ledger of leaders who speak for policies (R176), and the guests of interpretation events (R179)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from gongkai.oversight.outreach.models.reach import ITEM, Kept, not_in_future
from gongkai.oversight.outreach.rules import EVENT_KINDS, GUEST_KINDS
from gongkai.oversight.outreach.rules.leaders import TIER_NAMES


class Leader(Kept):
    """A post that carries the duty, held by one person from a day to a day."""

    name = models.CharField("姓名", max_length=40)
    title = models.CharField("职务", max_length=60)
    tier = models.CharField("类别", max_length=10, choices=list(TIER_NAMES.items()))
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("离任日期", null=True, blank=True)

    class Meta:
        ordering = ["agency__order", "tier", "name"]
        verbose_name = "领导名册"

    def __str__(self) -> str:
        return f"{self.name}（{self.title}）"

    def clean(self) -> None:
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "离任日期不能早于任职日期。"})


class Appearance(Kept):
    """One time a leader released or interpreted in public."""

    leader = models.ForeignKey(Leader, models.PROTECT, related_name="appearances", verbose_name="领导")
    on = models.DateField("日期")
    kind = models.CharField("方式", max_length=10, choices=list(EVENT_KINDS.items()), default="press")
    event = models.CharField("场次名称", max_length=200)
    policy = models.ForeignKey(ITEM, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="政策文件")
    url = models.URLField("链接", max_length=500, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "领导发布解读"
        constraints = [models.UniqueConstraint(fields=["leader", "on", "event"], name="appearance_once")]

    def __str__(self) -> str:
        return self.event

    def clean(self) -> None:
        not_in_future(on=self.on)


class Guest(Kept):
    """Somebody invited to an event on a policy, in a public role."""

    event = models.CharField("活动", max_length=200)
    on = models.DateField("日期")
    name = models.CharField("姓名", max_length=40)
    kind = models.CharField("身份", max_length=12, choices=list(GUEST_KINDS.items()))
    unit = models.CharField("单位和职务", max_length=100, blank=True)
    policy = models.ForeignKey(ITEM, models.PROTECT, related_name="guests", verbose_name="政策文件")
    part = models.CharField("参加方式", max_length=100, blank=True, help_text="例如：列席、点评、共同解读")

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = "邀请人员"

    def __str__(self) -> str:
        return f"{self.name}，{self.event}"
