"""The pieces of a document page: particulars, life, relations, downloads, proof, statements for machines."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from gongkai.base.events import queries as log
from gongkai.base.files import queries as files
from gongkai.base.ui.qr import qr_svg
from gongkai.base.ui.text import cited, cn_date
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES, VERBS, Validity, validity
from gongkai.law.grounds import Attribute
from gongkai.proactive.documents.rules import MODE_NAMES

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Release
    from gongkai.proactive.documents.portal.parting import Reading

BADGES: dict[Validity, str] = {
    Validity.VALID: "in_force",
    Validity.NOT_YET: "future",
    Validity.AMENDED: "amended",
    Validity.EXPIRED: "expired",
    Validity.REPEALED: "repealed",
}
GROUP_TITLES = {"办": "办事", "读": "解读", "问": "问答", "附": "配套文件", "据": "制定依据", "沿": "沿革"}
LAW_GENRES = frozenset({"办法", "规定", "细则", "令", "决定"})
OUTLINE_LEVELS = 2
MOST_IN_OUTLINE = 60
EXTENSIONS = {"application/pdf": "PDF", "text/plain": "TXT", "text/html": "HTML"}


def validity_of(release: Release, today: dt.date) -> Validity:
    return validity(
        today,
        effective_on=release.effective_on,
        expires_on=release.expires_on,
        repealed_on=release.repealed_on,
        amended=release.amended,
    )


def _date(facts: Mapping[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(facts[name]) if facts.get(name) else None


def particulars(release: Release, edition: Edition, state: Validity, views: int | None) -> list[dict[str, Any]]:
    """Return every particular as a row of its own (R034, R267, R266); what a document has not is left out."""
    facts = edition.snapshot
    others = "、".join(facts["issuers"][1:])
    # A theme that was renamed in the catalogue since bears its present name, as lists and search do; the snapshot keeps its own.
    themes = release.themes if edition.pk == release.edition_id else facts["themes"]
    audiences = release.audiences if edition.pk == release.edition_id else facts.get("audiences", [])
    disclosure = Attribute(facts["attribute"]).word
    rows: list[dict[str, Any]] = [
        {"label": "索引号", "value": release.key},
        {"label": "主题分类", "value": "、".join(themes)},
        {"label": "服务对象", "value": "、".join(audiences)},
        {"label": "发文机关", "value": facts["issuers"][0], "url": f"/agencies/{release.agency.code}/"},
        {"label": "联合发文", "value": others},
        {"label": "起草单位", "value": facts.get("drafted_by", "")},
        {"label": "发文字号", "value": facts["doc_number"]},
        {"label": "主送单位", "value": str(facts.get("addressees") or "").rstrip("：:")},
        {"label": "审议会议", "value": facts.get("approving_meeting", "")},
        {"label": "文种", "value": facts["genre"]},
        {"label": "公开类别", "value": facts["category"]},
        {"label": "成文日期", "value": _date(facts, "formed_on")},
        {"label": "印发日期", "value": _date(facts, "issued_on")},
        {"label": "公布时间", "value": release.first_published_at},
        {"label": "更新时间", "value": release.published_at if release.published_at != release.first_published_at else None},
        {"label": "施行日期", "value": _date(facts, "effective_on")},
        {"label": "有效期至", "value": _date(facts, "expires_on")},
        {"label": "宣布失效日期", "value": release.item.lapsed_on},
        {"label": "废止日期", "value": release.repealed_on},
        {"label": "有效性", "value": VALIDITY_NAMES[state]},
        {"label": "公开方式", "value": f"{disclosure}，{MODE_NAMES.get(facts['mode'], facts['mode'])}"},
        {"label": "关键词", "value": "、".join(facts["keywords"])},
    ]  # fmt: skip
    shown = [row for row in rows if row["value"]]
    if views is not None:
        shown.append({"label": "浏览次数", "value": f"{views:,}"})
    return shown


def relations(forward: Sequence[Mapping[str, Any]], backward: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what `related` found by group, said from this side; only what is public now is named."""
    groups: dict[str, list[dict[str, str]]] = {}
    for one in forward:
        verb = VERBS[one["verb"]]
        if one["target"] is None:
            link = {"label": f"{verb.forward}{one['label']}", "url": f"/search?q={quote(one['label'])}"}
            groups.setdefault(verb.group, []).append(link)
        elif one["key"]:
            groups.setdefault(verb.group, []).append(_link(verb.forward, one))
    for one in backward:
        verb = VERBS[one["verb"]]
        groups.setdefault(verb.group, []).append(_link(verb.reverse, one))
    return [
        {"glyph": glyph, "title": title, "links": groups[glyph]}
        for glyph, title in GROUP_TITLES.items()
        if glyph in groups
    ]


