"""Applying: one long calm page, a page of review, a receipt. Works without script; what was typed goes along in the form.

Nothing personal lies in a cookie or a browser's storage. Files are sealed as they arrive and go after some days unless sent.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.responsive.applications import actions, rules
from gongkai.responsive.applications.actions.drafts import drop_draft, open_draft, save_draft
from gongkai.responsive.applications.portal import receipts
from gongkai.responsive.applications.portal.matching import matches
from gongkai.responsive.applications.portal.shared import APPLY, HOME, agencies_of, applicant, citizen, page, shut
from gongkai.responsive.applications.portal.typed import Typed, blank, defects, new_party, read
from gongkai.responsive.applications.portal.uploads import (
    IDENTITY,
    MATERIAL,
    REFUSALS,
    hold,
    keep_for_good,
    take_in_memory,
    too_large,
)
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.rules.intake import (
    MOST_FILES,
    MOST_MATTERS,
    MOST_PARTIES,
    MOST_TEXT,
    MOST_TITLE,
    identity_defect,
    kind_defect,
)
from gongkai.responsive.applications.rules.splitting import parts
from gongkai.responsive.applications.rules.window import (
    DRAFT_KEPT,
    DRAFT_SECONDS,
    DRAFT_TRIES,
    HELP_SECONDS,
    HELP_TRIES,
    IDENTITY_KINDS,
    LARGEST_SCAN,
    NO_DRAFT,
    SEND_SECONDS,
    SEND_TRIES,
    UPLOAD_SECONDS,
    UPLOAD_TRIES,
    cleaned,
    plain_secret,
)

WRONG = 422
Errors = dict[str, str]


@csrf_exempt  # checked below: the files must find their place in memory before anything reads the form
@shut
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponseBase:
    take_in_memory(request)
    return _apply(request)


@csrf_protect
def _apply(request: HttpRequest) -> HttpResponseBase:
    agencies = {one.code: one for one in agencies_of(request)}
    if request.method != "POST":
        wanted = request.GET.get("agency", "")
        response = _form(request, blank(wanted if wanted in agencies else ""), agencies)
        response.may_be_found = not request.GET  # type: ignore[attr-defined]
        return response
    verb, _, which = request.POST.get("verb", "check").partition(":")
    if verb == "open-draft":
        return _go_on(request, agencies)
    typed = read(request.POST)
    if verb == "send" and (sent := receipts.sent_before(typed.token)):
        return receipts.again(request, sent)
    errors = _take_files(request, typed)
    if verb in {"check", "send"} or (request.POST.get("step") == "review" and verb != "edit"):
        _change(typed, verb, which)
        errors |= defects(typed, agencies)
        if errors:
            return _form(request, typed, agencies, errors)
        return _send(request, typed, agencies) if verb == "send" else _review(request, typed, agencies)
    if verb == "save-draft":
        return _form(request, typed, agencies, errors, saved=_save(typed))
    _change(typed, verb, which)
    return _form(request, typed, agencies, errors, at=_place(verb, which, typed))


def _save(typed: Typed) -> dict[str, Any]:
    """Keep what was typed, right or wrong, and tell the code that opens it again."""
    content = json.dumps(list(typed.hidden()), ensure_ascii=False)
    typed.draft, until = save_draft(content=content, code=typed.draft, files=typed.all_files())
    return {"code": typed.draft, "until": until}


def _go_on(request: HttpRequest, agencies: dict[str, Any]) -> HttpResponse:
    """Open a draft by its code; every wrong code gets the same sentence."""
    try:
        guard.count("apply-draft", guard_queries.address_of(request), limit=DRAFT_TRIES, seconds=DRAFT_SECONDS)
    except guard.TooMany as error:
        return _form(request, blank(), agencies, {"draft_code": str(error)})
    code = request.POST.get("draft_code", "")[:40]
    content = open_draft(code=code)
    if not content:
        return _form(request, blank(), agencies, {"draft_code": NO_DRAFT})
    typed_before = QueryDict(mutable=True)
    for name, value in json.loads(content):
        typed_before.appendlist(name, value)
    typed = read(typed_before)
    typed.draft = plain_secret(code)
    return _form(request, typed, agencies)


def _take_files(request: HttpRequest, typed: Typed) -> Errors:
    """Seal what came with this sending; return the fields whose files could not be taken."""
    errors = {
        field.replace("upload", "scan") if field != "upload" else field: said
        for field, said in too_large(request).items()
    }
    if not request.FILES:
        return errors
    try:
        guard.count("apply-upload", guard_queries.address_of(request), limit=UPLOAD_TRIES, seconds=UPLOAD_SECONDS)
    except guard.TooMany as error:
        return errors | {"upload": str(error)}
    for place, one in enumerate(typed.parties, start=1):
        if upload := request.FILES.get(f"p{place}-upload"):
            try:
                one.scan = hold(upload, form=typed.token, by=citizen(request, one.name), purpose=IDENTITY)
            except REFUSALS as error:
                errors[f"p{place}-scan"] = str(error)
    for upload in request.FILES.getlist("upload"):
        if len(typed.files) >= MOST_FILES:
            errors["upload"] = f"附件最多{MOST_FILES}个，多出来的没有收下。"
            break
        try:
            typed.files.append(hold(upload, form=typed.token, by=citizen(request), purpose=MATERIAL))
        except REFUSALS as error:
            errors["upload"] = str(error)
    return errors


def _change(typed: Typed, verb: str, which: str) -> None:
    """Do what a button of the form says: one more, one less, another agency, the parts of a text."""
    place = int(which) - 1 if which.isascii() and which.isdigit() else -1
    match verb:
        case "agency":
            typed.agency, typed.agency_words = which[:40], ""
        case "add-matter" if len(typed.matters) < MOST_MATTERS:
            typed.matters.append(Matter(""))
        case "drop-matter" if 0 <= place < len(typed.matters) and len(typed.matters) > 1:
            del typed.matters[place]
        case "split" if 0 <= place < len(typed.matters):
            typed.matters[place : place + 1] = divided(typed.matters[place])
        case "add-party" if len(typed.parties) < MOST_PARTIES:
            typed.parties.append(new_party())
        case "drop-party" if 0 < place < len(typed.parties):
            del typed.parties[place]
        case _:
            pass


def divided(matter: Matter) -> list[Matter]:
    """Return the parts that a matter would be divided into, itself alone where it asks for one thing."""
    if found := parts(matter.title):
        return [Matter(part[:MOST_TITLE], matter.description) for part in found]
    if found := parts(matter.description):
        return [Matter(f"{matter.title}：{part}"[:MOST_TITLE]) for part in found]
    return [matter]


def _place(verb: str, which: str, typed: Typed) -> str:
    """Return the id of the field where the reader goes on after a button."""
    return {
        "add-matter": f"m{len(typed.matters)}-title",
        "drop-matter": "m1-title",
        "split": f"m{which}-title",
        "add-party": f"p{len(typed.parties)}-name",
        "drop-party": "p1-name",
        "find": "agency",
        "agency": "agency",
    }.get(verb, "")


def _shown_agencies(typed: Typed, agencies: dict[str, Any]) -> list[Any]:
    """Return the agencies whose name holds the words; all without words, and the chosen one always."""
    words = typed.agency_words
    return [
        one
        for one in agencies.values()
        if one.code == typed.agency or not words or words in one.name or words in one.short_name
    ]


def _form(
    request: HttpRequest, typed: Typed, agencies: dict[str, Any], errors: Errors | None = None, at: str = "",
    saved: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    shown = _shown_agencies(typed, agencies)
    context = {
        "typed": typed,
        "errors": errors or {},
        "matters": [{"number": n, "matter": one, "parts": _parts(one)} for n, one in enumerate(typed.matters, start=1)],
        "parties": [{"number": n, "party": one} for n, one in enumerate(typed.parties, start=1)],
        "agencies": shown,
        "nothing_found": bool(typed.agency_words) and not [one for one in shown if one.code != typed.agency],
        "kinds": rules.APPLICANT_NAMES.items(),
        "identities": rules.IDENTITY_NAMES.items(),
        "forms": rules.FORM_NAMES.items(),
        "methods": rules.METHOD_NAMES.items(),
        "more_matters": len(typed.matters) < MOST_MATTERS,
        "more_parties": len(typed.parties) < MOST_PARTIES,
        "most": {"title": MOST_TITLE, "text": MOST_TEXT, "files": MOST_FILES, "scan": LARGEST_SCAN},
        "accept": ",".join(f".{one}" for one in IDENTITY_KINDS),
        "at": at,
        "saved": saved,
        "draft_days": DRAFT_KEPT.days,
        "help": _help(request, typed, agencies),
        "crumbs": [HOME, {"label": "申请公开"}],
        "steps": _steps(0),
    }
    return page(request, "form", context, status=WRONG if errors else 200)


def _parts(matter: Matter) -> list[str]:
    found = divided(matter)
    return [one.title for one in found] if len(found) > 1 else []


def _steps(now: int) -> list[dict[str, str]]:
    names = ("填写", "核对并提交", "回执")
    return [
        {"label": name, "state": "done" if n < now else "now" if n == now else "next"} for n, name in enumerate(names)
    ]


def _help(request: HttpRequest, typed: Typed, agencies: dict[str, Any]) -> dict[str, str]:
    """Return who helps those who cannot write or see well: the agency chosen, else that of the site."""
    site = getattr(request, "site", None)
    agency = agencies.get(typed.agency) or (site.agency if site else None)
    if agency is None:
        return {}
    return {
        "name": agency.name, "phone": agency.phone, "address": agency.address, "hours": agency.office_hours,
    }  # fmt: skip


def _review(
    request: HttpRequest, typed: Typed, agencies: dict[str, Any], *, refused: str = "", guard_error: str = ""
) -> HttpResponse:
    shown = []
    for number, matter in enumerate(typed.matters, start=1):
        found = matches(request, matter, agencies)
        likely = [one for one in found.agencies if one["code"] != typed.agency]
        parts_ = _parts(matter)
        shown.append({"number": number, "matter": matter, "found": found, "likely": likely, "parts": parts_})
    context = {
        "typed": typed,
        "agency": agencies[typed.agency],
        "matters": shown,
        "parties": [_shown_party(one) for one in typed.parties],
        "form_name": rules.FORM_NAMES[typed.form],
        "method_name": rules.METHOD_NAMES[typed.method],
        "hidden": list(typed.hidden()),
        "guard": guard_queries.challenge("apply"),
        "guard_error": guard_error,
        "refused": refused.splitlines(),
        "crumbs": [HOME, APPLY, {"label": "核对"}],
        "steps": _steps(1),
    }
    return page(request, "review", context, status=WRONG if refused or guard_error else 200)


def _shown_party(one: Any) -> list[dict[str, str]]:
    rows = [
        ("申请人类别", rules.APPLICANT_NAMES[one.kind]), ("姓名或者名称", one.name),
        (rules.IDENTITY_NAMES[one.identity], one.identity_number),
        ("身份证明", f"{one.scan.name}（已加密保存）" if one.scan else ""), ("电话", one.phone), ("电子邮箱", one.email),
        ("通信地址", one.address), ("邮政编码", one.postal_code), ("传真", one.fax),
        ("法定代表人或者负责人", one.representative), ("联系人", one.contact), ("代理人", one.agent),
    ]  # fmt: skip
    return [{"label": label, "value": value} for label, value in rows if value]


def _send(request: HttpRequest, typed: Typed, agencies: dict[str, Any]) -> HttpResponse:
    """Check that a person sends it, then take it in once; everything stays on the page where that fails."""
    try:
        guard.count("apply", guard_queries.address_of(request), limit=SEND_TRIES, seconds=SEND_SECONDS)
        guard.check(request, "apply")
    except guard.TooMany as error:
        return _review(request, typed, agencies, refused=str(error))
    except guard.GuardRefused as error:
        if sent := receipts.sent_before(typed.token):  # a second press on the button, a moment after the first
            return receipts.again(request, sent)
        return _review(request, typed, agencies, guard_error=str(error))
    try:
        received = _taken_in(typed, agencies[typed.agency])
    except actions.Refused as error:
        if sent := receipts.sent_before(typed.token):  # the same form came in by another request at the same moment
            return receipts.again(request, sent)
        return _review(request, typed, agencies, refused=str(error))
    return receipts.shown(request, received.submission, received.secret)


@transaction.atomic
def _taken_in(typed: Typed, agency: Any) -> actions.Received:
    received = actions.submit(
        agency=agency, door=rules.Door.WEB.value, form=typed.form, method=typed.method, matters=typed.matters,
        parties=[one.party() for one in typed.parties], by=applicant(), files=[one.file for one in typed.files],
        original=original(typed, agency.name), external_id=receipts.name_of(typed.token), complete=True,
    )  # fmt: skip
    keep_for_good(typed.all_files())
    if typed.draft:
        drop_draft(code=typed.draft)
    return received


def original(typed: Typed, agency: str) -> str:
    """Return the form in the applicant's own words, as it was before anybody worked on it."""
    lines = [f"受理机关：{agency}"]
    for number, matter in enumerate(typed.matters, start=1):
        lines += [f"申请内容{number}：{matter.title}", *([matter.description] if matter.description else [])]
    lines += [f"提供形式：{rules.FORM_NAMES[typed.form]}", f"获取方式：{rules.METHOD_NAMES[typed.method]}"]
    for one in typed.parties:
        lines += [f"{row['label']}：{row['value']}" for row in _shown_party(one)]
    return "\n".join(lines)


