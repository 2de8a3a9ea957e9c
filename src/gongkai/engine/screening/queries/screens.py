"""Findings in the margin of the text, with what may be decided on each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.utils.safestring import mark_safe

from gongkai.base.organisations.queries import Acting
from gongkai.base.organisations.rules import Permission
from gongkai.engine.screening.queries.decided import decisions_of, salt_of
from gongkai.engine.screening.queries.marking import marked
from gongkai.engine.screening.queries.subjects import file_findings, subject_of, text_findings, title_findings
from gongkai.engine.screening.rules import (
    CHOICES,
    SEVERITY_NAMES,
    Choice,
    Finding,
    Hit,
    Severity,
    Subject,
    hit_of,
)
from gongkai.engine.screening.rules.findings import TITLE
from gongkai.engine.screening.rules.subjects import Wording

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.engine.screening.models import Decision

MAIN_BUTTONS = 3


def findings_for_screen(*, html: str, title: str) -> dict[str, Any]:
    """Return the findings in title and wording, and the wording with each hit marked.

    `html` must be clean HTML (see base.files.rules.clean_html): it is handed to the page as it is, with marks added.
    """
    subject = Subject(title=title, html=html)
    wording = Wording(html)
    in_title = title_findings(subject, lookups=False)
    return _shown(in_title, text_findings(wording, subject, lookups=False), [], wording)


def findings_for_edition(edition: Edition, by: Acting) -> dict[str, Any]:
    """Return the same for an edition with its files, each finding with its decision or its buttons.

    The keys of `findings_for_screen`, and `elsewhere` (rows of findings in files and their properties), `open` (how many
    wait for a decision), `item`, `may_decide`. About as costly as one screening.
    """
    subject, wording = subject_of(edition), Wording(edition.html)
    in_title, in_text = title_findings(subject), text_findings(wording, subject)
    in_files = [finding for file in subject.files for finding in file_findings(file, subject, lookups=True)]
    shown = _shown(in_title, in_text, in_files, wording)
    salt, decisions = salt_of(edition.item_id), decisions_of(edition.item_id)
    may_decide = by.may(Permission.SCREENING_DECIDE, edition.item.agency)
    rows = [*shown["findings"], *shown["elsewhere"]]
    hits = [hit_of(finding, salt) for finding in (*in_title, *in_text, *in_files)]
    alike = Counter(hit.same for hit in {hit.fingerprint: hit for hit in hits}.values())
    for row, hit in zip(rows, hits, strict=True):
        _with_decision(row, hit, decisions, may_decide=may_decide)
        row["alike"] = alike[hit.same]
    waiting = {row["fingerprint"] for row in rows if row["waits"]}
    return shown | {"open": len(waiting), "item": edition.item_id, "may_decide": may_decide}


def _shown(
    in_title: list[Finding], in_text: list[Finding], in_files: list[Finding], wording: Wording
) -> dict[str, Any]:
    numbered = list(enumerate([*in_title, *in_text, *in_files], start=1))
    inside = len(in_title) + len(in_text)
    rows = [_row(number, finding) for number, finding in numbered]
    return {
        "findings": rows[:inside],
        "elsewhere": rows[inside:],
        "html": mark_safe(marked(wording, numbered[len(in_title) : inside])),  # noqa: S308 - clean HTML, our own marks
        "count": len(rows),
        "blocking": sum(finding.severity is Severity.BLOCK for _, finding in numbered),
    }


def _row(number: int, finding: Finding) -> dict[str, Any]:
    words = f"{finding.message}{finding.suggestion}"
    if finding.suggestion and not finding.suggestion.endswith("。"):  # what should stand there, not what to do
        words = f"{finding.message.rstrip('。')}，建议改为“{finding.suggestion}”。"
    title = f"标题中：{finding.title}" if finding.place == TITLE else finding.title
    return {
        "number": str(number),
        "id": f"f{number}",
        "severity": finding.severity.value,
        "severity_name": SEVERITY_NAMES[finding.severity],
        "title": title,
        "text": words,
        "check": finding.check,
        "excerpt": finding.excerpt,
        "place": finding.place_name,
        "open": finding.needs_decision,
    }


def _with_decision(row: dict[str, Any], hit: Hit, decisions: dict[str, Decision], *, may_decide: bool) -> None:
    """Put decision or buttons into the row. `waits`: somebody must still decide, or the text must still change."""
    taken = decisions.get(hit.fingerprint)
    needs = hit.finding.needs_decision
    settled = taken is not None and CHOICES[Choice(taken.choice)].settles
    row |= {
        "fingerprint": hit.fingerprint,
        "decision": _decision_words(taken) if taken else None,
        "settled": settled,
        "waits": needs and not settled,
        "open": needs and not settled,
        "choices": [_button(choice) for choice in hit.choices] if may_decide and needs else [],
    }


def _decision_words(taken: Decision) -> dict[str, Any]:
    words = CHOICES[Choice(taken.choice)]
    said = "；".join(part for part in (taken.ground, taken.reason) if part)
    return {
        "choice": taken.choice,
        "name": words.name,
        "who": taken.person_name,
        "at": taken.at,
        "said": said,
        "order": not words.settles,
    }


def _button(choice: Choice) -> dict[str, Any]:
    words = CHOICES[choice]
    return {
        "value": choice.value,
        "label": words.name,
        "key": words.key,
        "asks": "公开依据" if words.needs_ground else "理由" if words.needs_reason else "",
        "field": "ground" if words.needs_ground else "reason",
    }
