"""What is withheld from a redacted edition: the whole text, the passages, the attachments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.proactive.documents import rules

EDITION = "publishing.Edition"
STORED = "files.StoredFile"


class FullText(models.Model):
    """The whole wording of an edition that goes public with passages removed (R006).

    It stands apart from the edition on purpose: what reads editions to show them to the public (pages, search, feeds,
    papers, snapshot) cannot come upon it. The edition itself holds only the generated text.
    """

    edition = models.OneToOneField(EDITION, models.CASCADE, related_name="full_text")
    html = models.TextField("正文（全文）", blank=True)
    text = models.TextField("纯文本（全文）", blank=True)

    class Meta:
        verbose_name = "删减前全文"

    def __str__(self) -> str:
        return f"full text of {self.edition_id}"


class RedactionMark(models.Model):
    """One passage that the public may not read for the time being. `digest` is that of its paragraph when it was marked.

    `words` are kept here and nowhere else: they are looked for in everything public, and found again by people when
    the paragraph has changed (`stale`). `here_only`: the same words may be read elsewhere.
    """

    edition = models.ForeignKey(EDITION, models.CASCADE, related_name="redaction_marks")
    paragraph = models.PositiveIntegerField("段落")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField("删减的文字")
    digest = models.CharField(max_length=64)
    ground = models.CharField("理由种类", max_length=10)
    reason = models.CharField("理由", max_length=300)
    here_only = models.BooleanField("其他各处可以公开", default=False)
    stale = models.BooleanField("所在段落已改动", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("标注人", max_length=40)
    at = models.DateTimeField("标注时间")

    class Meta:
        verbose_name = "删减标注"
        ordering = ["paragraph", "start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="mark_has_words")]

    def __str__(self) -> str:
        return f"第{self.paragraph}段"


class FileVerdict(models.Model):
    """What was decided on one attachment of a redacted edition: open as it is, replaced by a redacted file, or withheld.

    The original stays linked here and leaves the edition's files as soon as it may not go public.
    """

    edition = models.ForeignKey(EDITION, models.CASCADE, related_name="file_verdicts")
    original = models.ForeignKey(STORED, models.PROTECT, related_name="+")
    name = models.CharField("附件", max_length=200)
    role = models.CharField(max_length=20, default="attachment")
    verdict = models.CharField("结论", max_length=10, choices=list(rules.FILE_VERDICTS.items()))
    result = models.ForeignKey(STORED, models.PROTECT, null=True, related_name="+")
    result_name = models.CharField(max_length=200, blank=True)
    passages = models.JSONField(default=list, blank=True)
    proof = models.JSONField("核验结果", default=dict, blank=True)
    ground = models.CharField("理由种类", max_length=10, blank=True)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("办理人", max_length=40)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "附件删减"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "original"], name="one_verdict_a_file")]

    def __str__(self) -> str:
        return self.name