def _link(word: str, other: Mapping[str, Any]) -> dict[str, str]:
    number, title = other["doc_number"], other["title"]
    url = KINDS[other["kind"]].path(other["key"])
    label = f"{word}{number}" if number else f"{word}：{title}"
    return {"label": label, "url": url, "note": title if number else ""}


@lru_cache(maxsize=4096)
def qr(address: str) -> SafeString:
    """Return the square code of an address; drawing one costs more than the rest of the page, so it is kept."""
    return qr_svg(address, "本页地址的二维码")


def attachments(release: Release, edition: Edition) -> list[dict[str, Any]]:
    """Return the files that were published with this wording."""
    base = f"/documents/{release.key}" + ("" if edition.pk == release.edition_id else f"/v{edition.number}")
    attached = list(edition.files.all())
    pictures = files.picture_sizes(one.file_id for one in attached if one.file.kind in files.PICTURE_KINDS)
    return [
        {
            "name": one.name,
            "url": f"/files/{release.key}/{edition.number}/{one.file_id}/{quote(one.name)}",
            "type": type_of(one),
            "preview": f"{base}/preview/{one.file_id}",
            "size": one.file.size,
            "note": "公布文本" if one.role == "official" else "",
            "picture": picture_of(release, edition, one, pictures.get(one.file_id)),
        }
        for one in attached
    ]


def picture_of(
    release: Release, edition: Edition, attached: Any, sizes: list[tuple[int, int]] | None
) -> dict[str, Any] | None:
    """Return an attached picture as `ui/picture.html` shows it; None for other files and before its sizes are made."""
    if not sizes:
        return None
    base = f"/pictures/{release.key}/{edition.number}/{attached.file_id}"
    width, height = sizes[-1]
    return {
        "src": f"{base}/{width}",
        "srcset": ", ".join(f"{base}/{one} {one}w" for one, _ in sizes),
        "width": width,
        "height": height,
        "alt": attached.name.rpartition(".")[0] or attached.name,
    }


def type_of(attached: Any) -> str:
    return EXTENSIONS.get(attached.file.media_type, attached.name.rpartition(".")[2].upper()[:5] or "文件")


def citation(release: Release, edition: Edition, url: str) -> str:
    """Return how one cites this document: issuer, title, number, day, address."""
    facts = edition.snapshot
    number = f"（{facts['doc_number']}）" if facts["doc_number"] else ""
    day = release.issued_on or release.formed_on or timezone.localdate(release.first_published_at)
    return f"{'、'.join(facts['issuers'])}：{cited(facts['title'])}{number}，{cn_date(day)}，{url}"


def forms(release: Release, edition: Edition) -> list[dict[str, str]]:
    """Return the forms that the text itself can be had in; they are made from the public content when asked for."""
    base = f"/documents/{release.key}"
    base += "" if edition.pk == release.edition_id else f"/v{edition.number}"
    name = edition.snapshot["doc_number"] or "正文"
    return [
        {"name": f"{name}（公文版式）", "url": f"{base}.pdf", "type": "PDF", "note": "按公文格式排版，可以朗读"},
        {"name": f"{name}（可编辑文本）", "url": f"{base}.docx", "type": "DOCX", "note": "便于摘编引用"},
        {
            "name": "公开内容与元数据",
            "url": f"{base}.json",
            "type": "JSON",
            "note": "与公开日志逐字节对应，供核验和程序使用",
        },
    ]


