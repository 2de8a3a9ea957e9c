"""Who makes material for us, what they made, and whether each piece passed a review of its own (R177)."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from gongkai.oversight.outreach.models.reach import ITEM, Kept
from gongkai.proactive.interpretation.rules import FORM_NAMES

RESULTS = {"approve": "通过", "return": "退回修改"}


class Supplier(Kept):
    name = models.CharField("名称", max_length=100)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    contract = models.CharField("合同或者采购编号", max_length=100, blank=True)
    scope = models.CharField("服务内容", max_length=200)
    starts_on = models.DateField("服务开始日期")
    ends_on = models.DateField("服务结束日期", null=True, blank=True)
    note = models.CharField("履约情况", max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "供应商"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="supplier_once")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "服务结束日期不能早于开始日期。"})


class Product(Kept):
    """One piece of material that a supplier delivered. `interpretation` is the interpretation in which it is used."""

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="products", verbose_name="供应商")
    name = models.CharField("名称", max_length=200)
    form = models.CharField("形式", max_length=12, choices=list(FORM_NAMES.items()))
    delivered_on = models.DateField("交付日期")
    policy = models.ForeignKey(ITEM, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="政策文件")
    interpretation = models.ForeignKey(
        "interpretation.Interpretation", models.PROTECT, null=True, blank=True, related_name="products",
        verbose_name="用于哪份解读",
    )  # fmt: skip
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["-delivered_on", "-pk"]
        verbose_name = "解读产品"

    def __str__(self) -> str:
        return self.name

    @property
    def last_review(self) -> ProductReview | None:
        return self.reviews.order_by("-pk").first()

    @property
    def standing(self) -> str:
        last = self.last_review
        return RESULTS[last.result] if last else "待审核"

    @property
    def is_approved(self) -> bool:
        last = self.last_review
        return last is not None and last.result == "approve"


class ProductReview(models.Model):
    """One review of one product, by somebody who did not put it down."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="reviews", verbose_name="产品")
    result = models.CharField("结论", max_length=10, choices=list(RESULTS.items()))
    opinion = models.CharField("意见", max_length=500)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewer_name = models.CharField("审核人", max_length=40)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "产品审核"

    def __str__(self) -> str:
        return f"{self.product_id} {self.result}"
