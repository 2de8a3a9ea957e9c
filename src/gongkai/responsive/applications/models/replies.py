"""The answer as drafted and approved, what is given with it, and the fee."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.base.vault.fields import SealedText
from gongkai.law.fees import Method
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.models.cases import Application
from gongkai.responsive.applications.models.choices import choices
from gongkai.responsive.applications.rules.fees import STATE_NAMES

PERSON = settings.AUTH_USER_MODEL


class Decisions(models.QuerySet["Decision"]):
    def standing(self) -> Decisions:
        """Those drafted or approved that nobody sent back, and no judgement set aside: one of a case at most."""
        return self.exclude(approved=False).filter(set_aside=False)

    def given(self) -> Decisions:
        """Those approved that stand."""
        return self.filter(approved=True, set_aside=False)


class Decision(models.Model):
    """A drafted outcome with everything it rests on. Sent back ones stay, and those set aside; at most one stands."""

    objects = Decisions.as_manager()

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    code = models.CharField("答复种类", max_length=4, choices=[(kind.code, kind.name) for kind in REPLY_KINDS.values()])
    reason = models.TextField("事实和理由", blank=True)
    bases: models.JSONField[Any, Any] = models.JSONField("依据", default=list)
    where = models.TextField("获取的方式、途径和时间", blank=True)
    withheld = models.TextField("没有公开的内容", blank=True)
    withheld_grounds: models.JSONField[Any, Any] = models.JSONField("不予公开的理由种类", default=list)
    severable = models.TextField("能否区分处理", blank=True)
    redirect = models.CharField("负责公开的机关", max_length=100, blank=True)
    redirect_contact = models.CharField("该机关联系方式", max_length=200, blank=True)
    redirect_unknown = models.BooleanField("不能确定负责公开的机关", default=False)
    other_law = models.CharField("另有规定的法律、行政法规", max_length=200, blank=True)
    override = models.TextField("公共利益的说明", blank=True)
    proactive = models.CharField("同步审查", max_length=12, blank=True)
    proactive_reason = models.CharField("同步审查理由", max_length=300, blank=True)
    drafted_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField("拟稿时间", default=timezone.now)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    approved = models.BooleanField("批准", null=True)
    opinion = models.CharField("审批意见", max_length=500, blank=True)
    # Approved and given, and annulled since by a review or a court: another one stands in its place.
    set_aside = models.BooleanField("已被撤销", default=False, db_default=False)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = "答复决定"
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=(Q(approved__isnull=True) | Q(approved=True)) & Q(set_aside=False),
                name="one_standing_decision",
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True, decided_at__isnull=True)
                | Q(approved__isnull=False, decided_at__isnull=False),
                name="decision_decided_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.code}"


class GivenFiles(models.QuerySet["Given"]):
    def at_hand(self) -> GivenFiles:
        """Those whose file has not gone with its time of keeping."""
        return self.filter(file__isnull=False).select_related("file")


class Given(models.Model):
    """A file that is given out with a decision, in the wording in which it leaves."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="given")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    # Of a file that went when its time of keeping was over: proves a copy that somebody holds.
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    name = models.CharField("名称", max_length=200)
    # What screening found in it, each with what was decided about it, as JSON: it quotes the file.
    findings_json = SealedText("逐处核对", blank=True, default="")

    objects = GivenFiles.as_manager()

    class Meta:
        ordering = ["decision", "pk"]
        verbose_name = "提供的信息"

    def __str__(self) -> str:
        return self.name

    @property
    def findings(self) -> list[dict[str, str]]:
        return list(json.loads(self.findings_json or "[]"))


class Fee(models.Model):
    """信息处理费 for one matter: how it was worked out, notified, paid or not (国办函〔2020〕109号)."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="fee")
    method = models.CharField("计收方式", max_length=4)
    units = models.PositiveIntegerField("件数或者页数")
    already = models.PositiveIntegerField("本月此前件数", default=0)
    tiers: models.JSONField[Any, Any] = models.JSONField("分档", default=list)
    yuan = models.PositiveIntegerField("金额（元）")
    state = models.CharField("状态", max_length=10, choices=choices(STATE_NAMES))
    notified_on = models.DateField("发出收费通知日期")
    reached_on = models.DateField("申请人收到通知日期", null=True, blank=True)
    due_on = models.DateField("缴费期限", null=True, blank=True)
    paid_on = models.DateField("缴费日期", null=True, blank=True)
    paid_yuan = models.PositiveIntegerField("实缴金额（元）", null=True, blank=True)
    how_to_pay = models.TextField("缴费办法")
    voucher = models.CharField("财政票据号码", max_length=60, blank=True)
    waived_reason = models.CharField("免收理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "信息处理费"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="paid") | (Q(paid_on__isnull=False) & Q(paid_yuan__isnull=False)),
                name="paid_with_day_and_sum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.yuan}"

    @property
    def lines(self) -> list[str]:
        """How the sum was worked out, band by band, in words."""
        unit = "页" if self.method == Method.PAGES else "件"
        return [
            f"第{first}至{last}{unit}：" + (f"每{unit}{each}元，计{yuan}元" if each else "不收费")
            for first, last, each, yuan in self.tiers
        ]


class Payment(models.Model):
    """Money that came in for a matter, and what of it went back. A fee whose notice was voided leaves them standing."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="payments")
    on = models.DateField("到账日期")
    yuan = models.PositiveIntegerField("到账金额（元）")
    voucher = models.CharField("财政票据号码", max_length=60, blank=True)
    by_name = models.CharField("登记人", max_length=60)
    at = models.DateTimeField("登记时间", default=timezone.now)
    returned_yuan = models.PositiveIntegerField("已退还（元）", default=0)
    returned_on = models.DateField("退还日期", null=True, blank=True)
    returned_how = models.CharField("退还办法", max_length=100, blank=True)

    class Meta:
        ordering = ["application", "on", "pk"]
        verbose_name = "到账"
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_yuan=0, returned_on__isnull=True)
                | Q(returned_yuan__gt=0, returned_yuan__lte=F("yuan"), returned_on__isnull=False),
                name="returned_no_more_than_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.yuan}"
