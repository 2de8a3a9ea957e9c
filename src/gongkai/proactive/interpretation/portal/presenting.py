"""The pieces of an interpretation's page: particulars, questions and answers, pictures, proof, statements for machines."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import lxml.html
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from gongkai.base.events import queries as log
from gongkai.base.files import queries as files
from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.text import cn_date
from gongkai.proactive.interpretation.rules import AUDIENCES, FACT_KINDS, FORM_NAMES, SORT_NAMES, STAGE_NAMES

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release
    from gongkai.proactive.interpretation.queries.public import Policy

HEADINGS = frozenset({"h2", "h3", "h4"})
EXTENSIONS = {"application/pdf": "PDF", "text/plain": "TXT", "text/html": "HTML"}
# Roles that the page itself shows; the rest are for taking away.
SHOWN_ROLES = frozenset({"captions"})


def particulars(release: Release, edition: Edition, views: int | None = None) -> list[dict[str, Any]]:
    facts = edition.snapshot
    rows: list[tuple[str, Any]] = [
        ("索引号", release.key),
        ("解读单位", "、".join(facts["issuers"])),
        ("形式", FORM_NAMES.get(facts["form"], "")),
        ("阶段", STAGE_NAMES.get(facts["stage"], "")),
        ("次序", "" if facts["sort"] == "first" else SORT_NAMES.get(facts["sort"], "")),
        ("写给", AUDIENCES.get(facts["audience"], "")),
        ("主题分类", "、".join(release.themes)),
        ("公布时间", release.first_published_at),
        ("更新时间", release.published_at if release.published_at != release.first_published_at else None),
        ("浏览次数", None if views is None else f"{views:,}"),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def told(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the marked facts, figures and cases by kind (R168)."""
    groups = [
        {"name": name, "key": key, "items": [one for one in facts.get("facts", []) if one.get("kind") == key]}
        for key, name in FACT_KINDS.items()
    ]
    return [group for group in groups if group["items"]]


def held(facts: dict[str, Any]) -> dict[str, Any] | None:
    """Return when and with whom it was held; None for what is no press conference, briefing or talk."""
    if not facts.get("held_on") and not facts.get("speakers"):
        return None
    talk = facts["form"] == "interview"
    lines = [line.strip() for line in str(facts.get("speakers") or "").splitlines() if line.strip()]
    people = [dict(zip(("name", "post"), re.split(r"[，,\s]+", line, maxsplit=1), strict=False)) for line in lines]
    day = str(facts.get("held_on") or "")
    return {
        "word": "访谈时间" if talk else "举行时间", "who": "受访人" if talk else "出席",
        "day": cn_date(dt.date.fromisoformat(day)) if day else "—", "people": people,
    }  # fmt: skip


def questions(html: str) -> list[dict[str, Any]]:
    """Return [{id, question, answer (safe), text}] of a wording in which headings ask and what follows answers."""
    found: list[dict[str, Any]] = []
    pieces: Any = lxml.html.fragments_fromstring(html) if html.strip() else []
    for piece in pieces:
        if isinstance(piece, str):
            continue
        if piece.tag in HEADINGS:
            found.append(
                {"id": piece.get("id", ""), "question": piece.text_content().strip(), "answer": "", "text": ""}
            )
        elif found:
            piece.tail = None
            found[-1]["answer"] += lxml.html.tostring(piece, encoding="unicode")
            found[-1]["text"] += piece.text_content().strip()
    answered = [one for one in found if one["text"]]
    for one in answered:
        one["answer"] = mark_safe(one["answer"])  # noqa: S308 a part of what was cleaned when it was stored
    return answered


def preface(html: str) -> SafeString:
    """Return what stands before the first question."""
    pieces: Any = lxml.html.fragments_fromstring(html) if html.strip() else []
    before = ""
    for piece in pieces:
        if not isinstance(piece, str) and piece.tag in HEADINGS:
            break
        before += piece if isinstance(piece, str) else lxml.html.tostring(piece, encoding="unicode")
    return mark_safe(before)  # noqa: S308 a part of what was cleaned when it was stored