def _too_often(request: HttpRequest) -> bool:
    try:
        guard.count("apply-help", guard_queries.address_of(request), limit=HELP_TRIES, seconds=HELP_SECONDS)
    except guard.TooMany:
        return True
    return False


@shut
@require_POST
def offered(request: HttpRequest) -> HttpResponse:
    """Return what is public already and sounds like what is being typed; by POST, so that no address tells the words."""
    if _too_often(request):
        return HttpResponse(status=204)
    agencies = {one.code: one for one in agencies_of(request)}
    matter = Matter(cleaned(request.POST.get("title", "")), cleaned(request.POST.get("text", "")))
    found = matches(request, matter, agencies)
    likely = [one for one in found.agencies if one["code"] != request.POST.get("agency", "")]
    return page(request, "_matches", {"found": found, "likely": likely, "parts": _parts(matter), "typing": True})


@shut
@require_POST
def identity(request: HttpRequest) -> JsonResponse:
    """Say at once what is wrong with a number of identity: its check digit, its kind. Nothing is kept."""
    kind, way = request.POST.get("kind", ""), request.POST.get("identity", "")
    number, name = request.POST.get("number", ""), cleaned(request.POST.get("name", ""))
    if (
        kind not in rules.APPLICANT_NAMES
        or way not in rules.IDENTITY_NAMES
        or not number.strip()
        or _too_often(request)
    ):
        return JsonResponse({"defect": ""})
    return JsonResponse({"defect": kind_defect(kind, name, way) or identity_defect(kind, way, number)})
