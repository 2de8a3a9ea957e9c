"""What is withheld from an edition, what still has to be done about it, and the whole wording for those inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.base.files import queries as files
from gongkai.engine.publishing.rules import State
from gongkai.law.grounds import Mode
from gongkai.proactive.documents.models import Exhibit, FileVerdict, FullText, RedactionMark
from gongkai.proactive.documents.rules.exhibits import words_of
from gongkai.proactive.documents.rules.redaction import GENERATED, paragraphs_of, survivors

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.engine.publishing.models import Edition, EditionFile
    from gongkai.proactive.documents.models import Document

# What the snapshot says besides the wording: nothing withheld may stand there either.
PUBLIC_PARTICULARS: dict[str, str] = {
    "summary": "摘要", "addressees": "主送单位", "copied_to": "抄送单位", "approving_meeting": "审议会议", "note": "附注",
    "doc_number": "发文字号",
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """The whole wording as those inside read it; `redacted` says whether the public reads less."""

    html: str
    text: str
    redacted: bool


def whole(edition: Edition) -> Wording:
    """Return the whole wording of an edition, whatever of it goes public."""
    full = FullText.objects.filter(edition=edition).first() if edition.mode in GENERATED else None
    if full is None:
        return Wording(edition.html, edition.text, redacted=False)
    return Wording(full.html, full.text, redacted=True)


def marks_of(edition: Edition) -> list[RedactionMark]:
    return list(RedactionMark.objects.filter(edition=edition))


def verdicts_of(edition: Edition) -> list[FileVerdict]:
    return list(FileVerdict.objects.filter(edition=edition).select_related("original", "result"))


def withheld_words(edition: Edition) -> list[str]:
    """Return what may stand in nothing public; passages that are withheld in one place only are not among them."""
    return list(
        RedactionMark.objects.filter(edition=edition, here_only=False).values_list("words", flat=True).distinct()
    )


@dataclass(frozen=True)
class OpenFile:
    """An attachment on which nothing was decided yet; `words` says how many withheld passages stand in it."""

    attached: EditionFile
    words: int


def open_files(edition: Edition) -> list[OpenFile]:
    """Return the attachments of a redacted edition without a verdict of their own."""
    verdicts = verdicts_of(edition)
    decided = {row.original_id for row in verdicts} | {row.result_id for row in verdicts}
    waiting = [one for one in edition.files.select_related("file") if one.file_id not in decided]
    words = withheld_words(edition) if waiting else []
    return [OpenFile(one, len(survivors(words, {"": text_of(one.file)}))) for one in waiting]


def text_of(file: StoredFile) -> str:
    extracted = files.extracted_of(file)
    return f"{file.name}\n{extracted.title}\n{extracted.text}" if extracted else file.name


def _leaks(document: Document, edition: Edition) -> list[str]:
    """Return where withheld words still stand in what would go public."""
    words = withheld_words(edition)
    if not words:
        return []
    texts = {"标题": edition.title, "公开稿正文": edition.html, "更正说明": edition.change_note}
    texts |= {name: str(getattr(document, key)) for key, name in PUBLIC_PARTICULARS.items()}
    texts |= {"关键词": "、".join(document.keywords), "联合发文机关": "、".join(document.joint_issuers)}
    for exhibit in Exhibit.objects.filter(edition=edition):
        shown = {"title": exhibit.title, "source": exhibit.source, "alt": exhibit.alt}
        texts[f"图示“{exhibit.title}”"] = words_of({**shown, "kind": exhibit.kind, "data": exhibit.data})
    for attached in edition.files.select_related("file"):
        texts[f"附件“{attached.name}”"] = f"{attached.name}\n{text_of(attached.file)}"
    places = dict.fromkeys(name for _, name in survivors(words, texts))
    return [f"{name}中还有已标注删减的文字，请一并删减或修改" for name in places]


def _published_before(edition: Edition) -> list[str]:
    """An earlier public wording stays reachable: what it told cannot be withheld beside it."""
    words = withheld_words(edition)
    earlier = edition.item.editions.filter(state__in=[State.PUBLISHED, State.SUPERSEDED]).exclude(pk=edition.pk)
    told = [one.number for one in earlier if survivors(words, {"": f"{one.title}\n{one.html}"})]
    numbers = "、".join(f"第{number}版" for number in told)
    return [f"{numbers}已公开过要删减的内容，请先撤下再发布删减稿"] if told else []


def gaps(document: Document, edition: Edition) -> list[str]:
    """Return what keeps a redacted edition from going on, as sentences; nothing for other modes (R006)."""
    if edition.mode == Mode.ABSTRACT:
        waiting = [f"附件“{one.attached.name}”还没有决定如何公开" for one in open_files(edition)]
        return waiting if document.summary.strip() else ["公开方式是“摘要公开”，请填写摘要", *waiting]
    if edition.mode != Mode.REDACTED:
        return []
    marks, verdicts = marks_of(edition), verdicts_of(edition)
    found = []
    cut = [row for row in verdicts if row.verdict != "open"]
    if not marks and not cut and document.item.origin != "import":
        found.append("公开方式是“删减后公开”，但还没有标注要删减的内容")
    found += [f"第{mark.paragraph}段的删减标注因文字改动失效，请重新标注或取消" for mark in marks if mark.stale]
    if document.next_review_on is None:
        found.append("删减是暂时的，请填写下次复核日期")
    found += [f"附件“{one.attached.name}”还没有决定如何公开" for one in open_files(edition)] if marks or cut else []
    return found + _leaks(document, edition) + _published_before(edition)


def reviewed(edition: Edition) -> dict[str, Any]:
    """Return what reviewers decide on besides the public wording: the whole text, every mark, every verdict."""
    if edition.mode not in GENERATED:
        return {}
    full = FullText.objects.filter(edition=edition).first()
    if full is None:
        return {}
    marks = [[m.paragraph, m.start, m.end, m.digest, m.ground, m.reason, m.here_only] for m in marks_of(edition)]
    verdicts = [[v.original.sha256, v.verdict, v.result.sha256 if v.result else ""] for v in verdicts_of(edition)]
    return {"whole": full.html, "marks": marks, "files": verdicts}


def paragraphs(edition: Edition) -> list[str]:
    return paragraphs_of(whole(edition).html)
