"""公开核验 (/verify/): was this public, since when, in these very words? Anybody can ask; nothing sent is kept."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.base.events import queries as log
from gongkai.base.events.rules import KIND_WORDS, check_proof
from gongkai.base.ui.linked import json_ld, trail
from gongkai.base.ui.public import public_page, site_of
from gongkai.doors.site.portal.shared import address, column_tags, page
from gongkai.doors.site.queries import in_site
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES, digest

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

SHA256 = re.compile(r"[0-9a-f]{64}")
PROOF_FORMAT = "gongkai-log-proof/"
LARGEST_PROOF = 4 * 1024 * 1024
WORDS: dict[str, str] = {str(kind): name for kind, name in KIND_WORDS.items()}
PIECE = 1024 * 1024


@dataclass
class Answer:
    """What a look-up found. `state`: public, superseded, withdrawn, unknown, valid, invalid."""

    state: str
    asked: str
    title: str = ""
    url: str = ""
    key: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    note: str = ""
    proof_url: str = ""


@public_page
def verify(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    asked = " ".join(request.GET.get("q", "").split())[:200]
    answer = look_up(asked, site) if asked else None
    return page(request, "verify", _context(request, answer, asked))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Take a file or a text, compute its digest while it passes, look that up. Nothing of it is stored.

    Without a session or a token: the answer depends on what was sent alone, and nothing is changed by it.
    """
    if request.method != "POST":
        return HttpResponseRedirect("/verify/")
    site = site_of(request)
    upload, text = request.FILES.get("file"), request.POST.get("text", "")
    if isinstance(upload, UploadedFile) and upload.size:
        answer = _check_file(upload, site)
    elif text.strip():
        answer = _check_bytes(text.strip().encode(), "粘贴的内容", site)
    else:
        answer = Answer("unknown", "", note="没有收到内容。请选择一个文件，或者粘贴文字后再核验。")
    return page(request, "verify", _context(request, answer, ""))


def _context(request: HttpRequest, answer: Answer | None, asked: str) -> dict[str, Any]:
    crumbs = [{"label": "首页", "url": "/"}, {"label": "公开核验"}]
    try:
        signed: dict[str, Any] | None = log.signed_head()
    except log.NotInLog:
        signed = None
    return {
        "answer": answer,
        "asked": asked,
        "signed": signed,
        "signed_at": parse_datetime(signed["tree_head"]["at"]) if signed else None,
        "crumbs": crumbs,
        "column": column_tags("公开核验", "核验一份政府信息是否公开过、何时公开、内容是否被改动", "公开核验,公开日志,公开凭证", "政府信息公开"),
        "json_ld": json_ld(trail(request, crumbs)),
    }  # fmt: skip


# --- looking up ---------------------------------------------------------------------------------------


def look_up(asked: str, site: Site) -> Answer:
    """Return what the log says of an index number, a document number or a SHA-256."""
    sha256 = asked.lower().removeprefix("sha256:").replace(" ", "")
    if SHA256.fullmatch(sha256):
        return _by_digest(sha256, asked, site)
    item = publishing.item_by_number(asked)
    if item is not None and in_site(item.agency, site):
        return _of_item(item.key, asked, site)
    return _unknown(asked)


def _unknown(asked: str) -> Answer:
    return Answer(
        "unknown",
        asked,
        note="公开日志中没有这一内容。请核对索引号、文号或文件；排版、空格甚至一个标点不同，文件的哈希就不同。",
    )


def _by_digest(sha256: str, asked: str, site: Site) -> Answer:
    entry = log.entry_by_content(sha256)
    if entry is not None:
        answer = _of_item(entry.item, asked, site)
        if answer.state != "unknown":
            answer.lines.insert(0, {"label": "与之相同的版本", "value": f"第{entry.edition}版"})
        return answer
    release = publishing.public_releases(site).filter(edition__files__file__sha256=sha256).first()
    if release is None:
        return _unknown(asked)
    answer = _of_item(release.key, asked, site)
    answer.note = "这是该信息现行版本的附件；附件的哈希写在公开内容（JSON）之中，与正文一起受日志保护。"
    return answer