def outline(reading: Reading) -> list[dict[str, Any]]:
    """Return headings for the outline; articles only where a text has no headings."""
    entries = reading.outline
    heads = [entry for entry in entries if not entry.is_article] or list(entries)
    top = min((entry.level for entry in heads), default=1)
    return [
        {"label": entry.text, "url": reading.place(entry.anchor), "level": entry.level - top + 1}
        for entry in heads
        if entry.level - top < OUTLINE_LEVELS
    ][:MOST_IN_OUTLINE]


def proof(release: Release, edition: Edition) -> dict[str, Any]:
    """Return what the proof box says: the place in the public log and the digest in groups."""
    entry = log.entry_by_content(edition.content_sha256)
    digest = edition.content_sha256
    return {
        "index": entry.index if entry else None,
        "at": entry.at if entry else None,
        "sha256": digest,
        "short": f"{digest[:4]} {digest[4:8]} … {digest[-8:-4]} {digest[-4:]}",
        "url": f"/verify/?q={quote(release.key)}",
        "proof_url": f"/verify/proof/{release.key}.json?edition={edition.number}",
        "unchanged": edition.number == 1,
    }


def json_ld(
    request: HttpRequest, release: Release, edition: Edition, state: Validity, crumbs: list[dict[str, str]]
) -> SafeString:
    url = request.build_absolute_uri(f"/documents/{release.key}")
    thing = _thing(url, release, edition) | _as_legislation(edition.snapshot, state)
    graph = [{key: value for key, value in thing.items() if value not in (None, "", [])}, _trail(request, crumbs)]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308 escaped


def _thing(url: str, release: Release, edition: Edition) -> dict[str, Any]:
    facts = edition.snapshot
    return {
        "@type": "DigitalDocument",
        "@id": url,
        "url": url,
        "name": release.title,
        "identifier": [release.key, *([facts["doc_number"]] if facts["doc_number"] else [])],
        "description": facts["summary"],
        "inLanguage": "zh-Hans",
        "keywords": facts["keywords"],
        "about": release.themes,
        "datePublished": release.first_published_at.isoformat(),
        "dateModified": release.published_at.isoformat(),
        "dateCreated": facts["formed_on"],
        "publisher": {"@type": "GovernmentOrganization", "name": release.agency.name},
        "author": [{"@type": "GovernmentOrganization", "name": name} for name in facts["issuers"]],
        "version": edition.number,
        "isAccessibleForFree": True,
        "encoding": [
            {"@type": "MediaObject", "encodingFormat": kind, "contentUrl": f"{url}.{extension}"}
            for kind, extension in (("application/pdf", "pdf"), ("application/json", "json"))
        ],
    }


def _as_legislation(facts: Mapping[str, Any], state: Validity) -> dict[str, Any]:
    """Return what schema.org says of rules that bind, nothing for other documents."""
    if facts["category"] != "行政规范性文件" and facts["genre"] not in LAW_GENRES:
        return {}
    in_force = state in {Validity.VALID, Validity.AMENDED}
    return {
        "@type": "Legislation",
        "legislationIdentifier": facts["doc_number"],
        "legislationDate": facts["formed_on"],
        "legislationDateVersion": facts["effective_on"],
        "legislationLegalForce": f"https://schema.org/{'InForce' if in_force else 'NotInForce'}",
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": facts["issuers"][0]},
    }


def _trail(request: HttpRequest, crumbs: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb["label"],
                "item": request.build_absolute_uri(crumb.get("url") or request.path),
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }


def print_source(request: HttpRequest, release: Release, state: Validity, today: dt.date) -> str:
    day = cn_date(timezone.localdate(release.first_published_at))
    where = request.build_absolute_uri(f"/documents/{release.key}").partition("://")[2]
    return f"索引号{release.key}，{day}公布，{cn_date(today)}打印，{VALIDITY_NAMES[state]}。核对本文：{where}"
