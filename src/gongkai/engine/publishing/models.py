"""Item, edition, review, release and what surrounds them. Only actions change these rows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from gongkai.engine.publishing import rules

AGENCY = "organisations.Agency"


class Column(models.Model):
    """栏目 of one site. An item is stored once and placed in as many columns as it belongs to."""

    site = models.ForeignKey("organisations.Site", models.PROTECT, related_name="columns", verbose_name="网站")
    slug = models.SlugField("地址名", max_length=60)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级栏目"
    )
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="columns", verbose_name="负责机关")
    column_type = models.CharField("栏目类别", max_length=20, default="政策文件")
    description = models.CharField("说明", max_length=200, blank=True)
    keywords = models.CharField("关键词", max_length=200, blank=True)
    update_duty = models.CharField("更新要求", max_length=100, blank=True)
    update_days = models.PositiveIntegerField(
        "应更新间隔（日历日）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(rules.MOST_IDLE_DAYS)],
    )
    statutory = models.BooleanField("属于政府信息公开专栏", default=False)
    order = models.PositiveIntegerField("排序", default=100)
    visible = models.BooleanField("显示", default=True)
    keeper = models.CharField("维护岗位", max_length=60, blank=True, help_text="科室或者岗位，不写个人电话。")
    scope = models.CharField("收录范围", max_length=300, blank=True, help_text="这个栏目收什么、不收什么，读者会看到。")
    takes: models.JSONField[Any, Any] = models.JSONField("收录规则", default=dict, blank=True)
    block = models.CharField(
        "所属板块", max_length=12, blank=True, choices=[(key, name) for key, name in rules.BLOCK_NAMES.items()]
    )

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = "栏目"
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="column_slug_once_on_site")]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """Anything that may become public. `key` is the public index number (索引号) and never changes."""

    kind = models.CharField(max_length=30)
    key = models.CharField("索引号", max_length=60, unique=True)
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="items")
    external_id = models.CharField("来源编号", max_length=120, null=True, blank=True, unique=True)
    origin = models.CharField("来源", max_length=20, default="drafted")
    source_url = models.URLField("来源地址", max_length=500, blank=True)
    kept_at = models.CharField("保存位置", max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_kind = models.CharField(
        max_length=20, blank=True, choices=[(key, name) for key, name in rules.WITHDRAWAL_NAMES.items()]
    )
    withdrawal_reason = models.CharField(max_length=300, blank=True)
    withdrawn_title = models.CharField(max_length=300, blank=True)
    repealed_on = models.DateField(null=True, blank=True)
    lapsed_on = models.DateField("宣布失效日期", null=True, blank=True)
    amended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "条目"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="") & ~Q(withdrawal_kind="")),
                name="withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Edition(models.Model):
    """One wording of an item. `version` counts saves, so that a form from an older save is refused."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版次")
    state = models.CharField(
        max_length=12, choices=[(key, name) for key, name in rules.STATE_NAMES.items()], default=rules.State.PREPARING
    )
    title = models.CharField("标题", max_length=300)
    html = models.TextField("正文", blank=True)
    text = models.TextField("纯文本", blank=True)
    mode = models.CharField("公开方式", max_length=20, blank=True)
    change_note = models.CharField("更新说明", max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟稿人"
    )
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    release_at = models.DateTimeField("定时发布时间", null=True, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    snapshot: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        ordering = ["item", "number"]
        verbose_name = "版本"
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state=rules.State.PUBLISHED), name="one_published_edition"
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=rules.IN_PREPARATION), name="one_edition_in_preparation"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[rules.State.PUBLISHED, rules.State.SUPERSEDED])
                | (Q(published_at__isnull=False) & ~Q(content_sha256="")),
                name="published_with_time_and_digest",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.State.SCHEDULED) | Q(release_at__isnull=False), name="scheduled_with_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class EditionFile(models.Model):
    """A file of an edition: attachment, or the official version (`role="official"`)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=200)
    role = models.CharField(max_length=20, default="attachment")
    order = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["edition", "order"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="file_name_once_in_edition")]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One decision on one edition: one item, one review. `author` repeats the edition's author for the database.

    `digest` is what was looked at; a later change of the wording makes the review void, because it does not match.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reviews")
    round = models.PositiveIntegerField()
    step = models.CharField("环节", max_length=20)
    result = models.CharField("结论", max_length=10, choices=[(k, n) for k, n in rules.RESULT_NAMES.items()])
    opinion = models.TextField("意见", blank=True)
    checks: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewer_name = models.CharField("审查人", max_length=40)
    role = models.CharField("岗位", max_length=60)
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", verbose_name="审查机关")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        ordering = ["edition", "round", "at"]
        verbose_name = "审查"
        constraints = [
            models.UniqueConstraint(fields=["edition", "round", "step"], name="one_item_one_review"),
            models.UniqueConstraint(
                fields=["edition", "round", "reviewer"],
                condition=Q(result=rules.Result.APPROVE),
                name="nobody_approves_twice",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(author__isnull=True) | ~Q(reviewer=F("author")),
                name="reviewer_is_not_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.result}"


class Release(models.Model):
    """What is public now: the only table that portal, feeds, API and search read. No row, no page."""

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="release")
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="release")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=60, unique=True)
    external_id = models.CharField(max_length=120, blank=True, db_index=True)
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="releases")
    title = models.CharField(max_length=300)
    summary = models.CharField(max_length=500, blank=True)
    doc_number = models.CharField(max_length=60, blank=True, db_index=True)
    doc_number_key = models.CharField(max_length=60, blank=True, db_index=True)
    genre = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=30, blank=True)
    themes = models.JSONField(default=list)
    audiences = models.JSONField(default=list)
    formed_on = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    repealed_on = models.DateField(null=True)
    amended = models.BooleanField(default=False)
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-published_at", "-item_id"]
        indexes = [
            models.Index(fields=["kind", "-published_at"], name="release_by_kind"),
            models.Index(fields=["agency", "-published_at"], name="release_by_agency"),
        ]

    def __str__(self) -> str:
        return self.title


class Placement(models.Model):
    item = models.ForeignKey(Item, models.CASCADE, related_name="placements")
    column = models.ForeignKey(Column, models.PROTECT, related_name="placements")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "column"], name="placed_once_in_column")]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.column_id}"


class Relation(models.Model):
    """`source` stands to `target` by a verb. A target that is not in the library is named by its number alone."""

    source = models.ForeignKey(Item, models.CASCADE, related_name="relations")
    verb = models.CharField(max_length=20, choices=[(verb.key, verb.forward) for verb in rules.VERBS.values()])
    target = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="reverse_relations")
    target_label = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "verb", "target"], condition=Q(target__isnull=False), name="relation_once"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_relation_to_itself"),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(target_label=""), name="relation_has_a_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.verb} {self.target_id or self.target_label}"


class Redirect(models.Model):
    old_path = models.CharField(max_length=300, unique=True)
    new_path = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"


class OutboxEntry(models.Model):
    """Written in the transaction that changed what is public; consumers hear of it at least once each."""

    topic = models.CharField(max_length=12)
    item_id = models.BigIntegerField(db_index=True)
    edition_number = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    event_seq = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class ConsumerCursor(models.Model):
    """How far one consumer has heard the outbox. The lease keeps two workers from telling it at once."""

    name = models.CharField(max_length=40, primary_key=True)
    last_id = models.BigIntegerField(default=0)
    holder = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.last_id}"


class IndexCounter(models.Model):
    """The last serial given out for index numbers of an agency and year; locked while the next is taken."""

    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.year}: {self.last}"


class PublicState(models.Model):
    """One row whose number rises with every change of what is public; page caches compare it."""

    version = models.BigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.version)