def _of_item(key: str, asked: str, site: Site) -> Answer:
    """Return the public life of one item as the log tells it. Titles that were withdrawn as harmful stay hidden."""
    rows = list(log.entries(item=key))
    release = publishing.release_by_key(key, site)
    gone = None if release else publishing.tombstone(key)
    if not rows or (release is None and (gone is None or not in_site(gone.agency, site))):
        return _unknown(asked)
    answer = Answer("public" if release else "withdrawn", asked, key=key)
    answer.entries = [
        {
            "index": row.index,
            "what": WORDS.get(row.kind, row.kind),
            "edition": row.edition,
            "at": row.at,
            "sha256": row.content_sha256,
        }
        for row in rows
    ]
    if release is not None:
        answer.title, answer.url = release.title, address(release)
        answer.lines = [
            {"label": "索引号", "value": key},
            {"label": "发文机关", "value": release.agency.name},
            {"label": "首次公开", "value": release.first_published_at},
            {"label": "现行版本", "value": f"第{release.edition.number}版，SHA-256 {release.edition.content_sha256}"},
        ]
    elif gone is not None:
        answer.title = gone.withdrawn_title or "（标题依法不再公开）"
        answer.lines = [
            {"label": "索引号", "value": key},
            {"label": "撤下时间", "value": gone.withdrawn_at},
            {
                "label": "撤下原因",
                "value": f"{WITHDRAWAL_NAMES.get(gone.withdrawal_kind, '')}：{gone.withdrawal_reason}",
            },
        ]
    answer.proof_url = f"/verify/proof/{key}.json"
    return answer


# --- what was sent ------------------------------------------------------------------------------------


def _check_file(upload: Any, site: Site) -> Answer:
    name = upload.name or "上传的文件"
    if upload.size is not None and upload.size <= LARGEST_PROOF:
        return _check_bytes(upload.read(), name, site)
    sha256 = hashlib.sha256()
    for piece in upload.chunks(PIECE):
        sha256.update(piece)
    return _named(_by_digest(sha256.hexdigest(), sha256.hexdigest(), site), name)


def _check_bytes(content: bytes, name: str, site: Site) -> Answer:
    plain = content.strip()
    try:
        text = plain.decode("utf-8-sig")
        value = json.loads(text) if text.startswith("{") else None
    except (ValueError, RecursionError):
        text, value = "", None
    if isinstance(value, dict) and str(value.get("format", "")).startswith(PROOF_FORMAT):
        return _check_proof(value, name)
    if text and (SHA256.fullmatch(text.lower()) or len(text) <= 100):
        found = look_up(text, site)
        if found.state != "unknown":
            return _named(found, name)
    found = _by_digest(hashlib.sha256(content).hexdigest(), hashlib.sha256(content).hexdigest(), site)
    if found.state == "unknown" and isinstance(value, dict):
        # The same JSON with other blanks is the same content: its digest is taken of the canonical spelling.
        found = _by_digest(digest(value), digest(value), site)
    return _named(found, name)


def _named(answer: Answer, name: str) -> Answer:
    answer.lines.insert(0, {"label": "核验的内容", "value": name})
    if SHA256.fullmatch(answer.asked):
        answer.lines.insert(1, {"label": "SHA-256", "value": answer.asked})
    return answer


def _check_proof(document: dict[str, Any], name: str) -> Answer:
    """Check a proof against our own key, by the rules anybody can apply."""
    checked = check_proof(document, log.public_key() if log.tree_head() else None)
    answer = Answer("valid" if checked else "invalid", "", reasons=checked.reasons)
    answer.lines = [{"label": "核验的内容", "value": name}]
    if checked:
        entry = document["entry"]
        answer.key = str(entry["item"])
        answer.lines += [
            {"label": "索引号", "value": entry["item"]},
            {"label": "日志序号", "value": entry["index"]},
            {"label": "公开时间", "value": entry["at"]},
            {"label": "内容 SHA-256", "value": entry["content_sha256"]},
        ]
        later = document.get("later", [])
        if later:
            words = "、".join(WORDS.get(one["entry"]["kind"], one["entry"]["kind"]) for one in later)
            answer.lines.append({"label": "此后的记录", "value": words})
    return answer


# --- for machines -------------------------------------------------------------------------------------


def _download(value: Any, name: str) -> HttpResponse:
    response = JsonResponse(value, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public_page
def proof(request: HttpRequest, key: str) -> HttpResponse:
    """The proof of an item's newest edition, or of ?edition=N, with what happened to it afterwards."""
    site = site_of(request)
    if publishing.release_by_key(key, site) is None:
        gone = publishing.tombstone(key)
        if gone is None or not in_site(gone.agency, site):
            raise Http404
    asked = request.GET.get("edition", "")
    try:
        document = log.proof(key, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None)
    except log.NotInLog as error:
        raise Http404(str(error)) from error
    return _download(document, f"proof-{key.replace('/', '-')}.json")


@public_page
def head(request: HttpRequest) -> HttpResponse:
    """The newest signed tree head; ?from=N adds the proof that the log of N entries is its beginning."""
    first = request.GET.get("from", "")
    try:
        if first.isascii() and first.isdigit() and len(first) < 12:
            return _download(log.consistency(int(first)), "log-consistency.json")
        return _download(log.signed_head(), "log-head.json")
    except log.NotInLog as error:
        raise Http404(str(error)) from error
