"""The page of one interpretation, its earlier wordings, its card as a picture, and the JSON beside it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from gongkai.base.files.rules import anchored
from gongkai.base.ui.public import counted, readings, site_of
from gongkai.base.ui.text import cn_date
from gongkai.engine.publishing.rules import Validity, canonical
from gongkai.proactive.documents.rules.beside import in_order
from gongkai.proactive.interpretation.portal import presenting
from gongkai.proactive.interpretation.portal.cards import card_html, card_page, card_png, card_svg
from gongkai.proactive.interpretation.portal.playing import captions_of, media_of, player_of
from gongkai.proactive.interpretation.portal.shared import COLUMN, HOME, LIST, edition_at, public_page, release_at
from gongkai.proactive.interpretation.queries.carding import named
from gongkai.proactive.interpretation.queries.public import Policy, others_of, policy_of, public_editions
from gongkai.proactive.interpretation.rules import FORM_NAMES
from gongkai.proactive.interpretation.rules.beside import boxes
from gongkai.proactive.interpretation.rules.cards import Points, Refused, points_from

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release

BADGES: dict[Validity, str] = {
    Validity.VALID: "in_force", Validity.NOT_YET: "future", Validity.AMENDED: "amended", Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}  # fmt: skip
NO_LONGER = frozenset({Validity.EXPIRED, Validity.REPEALED})
PICTURES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


@public_page
def interpretation(request: HttpRequest, key: str) -> HttpResponse:
    release = release_at(request, key)
    context = _page(request, release, release.edition)
    return counted(render(request, "interpretation/portal/interpretation.html", context), release.key)


@public_page
def superseded(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """An earlier wording under its lasting address, clearly marked; the present one under its number too."""
    release, edition = edition_at(request, key, int(number))
    return render(request, "interpretation/portal/interpretation.html", _page(request, release, edition))


def _page(request: HttpRequest, release: Release, edition: Edition) -> dict[str, Any]:
    facts, current = edition.snapshot, edition.pk == release.edition_id
    policy = policy_of(facts, site_of(request), timezone.localdate(), key=release.key)
    crumbs = [HOME, LIST, {"label": release.title}]
    points = _points(request, release, edition, policy)
    attached = presenting.attachments(release, edition)
    html = anchored(facts["html"])[0]
    asked = presenting.questions(html) if facts["form"] == "qa" else []
    base = f"/interpretations/{release.key}" + ("" if current else f"/v{edition.number}")
    return {
        "release": release,
        "edition": edition,
        "facts": facts,
        "current": current,
        "form_name": FORM_NAMES.get(facts["form"], "解读"),
        "policy": _policy(policy, facts) if policy else None,
        "consultation_url": facts["consultation_url"] if facts["stage"] == "draft" else "",
        "others": _others(policy, release, request) if policy and current else [],
        "card": card_html(points, _theme(facts)) if points else "",
        "card_files": [{"label": key.upper(), "url": f"{base}/card.{key}"} for key in PICTURES] if points else [],
        "player": player_of(release, edition, base=base),
        "boxes": boxes() if current else [],
        "besides": _besides(policy) if policy and current else [],
        "asked": asked,
        "preface": presenting.preface(html) if asked else "",
        "html": "" if asked else mark_safe(html),  # noqa: S308 cleaned when it was stored
        "held": presenting.held(facts),
        "told": presenting.told(facts),
        "pictures": [one for one in attached if one["picture"] and one["role"] == "picture"],
        "files": [one for one in attached if not (one["picture"] and one["role"] == "picture")],
        "rows": presenting.particulars(release, edition, readings(request, release.key)),
        "editions": public_editions(release),
        "proof": presenting.proof(release, edition),
        "address": request.build_absolute_uri(f"/interpretations/{release.key}"),
        "canonical": request.build_absolute_uri(base),
        "source": f"{'、'.join(facts['issuers'])}，{cn_date(timezone.localdate(release.first_published_at))}公布，{cn_date(timezone.localdate())}打印。",
        "crumbs": crumbs,
        "column": COLUMN,
        "json_ld": presenting.statements(request, release, edition, policy, crumbs),
    }


def _besides(policy: Policy) -> list[dict[str, Any]]:
    """Return what stands beside the interpreted document and is what readers of its interpretation look for."""
    told = [(one.template, one.facts(policy.release)) for one in in_order() if one.explained]
    return [{"template": template, "facts": facts} for template, facts in told if facts]


def _policy(policy: Policy, facts: dict[str, Any]) -> dict[str, Any]:
    release = policy.release
    return {
        "title": release.title,
        "url": policy.url,
        "doc_number": release.doc_number,
        "agency": release.agency.label,
        "validity": BADGES[policy.state],
        "validity_name": policy.validity_name,
        "over": policy.state in NO_LONGER,
        "behind": policy.behind,
        "checked_on": policy.checked_on,
        "behind_words": f"解读对应文件第{facts.get('policy_edition') or 1}版",
        "edition": release.edition.number,
        "compare_url": f"{policy.url}/compare?old={facts.get('policy_edition') or 1}&new={release.edition.number}",
    }


def _others(policy: Policy, release: Release, request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "url": f"/interpretations/{one.key}",
            "form": FORM_NAMES.get(one.edition.snapshot["form"], ""),
        }
        for one in others_of(policy, release.key, site_of(request))
    ]


def _theme(facts: dict[str, Any]) -> str:
    return str((facts.get("points") or {}).get("theme") or "")


def _points(request: HttpRequest, release: Release, edition: Edition, policy: Policy | None) -> Points | None:
    """Return the points of the card with what is public of its policy; None where there is no card."""
    facts = edition.snapshot
    given = {name: value for name, value in (facts.get("points") or {}).items() if name != "theme"}
    if not given:
        return None
    path = policy.url if policy else f"/interpretations/{release.key}"
    known = {
        "agency": facts["issuers"][0][:40],
        "document": named(policy.release.title, policy.release.doc_number) if policy else "",
        "date": cn_date(timezone.localdate(edition.published_at or release.published_at)),
        "address": request.build_absolute_uri(path),
    }
    try:
        return points_from(given | known)
    except Refused:
        return None


@public_page
def card(request: HttpRequest, key: str, form: str, number: str = "") -> HttpResponse:
    """The card as a picture to take away, or as a page for the printer."""
    release = release_at(request, key)
    edition = edition_at(request, key, int(number))[1] if number else release.edition
    policy = policy_of(edition.snapshot, site_of(request), timezone.localdate())
    points = _points(request, release, edition, policy)
    if points is None:
        raise Http404
    theme = _theme(edition.snapshot)
    content: str | bytes = {"svg": card_svg, "png": card_png, "pdf": card_page}[form](points, theme)  # type: ignore[operator]
    response = HttpResponse(content, content_type=PICTURES[form])
    name = quote(f"{release.title[:40]}.{form}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return response


@public_page
def captions(request: HttpRequest, key: str, number: str = "") -> HttpResponse:
    """The captions of a talk as plain WebVTT, whatever was uploaded."""
    release = release_at(request, key)
    edition = edition_at(request, key, int(number))[1] if number else release.edition
    content = captions_of(edition) if media_of(edition) is not None else ""
    if not content:
        raise Http404
    response = HttpResponse(content, content_type="text/vtt; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public_page
def paper(request: HttpRequest, key: str, number: str = "") -> HttpResponse:
    """Answer the very bytes whose SHA-256 stands in the public log."""
    release = release_at(request, key)
    edition = edition_at(request, key, int(number))[1] if number else release.edition
    response = HttpResponse(canonical(edition.snapshot), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(release.key.replace('/', '-'))}.json"
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{edition.content_sha256}"'
    digest = base64.b64encode(bytes.fromhex(edition.content_sha256)).decode()
    response["Repr-Digest"] = f"sha-256=:{digest}:"
    return response
