"""The pages of one document: the text, an earlier wording, what changed between two, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from gongkai.base.events import queries as log
from gongkai.base.events.rules import KIND_WORDS
from gongkai.base.ui.diff import compare as compare_paragraphs
from gongkai.base.ui.public import counted, site_of
from gongkai.base.ui.text import cn_day, inner_marks
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State, Validity, digest
from gongkai.proactive.documents.portal import presenting, sheets
from gongkai.proactive.documents.portal.amended import amended
from gongkai.proactive.documents.portal.citing import cited_in
from gongkai.proactive.documents.portal.life import lifeline
from gongkai.proactive.documents.portal.parting import reading_of
from gongkai.proactive.documents.portal.reading import edition_at, public_page, release_at
from gongkai.proactive.documents.queries.exhibiting import exhibits_for
from gongkai.proactive.documents.rules.beside import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Edition, Release

PUBLIC_STATES = (State.PUBLISHED, State.SUPERSEDED)


@public_page
def document(request: HttpRequest, key: str) -> HttpResponse:
    release = release_at(request, key)
    context = _page(request, release, release.edition)
    return counted(render(request, "documents/portal/document.html", context), release.key)


@public_page
def superseded(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """An earlier wording under its lasting address, clearly marked; the present one under its number too."""
    release, edition = edition_at(request, key, int(number))
    return render(request, "documents/portal/document.html", _page(request, release, edition))


def _crumbs(release: Release, columns: list[dict[str, Any]], *more: dict[str, str]) -> list[dict[str, str]]:
    crumbs = [{"label": "首页", "url": "/"}, {"label": "政府文件", "url": "/documents/"}]
    if columns:
        crumbs.append({"label": columns[0]["name"], "url": f"/columns/{columns[0]['slug']}/"})
    name = release.doc_number or release.title
    return [*crumbs, {"label": name, "url": f"/documents/{release.key}"}, *more] if more else [*crumbs, {"label": name}]


def _placed(request: HttpRequest, release: Release) -> QuerySet[Any]:
    return release.item.placements.filter(column__site=site_of(request).pk, column__visible=True)


def _columns_of(request: HttpRequest, release: Release) -> list[dict[str, Any]]:
    """Return the columns of this site in which the document is placed. One query."""
    facts = (
        _placed(request, release)
        .order_by("column__order")
        .values_list(*(f"column__{name}" for name in publishing.COLUMN_FACTS))
    )
    return [dict(zip(publishing.COLUMN_FACTS, row, strict=True)) for row in facts]


def _page(request: HttpRequest, release: Release, edition: Edition) -> dict[str, Any]:
    facts = edition.snapshot
    current = edition.pk == release.edition_id
    editions, columns, stands = _editions_columns_and_besides(request, release)
    crumbs = _crumbs(release, columns, *(() if current else ({"label": f"第{edition.number}版"},)))
    citations = f"/documents/{release.key}/citations" if current else ""
    reading = reading_of(facts["html"], citations, request.GET.get("part", ""), request.GET.get("at", ""))
    if reading is None:
        raise Http404
    today = timezone.localdate()
    state = presenting.validity_of(release, today)
    forward, backward = publishing.related(release)
    label = f"{cn_day(release.effective_on)}起施行" if state is Validity.NOT_YET and release.effective_on else ""
    return {
        "release": release,
        "edition": edition,
        "facts": facts,
        "current": current,
        "validity": presenting.BADGES[state],
        "validity_label": label,
        "rows": presenting.particulars(release, edition, state, _views(request, release) if current else None),
        "life": lifeline(release, edition, state, today, editions=editions, pointing=backward),
        "sheet": sheets.sheet_of(facts),
        "reading": reading,
        "before": mark_safe(reading.before),  # noqa: S308 cleaned when it was stored, anchored since
        "annexed": mark_safe(reading.annexed),  # noqa: S308 same
        "outline": presenting.outline(reading),
        "terms": [(one, reading.place(one.anchor)) for one in sheets.terms_of(facts["html"])],
        "exhibits": exhibits_for(facts.get("exhibits", ()), today),
        "cite_title": inner_marks(facts["title"]),
        "citation": presenting.citation(release, edition, request.build_absolute_uri(f"/documents/{release.key}")),
        "cites": 'class="cited"' in sheets.whole(facts["html"], citations),
        "amended": amended(edition, reading, backward, site_of(request)) if current else [],
        "relations": presenting.relations(forward, backward) if current else [],
        "besides": _besides(release, stands) if current else [],
        "files": presenting.attachments(release, edition),
        "forms": presenting.forms(release, edition),
        "editions": editions,
        "columns": columns,
        "proof": presenting.proof(release, edition),
        "source": presenting.print_source(request, release, state, today),
        "qr": presenting.qr(request.build_absolute_uri(f"/documents/{release.key}")) if current else "",
        "address": request.build_absolute_uri(f"/documents/{release.key}"),
        "canonical": request.build_absolute_uri(
            f"/documents/{release.key}" + ("" if current else f"/v{edition.number}") + reading.query
        ),
        "crumbs": crumbs,
        "column": _column_tags(columns[0] if columns else None),
        "json_ld": presenting.json_ld(request, release, edition, state, crumbs),
    }


def _column_tags(column: dict[str, Any] | None) -> dict[str, str]:
    """Return the four column tags (rules.md 5.2) of the first column that a document stands in."""
    if column is None:
        return {"name": "政府文件", "description": "主动公开的公文", "keywords": "政府文件", "type": "政策文件"}
    return {
        "name": column["name"],
        "description": column["description"] or column["name"],
        "keywords": column["keywords"] or column["name"],
        "type": column["column_type"],
    }


def _views(request: HttpRequest, release: Release) -> int:
    """Return the number of readings; the site in front of this package counts them and lends its counter."""
    views_of = getattr(request, "views_of", None)
    return int(views_of(release.key)) if views_of else 0


def _editions_and_columns(request: HttpRequest, release: Release) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    lines, columns, _ = _editions_columns_and_besides(request, release)
    return lines, columns


def _editions_columns_and_besides(
    request: HttpRequest, release: Release
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[bool]]:
    """Return all public wordings, newest first, each with its note of change (R035), what `_columns_of` returns, and
    for each package in `beside` whether it has something to show here.
    """
    marks = tuple(one.stands for one in in_order())
    wordings, columns, marked = publishing.wordings_and_columns(release.item_id, site_of(request).pk, marks)
    return _edition_lines(release, wordings), list(columns), marked


def _besides(release: Release, stands: Sequence[bool]) -> list[dict[str, Any]]:
    """Return what other packages show on this page, asking only those that have something."""
    shown = []
    for one, has in zip(in_order(), stands, strict=True):
        facts = one.facts(release) if has else {}
        if facts:
            shown.append({"template": one.template, "facts": facts})
    return shown


def _edition_lines(release: Release, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    base = f"/documents/{release.key}"
    shown = []
    for (number, state, note, at), (older, *_) in zip(rows, [*rows[1:], (0, "", "", None)], strict=True):
        current = state == State.PUBLISHED
        shown.append(
            {
                "number": number,
                "at": at,
                "note": note or ("" if older else "首次公开"),
                "current": current,
                "url": base if current else f"{base}/v{number}",
                "compare_url": f"{base}/compare?old={older}&new={number}" if older else "",
            }
        )
    return shown


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


@public_page
def cited(request: HttpRequest, key: str) -> HttpResponse:
    """What the present wording cites, and whether it holds today."""
    release = release_at(request, key)
    html, day = release.edition.snapshot["html"], release.issued_on or release.formed_on
    context = {
        "release": release,
        "cited": cited_in(html, f"/documents/{release.key}", text_on=day, title=release.title),
        "today": timezone.localdate(),
        "crumbs": _crumbs(release, _columns_of(request, release), {"label": "引用的法规和文件"}),
        "column": _column_tags(None),
    }
    return render(request, "documents/portal/citations.html", context)


@public_page
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """What changed between two public wordings, paragraph by paragraph."""
    release = release_at(request, key)
    editions, columns = _editions_and_columns(request, release)
    numbers = [entry["number"] for entry in editions]
    new = _number(request.GET.get("new", "")) or numbers[0]
    old = _number(request.GET.get("old", "")) or next((number for number in numbers if number < new), new)
    if old not in numbers or new not in numbers:
        raise Http404
    before, after = (edition_at(request, key, number)[1] for number in (old, new))
    beside = request.GET.get("view") == "sides"
    context = {
        "release": release,
        "old": before,
        "new": after,
        "editions": editions,
        "facts_changed": _facts_changed(before.snapshot, after.snapshot),
        "rows": compare_paragraphs(_paragraphs(before.text), _paragraphs(after.text), keep_same=beside),
        "beside": beside,
        "names": (f"第{old}版", f"第{new}版"),
        "views": _views_of_comparison(request, old, new, beside=beside),
        "crumbs": _crumbs(release, columns, {"label": "版本比较"}),
        "column": _column_tags(None),
    }
    return render(request, "documents/portal/compare.html", context)


def _views_of_comparison(request: HttpRequest, old: int, new: int, *, beside: bool) -> list[dict[str, Any]]:
    base = f"{request.path}?old={old}&new={new}"
    return [
        {"label": "只看变化", "url": base, "current": not beside},
        {"label": "全文并排", "url": f"{base}&view=sides", "current": beside},
    ]


FACTS = {
    "title": "标题", "doc_number": "发文字号", "genre": "文种", "category": "公开类别", "themes": "主题分类", "audiences": "服务对象",
    "issuers": "发文机关", "addressees": "主送单位", "formed_on": "成文日期", "effective_on": "施行日期",
    "expires_on": "有效期至", "summary": "摘要", "files": "附件", "exhibits": "图示",
}  # fmt: skip


def _facts_changed(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, str]]:
    def said(facts: dict[str, Any], name: str) -> str:
        value = facts.get(name)
        if name == "files":
            return "、".join(f"{one['name']}（{one['sha256'][:8]}）" for one in value or [])
        if name == "exhibits":
            return "、".join(f"{one['title']}（{digest(one)[:8]}）" for one in value or [])
        return "、".join(value) if isinstance(value, list) else str(value or "")

    pairs = [(label, said(old, name), said(new, name)) for name, label in FACTS.items()]
    return [{"label": label, "old": before, "new": after} for label, before, after in pairs if before != after]


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@public_page
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Everything the public log says of this document, newest first."""
    release = release_at(request, key)
    wordings, columns = _editions_and_columns(request, release)
    editions = {entry["number"]: entry for entry in wordings}
    words: dict[str, str] = {str(kind): name for kind, name in KIND_WORDS.items()}
    events = [
        {
            "at": row.at,
            "what": f"{words.get(row.kind, row.kind)}（第{row.edition}版）",
            "who": release.agency.name,
            "note": _log_note(row, editions),
        }
        for row in reversed(list(log.entries(item=key)))
    ]
    context = {
        "release": release,
        "events": events,
        "editions": list(editions.values()),
        "crumbs": _crumbs(release, columns, {"label": "公开经过"}),
        "column": _column_tags(None),
    }
    return render(request, "documents/portal/history.html", context)


def _log_note(row: Any, editions: dict[int, dict[str, Any]]) -> str:
    words = f"公开日志序号{row.index}，内容 SHA-256 {row.content_sha256[:16]}…"
    note = editions.get(row.edition, {}).get("note", "")
    return f"{note.rstrip('。')}。{words}" if note and row.kind in {"published", "corrected"} else words
