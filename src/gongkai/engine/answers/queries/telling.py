"""An answer as interfaces tell it: command line and API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.engine.answers.queries.answering import Answer, Found
from gongkai.engine.answers.rules.checking import Said
from gongkai.engine.publishing.rules import VALIDITY_NAMES


def as_json(answer: Answer, said: Sequence[Said] = ()) -> dict[str, Any]:
    """Return the shape of interfaces.md: `answer` is null when there is none; `id` the imported id or the index number."""
    text = "".join(one.text for one in said) if said else answer.text
    return {
        "question": answer.question.text,
        "kind": answer.question.wanted.value,
        "answer": text or None,
        "sentences": [{"text": one.text, "source": one.source} for one in said],
        "confidence": round(answer.confidence, 3),
        "about": answer.about.key if answer.about else None,
        "followed": answer.followed,
        "passages": [_passage(place, found) for place, found in enumerate(answer.passages, start=1)],
        "nearest": [_passage(place, found) for place, found in enumerate(answer.nearest, start=1)],
        "note": answer.note,
        "related": [{"key": one.key, "title": one.title} for one in answer.related],
    }


def _passage(place: int, found: Found) -> dict[str, Any]:
    release = found.release
    day = release.issued_on or release.formed_on or release.published_at.date()
    return {
        "source": place,
        "text": found.passage.text,
        "sentence": found.sentence,
        "context": found.passage.context,
        "url": found.url,
        "id": release.external_id or release.key,
        "key": release.key,
        "title": release.title,
        "doc_number": release.doc_number,
        "issuer": "、".join(release.edition.snapshot["issuers"]) or release.agency.name,
        "date": day.isoformat(),
        "validity": found.state.value,
        "validity_name": VALIDITY_NAMES[found.state],
        "warning": found.warning,
        "successor": found.successor.key if found.successor else None,
    }
