"""Agencies, divisions, people, posts, stand-ins, sites and the tokens of partner systems."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.base.organisations import rules

code_validator = RegexValidator(r"^[a-z0-9][a-z0-9-]{1,39}$", "代码只用小写字母、数字和连字符，2 至 40 个字符。")


class Agency(models.Model):
    """机关. `lineage` is the path of codes from the root, "/yc-gov/yc-zjj/", so that a subtree is one prefix."""

    code = models.CharField("代码", max_length=40, unique=True, validators=[code_validator])
    name = models.CharField("全称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40, blank=True)
    former_names = models.JSONField("曾用名", default=list, blank=True)
    kind = models.CharField("类型", max_length=20, choices=list(rules.AGENCY_KINDS.items()), default="department")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级机关"
    )
    lineage = models.CharField(max_length=400, db_index=True, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    number_prefixes = models.JSONField("发文字号代字", default=list, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    postal_code = models.CharField("邮政编码", max_length=6, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    office_hours = models.CharField("办公时间", max_length=100, blank=True)
    duties_text = models.TextField("机关职能", blank=True)
    head_name = models.CharField("负责人", max_length=40, blank=True)
    order = models.PositiveIntegerField("排序", default=100)
    abolished_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "机关"

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name

    def lineage_codes(self) -> list[str]:
        return [code for code in self.lineage.split("/") if code]


class Division(models.Model):
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="divisions", verbose_name="机关")
    name = models.CharField("名称", max_length=60)

    class Meta:
        ordering = ["agency", "name"]
        verbose_name = "内设机构"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="division_name_once_in_agency")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """An officer who signs in. What a person may do comes from posts alone; there are no super-users."""

    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    is_active = models.BooleanField("在用", default=True)
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    must_change_password = models.BooleanField("须修改密码", default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ["name"]
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Post(models.Model):
    """任职: a person holds a role in an agency (and division) from a day to a day, both included."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="人员")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts", verbose_name="机关")
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="内设机构"
    )
    role = models.CharField("角色", max_length=40, choices=[(r.key, r.name) for r in rules.ROLES.values()])
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        ordering = ["person", "agency"]
        verbose_name = "任职"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "agency", "division", "role", "starts_on"],
                condition=Q(division__isnull=False),
                name="post_once_in_division",
            ),
            models.UniqueConstraint(
                fields=["person", "agency", "role", "starts_on"],
                condition=Q(division__isnull=True),
                name="post_once_in_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}（{self.agency}）"

    @property
    def role_data(self) -> rules.Role:
        return rules.ROLES[self.role]


class StandIn(models.Model):
    """代理: while `absent` is away, `substitute` may act in the absent person's posts. Days, both included."""

    absent = models.ForeignKey(Person, models.PROTECT, related_name="stood_in_by", verbose_name="被代理人")
    substitute = models.ForeignKey(Person, models.PROTECT, related_name="stands_in_for", verbose_name="代理人")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    reason = models.CharField("事由", max_length=200)
    appointed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="指定人")
    ended_at = models.DateTimeField("提前结束时间", null=True, blank=True)

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = "代理"
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="stand_in_is_somebody_else"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="stand_in_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} 代理 {self.absent}"


class Site(models.Model):
    """A public site of one agency on the common platform (集约化); the host name decides which one answers."""

    host = models.CharField("域名", max_length=100, unique=True)
    name = models.CharField("网站名称", max_length=60)
    tagline = models.CharField("标语", max_length=60, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sites", verbose_name="主办机关")
    is_default = models.BooleanField("默认站点", default=False)
    whole_tree = models.BooleanField("展示下级机关内容", default=False)
    theme = models.CharField("主题", max_length=20, default="default")
    identification_code = models.CharField("网站标识码", max_length=12, blank=True)
    organiser = models.CharField("承办", max_length=60, blank=True)
    sponsor = models.CharField("主办", max_length=60, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    postal_code = models.CharField("邮政编码", max_length=6, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    icp_number = models.CharField("ICP备案号", max_length=40, blank=True)
    police_number = models.CharField("公安备案号", max_length=40, blank=True)
    copyright = models.CharField("版权声明", max_length=100, blank=True)
    offline_help = models.CharField("不方便上网提示", max_length=200, blank=True)

    class Meta:
        ordering = ["-is_default", "name"]
        verbose_name = "网站"
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_site")
        ]

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """A partner system's token. Only its SHA-256 is kept; `person` is the system's own entry among the people."""

    name = models.CharField("名称", max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens", verbose_name="系统账户")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField("权限范围", default=list)
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    expires_at = models.DateTimeField("失效时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"

    def __str__(self) -> str:
        return self.name


class IdempotentCall(models.Model):
    """What a partner's call with this key was answered, so that a repeated call changes nothing."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="calls")
    key = models.CharField(max_length=100)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body: models.JSONField[Any, Any] = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