def attachments(release: Release, edition: Edition) -> list[dict[str, Any]]:
    """Return the files for taking away, with pictures as `ui/picture.html` shows them."""
    attached = [one for one in edition.files.all() if one.role not in SHOWN_ROLES]
    pictures = files.picture_sizes(one.file_id for one in attached if one.file.kind in files.PICTURE_KINDS)
    return [
        {
            "name": one.name,
            "url": file_url(release, edition, one),
            "type": EXTENSIONS.get(one.file.media_type, one.name.rpartition(".")[2].upper()[:5] or "文件"),
            "size": one.file.size,
            "role": one.role,
            "picture": _picture(release, edition, one, pictures.get(one.file_id)),
        }
        for one in attached
    ]


def file_url(release: Release, edition: Edition, attached: Any) -> str:
    return f"/files/{release.key}/{edition.number}/{attached.file_id}/{quote(attached.name)}"


def _picture(
    release: Release, edition: Edition, attached: Any, sizes: list[tuple[int, int]] | None
) -> dict[str, Any] | None:
    if attached.file.kind not in files.PICTURE_KINDS:
        return None
    alt = attached.name.rpartition(".")[0] or attached.name
    if not sizes:
        return {"src": file_url(release, edition, attached), "alt": alt}
    base = f"/pictures/{release.key}/{edition.number}/{attached.file_id}"
    width, height = sizes[-1]
    srcset = ", ".join(f"{base}/{one} {one}w" for one, _ in sizes)
    return {"src": f"{base}/{width}", "srcset": srcset, "width": width, "height": height, "alt": alt}


def proof(release: Release, edition: Edition) -> dict[str, Any]:
    """Return what the proof box says: the place in the public log and the digest in groups."""
    entry = log.entry_by_content(edition.content_sha256)
    digest = edition.content_sha256
    return {
        "index": entry.index if entry else None,
        "short": f"{digest[:4]} {digest[4:8]} … {digest[-8:-4]} {digest[-4:]}",
        "url": f"/verify/?q={quote(release.key)}",
        "proof_url": f"/verify/proof/{release.key}.json?edition={edition.number}",
        "unchanged": edition.number == 1,
    }


def statements(
    request: HttpRequest, release: Release, edition: Edition, policy: Policy | None, crumbs: list[dict[str, str]]
) -> SafeString:
    """Return what schema.org says of it: an article, a talk with its transcript, or questions with their answers."""
    facts, url = edition.snapshot, request.build_absolute_uri(f"/interpretations/{release.key}")
    about = (
        [{"@type": "DigitalDocument", "name": policy.release.title, "url": request.build_absolute_uri(policy.url)}]
        if policy
        else []
    )
    thing: dict[str, Any] = {
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": release.title,
        "description": facts["summary"],
        "inLanguage": "zh-Hans",
        "keywords": facts["keywords"],
        "datePublished": release.first_published_at.isoformat(),
        "dateModified": release.published_at.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": release.agency.name},
        "author": [{"@type": "GovernmentOrganization", "name": name} for name in facts["issuers"]],
        "about": about,
        "version": edition.number,
        "isAccessibleForFree": True,
    }
    if facts["form"] in {"video", "audio"}:
        thing |= {
            "@type": "VideoObject" if facts["form"] == "video" else "AudioObject", "name": release.title,
            "transcript": facts["transcript"], "uploadDate": release.first_published_at.isoformat(),
        }  # fmt: skip
    asked = questions(facts["html"]) if facts["form"] == "qa" else []
    if asked:
        thing |= {
            "@type": "FAQPage",
            "mainEntity": [
                {"@type": "Question", "name": one["question"], "acceptedAnswer": {"@type": "Answer", "text": one["text"]}}
                for one in asked
            ],
        }  # fmt: skip
    return json_ld(thing, trail(request, crumbs))
