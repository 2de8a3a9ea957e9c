"""An answer as the page shows it: passages with the sentence marked, their documents, further questions, other ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.base.organisations.queries import subtree
from gongkai.engine.answers.queries import Answer, Found, further
from gongkai.engine.answers.rules import MARKED, OFFERS, Question, Unanswered, sentences
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, Validity

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Release

LONG = 420  # characters of a passage shown whole
MOST_ROWS = 13  # of a table, head included; of a longer one the beginning or what stands around the row that answers
MOST_AGENCIES = 2
BADGES: dict[str, str] = {
    Validity.VALID: "in_force",
    Validity.NOT_YET: "future",
    Validity.AMENDED: "amended",
    Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}


def several(passages: Sequence[Found], question: Question) -> list[dict[str, Any]]:
    return [shown(found, question, place) for place, found in enumerate(passages, start=1)]


def shown(found: Found, question: Question, place: int) -> dict[str, Any]:
    release = found.release
    return {
        "place": place,
        "html": _marked(found, question),
        "context": found.passage.asked or found.passage.context.rpartition("　")[2],
        "lead": found.passage.before if found.passage.kind in {"row", "table"} else "",
        "rows": _rows(found),
        "hidden_rows": max(len(found.passage.rows) - MOST_ROWS, 0),
        "url": found.url,
        "title": release.title,
        "page": KINDS[release.kind].path(release.key),
        "doc_number": release.doc_number,
        "issuer": "、".join(release.edition.snapshot["issuers"]) or release.agency.name,
        "day": release.issued_on or release.formed_on or release.published_at,
        "validity": BADGES[found.state],
        "validity_label": VALIDITY_NAMES[found.state],
        "warning": found.warning,
        "successor": _link(found.successor) if found.successor else None,
    }


def _link(release: Release) -> dict[str, str]:
    return {"label": release.title, "url": KINDS[release.kind].path(release.key)}


def related(answer: Answer) -> list[dict[str, str]]:
    return [_link(release) for release in answer.related]


def _marked(found: Found, question: Question) -> SafeString:
    """Return the passage as paragraphs, the sentence that answers marked; a long one only around that sentence."""
    text = found.passage.text
    if len(text) > LONG and found.passage.kind == "text":
        text = _around(text, found.sentence)
    if found.passage.kind in {"row", "table"}:
        return mark_safe("")  # its rows are shown as a table
    parts = [_paragraph(line, found.sentence, question) for line in text.split("\n") if line.strip()]
    return mark_safe("".join(f"<p>{part}</p>" for part in parts))  # noqa: S308 every piece is escaped below


def _rows(found: Found) -> list[dict[str, Any]]:
    """Return the rows of the passage's table with the one that answers marked, the head first."""
    rows = [{"cells": row, "hit": at == found.row} for at, row in enumerate(found.passage.rows) if any(row)]
    if len(rows) <= MOST_ROWS:
        return rows
    start = min(max(found.row - MOST_ROWS // 2, 1), len(rows) - MOST_ROWS + 1)
    return [rows[0], *rows[start : start + MOST_ROWS - 1]]


def _around(text: str, sentence: str) -> str:
    """Return the sentence with its neighbours, as much as is read at a glance."""
    several = sentences(text)
    at = several.index(sentence) if sentence in several else 0
    start, end = max(at - 1, 0), min(at + 2, len(several))
    return f"{'……' if start else ''}{''.join(several[start:end])}{'……' if end < len(several) else ''}"


def _paragraph(line: str, sentence: str, question: Question) -> str:
    if not sentence or sentence not in line or line.strip() == sentence.strip():
        # A mark around everything marks nothing.
        return _figures(line, question) if sentence and sentence in line else str(escape(line))
    before, after = line.split(sentence, 1)
    return f"{escape(before)}<mark>{_figures(sentence, question)}</mark>{escape(after)}"


def _figures(text: str, question: Question) -> str:
    """Return the text with the dates, amounts and numbers that were asked for in bold."""
    if question.wanted not in MARKED or question.pattern is None:
        return str(escape(text))
    pieces, start = [], 0
    for match in re.finditer(question.pattern, text):
        pieces += [escape(text[start : match.start()]), f"<b>{escape(match[0])}</b>"]
        start = match.end()
    return "".join(map(str, [*pieces, escape(text[start:])]))


def next_questions(answer: Answer) -> list[dict[str, str]]:
    """Return questions that one may go on with about the same document, each of which it answers."""
    if answer.about is None:
        return []
    texts = further(answer.about, asked=answer.question.wanted, day=timezone.localdate())
    return [{"label": text, "url": f"/ask?{urlencode({'q': text, 'about': answer.about.key})}"} for text in texts]


def offers(question: str, site: Site) -> list[dict[str, str]]:
    """Return what else one can do: search, browse, whatever other packages offer (the message board, an application)."""
    found = [
        {"label": "在全部公开信息中检索", "url": f"/search?{urlencode({'q': question})}", "note": "看看有没有相近的文件"},
        {"label": "按目录查找", "url": "/documents/?way=catalogue", "note": "按主题、机关、文种逐级查看"},
    ]  # fmt: skip
    named = _named(question, site)
    unanswered = Unanswered(question, named[0].code if named else "", site)
    for one in sorted(OFFERS.values(), key=lambda offer: offer.order):
        if url := one.url(unanswered):
            found.append({"label": one.label, "url": url, "note": one.note})
    return found


def telephones(question: str, site: Site) -> list[dict[str, str]]:
    """Return whom to call: the agencies that the question names, else the one that the site belongs to."""
    lines = [_telephone(one) for one in _named(question, site) if one.phone]
    if not lines and site.phone:
        return [{"name": site.sponsor or site.name, **_dialled(site.phone), "note": "", "url": ""}]
    return lines


def _named(question: str, site: Site) -> list[Agency]:
    agencies = subtree(site.agency) if site.whole_tree else subtree(site.agency).filter(pk=site.agency_id)
    return [one for one in agencies.filter(abolished_on=None) if _is_named(one, question)][:MOST_AGENCIES]


def _dialled(phone: str) -> dict[str, str]:
    """Return the number that is dialled apart from what is said about it (hours in brackets)."""
    number, bracket, rest = phone.partition("（")
    return {"phone": number.strip(), "hours": f"{bracket}{rest}"}


def _is_named(agency: Agency, question: str) -> bool:
    short = agency.short_name.removeprefix("市").removeprefix("区")
    return any(len(name) > 2 and name in question for name in (agency.name, agency.short_name, short))


def _telephone(agency: Agency) -> dict[str, str]:
    note = "，".join(part for part in (agency.address, agency.office_hours) if part)
    return {"name": agency.name, **_dialled(agency.phone), "note": note, "url": f"/agencies/{agency.code}/"}
