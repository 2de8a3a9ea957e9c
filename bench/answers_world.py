"""The world that questions are asked about: the demo city's published texts and, where it is there, a slice of the corpus.

The rows are written as they would stand after publication, without telling the whole story of each document: a minute is
saved, and only reading is measured here.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import html
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(os.environ.get("GONGKAI_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))
TODAY = dt.date(2026, 11, 22)
PUBLIC = {"published", "superseded_pair"}
ENDING = {"repeals", "replaces"}


@dataclass(frozen=True)
class Text:
    """One published text as a source of answers; `name` is what questions expect."""

    name: str
    title: str
    number: str
    agency: str
    html: str
    formed_on: dt.date | None
    issued_on: dt.date | None = None
    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    issuer: str = ""
    summary: str = ""
    genre: str = "通知"
    keywords: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()


def city() -> Iterator[Text]:
    from gongkai.law.grounds import Attribute
    from gongkai.project.demo.contents import all_contents
    from gongkai.project.demo.markdown import to_html

    for one in all_contents():
        if one.state in PUBLIC and one.attribute is Attribute.PROACTIVE:
            facts = one.particulars
            yield Text(
                one.name[:3], one.title, one.doc_number, one.agency, to_html(one.text), one.formed_on, one.issued_on,
                facts["effective_on"], facts["expires_on"], summary=facts["summary"], genre=facts["genre"],
                keywords=tuple(facts["keywords"]), relations=one.relations,
            )  # fmt: skip


def corpus() -> Iterator[Text]:
    path = CORPUS / "policy_documents.jsonl.gz"
    if not path.exists():
        return
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            wording = "".join(f"<p>{html.escape(one.strip())}</p>" for one in row["text"].splitlines() if one.strip())
            day = str(row["date"] or "")
            formed = dt.date.fromisoformat(day) if len(day) == 10 else None
            number = (row["doc_number"] or "")[:60]
            yield Text(row["id"], row["title"], number, "elsewhere", wording, formed, issuer=row["issuer"] or "")


def available() -> bool:
    return (CORPUS / "policy_documents.jsonl.gz").exists()


def build(*, with_corpus: bool = True) -> int:
    """Write the world into an empty, migrated database and index it. Returns the number of texts."""
    from django.utils import timezone

    from gongkai.engine.publishing.models import Edition, Item, Relation, Release
    from gongkai.engine.search import actions as search
    from gongkai.engine.search.reactions import documents_of_releases

    texts = [*city(), *(corpus() if with_corpus else ())]
    agencies = _agencies()
    now = timezone.now()
    items = Item.objects.bulk_create(
        Item(kind="document", key=f"BENCH-{place:04d}", agency=agencies[text.agency], external_id=text.name)
        for place, text in enumerate(texts, start=1)
    )
    editions = Edition.objects.bulk_create(
        _edition(item, text, now, Edition) for item, text in zip(items, texts, strict=True)
    )
    ends = _ends(texts)
    Release.objects.bulk_create(
        _release(edition, text, ends.get(text.number), now, Release)
        for edition, text in zip(editions, texts, strict=True)
    )
    by_number = {text.number: item for item, text in zip(items, texts, strict=True) if text.number}
    Relation.objects.bulk_create(
        Relation(source=item, verb=verb, target=by_number[number])
        for item, text in zip(items, texts, strict=True)
        for verb, number in text.relations
        if number in by_number and number != text.number
    )
    search.rebuild(documents=documents_of_releases())
    return len(texts)


def _ends(texts: list[Text]) -> dict[str, dt.date]:
    """Return number → the day from which a text is repealed by another of them."""
    return {
        number: day
        for text in texts
        for verb, number in text.relations
        if verb in ENDING and (day := text.effective_on or text.issued_on) is not None
    }


def _agencies() -> dict[str, Any]:
    from gongkai.base.organisations.models import Agency
    from gongkai.project.demo.agencies import BODIES

    found: dict[str, Any] = {}
    for place, body in enumerate(BODIES):
        parent = found.get(body.parent)
        found[body.code] = Agency.objects.create(
            code=body.code, name=body.name, short_name=body.short_name, kind=body.kind, parent=parent, order=place,
            lineage=f"{parent.lineage if parent else '/'}{body.code}/", address=body.address,
        )  # fmt: skip
    found["elsewhere"] = Agency.objects.create(
        code="elsewhere", name="语料中的其他机关", kind="department", parent=found["yc-gov"],
        lineage=f"{found['yc-gov'].lineage}elsewhere/",
    )  # fmt: skip
    return found


def _edition(item: Any, text: Text, now: dt.datetime, model: Any) -> Any:
    from gongkai.base.files.rules import to_text
    from gongkai.engine.publishing.rules import State

    issuer = text.issuer or item.agency.name
    day = [one.isoformat() if one else None for one in (text.formed_on, text.issued_on)]
    snapshot = {
        "title": text.title, "summary": text.summary, "doc_number": text.number, "genre": text.genre, "category": "",
        "themes": [], "keywords": list(text.keywords), "issuers": [issuer], "formed_on": day[0], "issued_on": day[1],
        "effective_on": text.effective_on.isoformat() if text.effective_on else None,
        "expires_on": text.expires_on.isoformat() if text.expires_on else None,
    }  # fmt: skip
    return model(
        item=item, number=1, state=State.PUBLISHED, title=text.title[:300], html=text.html, text=to_text(text.html),
        mode="full-text", published_at=now, snapshot=snapshot,
        content_sha256=hashlib.sha256(text.html.encode()).hexdigest(),
    )  # fmt: skip


def _release(edition: Any, text: Text, ended: dt.date | None, now: dt.datetime, model: Any) -> Any:
    from gongkai.law.numbers import number_key

    return model(
        item=edition.item, edition=edition, kind="document", key=edition.item.key, external_id=text.name,
        agency=edition.item.agency, title=edition.title, summary=text.summary[:500], doc_number=text.number,
        doc_number_key=number_key(text.number) or "", genre=text.genre, formed_on=text.formed_on,
        issued_on=text.issued_on, effective_on=text.effective_on, expires_on=text.expires_on, repealed_on=ended,
        first_published_at=now, published_at=now,
    )  # fmt: skip
