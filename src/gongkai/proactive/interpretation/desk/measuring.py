"""What the work page says of a wording: copied passages, hard sentences, what is new, captions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from gongkai.base.files.queries import open_file
from gongkai.base.files.rules import FileRefused
from gongkai.proactive.interpretation.desk.drawing import card_html
from gongkai.proactive.interpretation.queries.carding import points_of
from gongkai.proactive.interpretation.queries.former import former_of
from gongkai.proactive.interpretation.queries.measures import copying_of
from gongkai.proactive.interpretation.queries.working import policy_edition
from gongkai.proactive.interpretation.rules.captions import CaptionFault, read
from gongkai.proactive.interpretation.rules.cards import Refused
from gongkai.proactive.interpretation.rules.copying import LIMITS, TooLong, needs_reason, verdict
from gongkai.proactive.interpretation.rules.listing import MOST_DIFFERENCES
from gongkai.proactive.interpretation.rules.novelty import novelty
from gongkai.proactive.interpretation.rules.plain import grouped, measure
from gongkai.proactive.interpretation.rules.substance import LEAST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.engine.publishing.models import Edition, EditionFile
    from gongkai.proactive.interpretation.models import Interpretation
    from gongkai.proactive.interpretation.rules.plain import Finding

WITH_CARD = frozenset({"graphic", "comic", "flow", "text", "qa", "case"})
MOST_RUNS = 12


def measures(one: Interpretation, edition: Edition, *, editing: bool) -> dict[str, Any]:
    return {
        "copying": _copying(one, edition),
        "plain": _plain(one, edition) if edition.text.strip() else None,
        "changes": _changes(one) if editing else None,
        "card": _card(one),
    }


def _copying(one: Interpretation, edition: Edition) -> dict[str, Any]:
    """Return share, sentence and the copied passages, longest first."""
    try:
        found = copying_of(one, edition)
    except TooLong as error:
        return {"sentence": str(error), "runs": [], "share": None, "stops": True}
    runs = sorted(found.runs, key=lambda run: run.start - run.end)
    return {
        "share": round(100 * found.ratio),
        "quoted": round(100 * found.quoted_ratio),
        "limit": round(100 * LIMITS.reason),
        "source": LIMITS.source,
        "sentence": verdict(found),
        "stops": needs_reason(found) and not one.copy_reason.strip(),
        "runs": [{"text": " ".join(strip_tags(run.text).split()), "quoted": run.quoted} for run in runs[:MOST_RUNS]],
        "more": max(0, len(runs) - MOST_RUNS),
        "short": found.characters if found.characters < LEAST.characters else 0,
    }


def _plain(one: Interpretation, edition: Edition) -> dict[str, Any]:
    """Return the measures, each finding once, and the wording with the findings marked."""
    policy = policy_edition(one.policy)
    found = measure(edition.text, title=policy.title if policy else "")
    return {
        "measures": found.measures,
        "short": found.characters if found.characters < LEAST.characters else 0,
        "rows": [{"finding": finding, "times": times} for finding, times in grouped(found.findings)],
        "paragraphs": marked(edition.text, found.findings),
        "count": len(found.findings),
    }


def marked(text: str, findings: Sequence[Finding]) -> list[SafeString]:
    """Return the paragraphs of a plain text with each finding as a mark that says in its title what to do."""
    pieces, past = [], 0
    for one in sorted(findings, key=lambda one: (one.start, -one.end)):
        if one.start < past:
            continue  # inside another: that one is marked
        pieces.append(str(escape(text[past : one.start])))
        said = escape(f"{one.word}：{one.message}")
        body = str(escape(text[one.start : one.end])).replace("\n", "</mark>\n<mark>")
        pieces.append(f'<mark title="{said}">{body}</mark>')
        past = one.end
    pieces.append(str(escape(text[past:])))
    return [mark_safe(line) for line in "".join(pieces).split("\n") if line.strip()]  # noqa: S308 escaped above


def _changes(one: Interpretation) -> dict[str, Any] | None:
    """Offer the differences between the policy and what it came after (R166)."""
    former = former_of(one.policy)
    if former is None:
        return None
    found = novelty(former.old.text, former.new.text)
    return {
        "against": former.name,
        "rows": found.rows[:MOST_DIFFERENCES],
        "more": max(0, len(found.rows) - MOST_DIFFERENCES),
    }


def _card(one: Interpretation) -> SafeString | None:
    if not one.points:
        return None
    try:
        return card_html(points_of(one, one.points), str(one.points.get("theme") or ""))
    except Refused:
        return None


def captions_checked(attached: EditionFile) -> dict[str, Any]:
    """Return what is wrong with a file of captions, and that it can be used when nothing is."""
    if attached.role != "captions":
        return {"problems": [], "ok": ""}
    try:
        with open_file(attached.file) as file:
            found = read(file.read())
    except CaptionFault as fault:
        return {"problems": fault.sentences, "ok": ""}
    except FileRefused as error:
        return {"problems": [str(error)], "ok": ""}
    return {"problems": [], "ok": f"{len(found.cues)}条字幕，可以使用。"}
