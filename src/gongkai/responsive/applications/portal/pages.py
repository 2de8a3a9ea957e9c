"""The pages of applying: the form with what was typed, and the page of review."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from gongkai.base.guard import queries as guard_queries
from gongkai.base.ui.linked import organisation
from gongkai.responsive.applications import rules
from gongkai.responsive.applications.portal.matching import matches
from gongkai.responsive.applications.portal.shared import APPLY, HOME, page
from gongkai.responsive.applications.portal.typed import Typed
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.rules.helping import ARTICLE as HELP_ARTICLE
from gongkai.responsive.applications.rules.helping import HELP_NAMES, wanted_words
from gongkai.responsive.applications.rules.intake import (
    MOST_FILES,
    MOST_MATTERS,
    MOST_PARTIES,
    MOST_TEXT,
    MOST_TITLE,
)
from gongkai.responsive.applications.rules.splitting import parts
from gongkai.responsive.applications.rules.window import DRAFT_KEPT, IDENTITY_KINDS, LARGEST_SCAN

WRONG = 422
Errors = dict[str, str]


def divided(matter: Matter) -> list[Matter]:
    """Return the parts that a matter would be divided into, itself alone where it asks for one thing."""
    if found := parts(matter.title):
        return [Matter(part[:MOST_TITLE], matter.description) for part in found]
    if found := parts(matter.description):
        return [Matter(f"{matter.title}：{part}"[:MOST_TITLE]) for part in found]
    return [matter]


def shown_agencies(chosen: str, words: str, agencies: dict[str, Any]) -> list[Any]:
    """Return the agencies whose name holds the words; all without words, and the chosen one always."""
    return [one for one in agencies.values() if one.code == chosen or not words or named_so(one, words)]


def named_so(agency: Any, words: str) -> bool:
    return words in agency.name or words in agency.short_name


def form_page(
    request: HttpRequest, typed: Typed, agencies: dict[str, Any], errors: Errors | None = None, at: str = "",
    saved: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    shown = shown_agencies(typed.agency, typed.agency_words, agencies)
    context = {
        "typed": typed,
        "errors": errors or {},
        "matters": [
            {"number": n, "matter": one, "parts": parts_in(one)} for n, one in enumerate(typed.matters, start=1)
        ],
        "parties": [{"number": n, "party": one} for n, one in enumerate(typed.parties, start=1)],
        "agencies": shown,
        "nothing_found": bool(typed.agency_words) and not any(named_so(one, typed.agency_words) for one in shown),
        "kinds": rules.APPLICANT_NAMES.items(),
        "identities": rules.IDENTITY_NAMES.items(),
        "forms": rules.FORM_NAMES.items(),
        "methods": rules.METHOD_NAMES.items(),
        "helps": HELP_NAMES.items(),
        "help_article": HELP_ARTICLE.brief,
        "more_matters": len(typed.matters) < MOST_MATTERS,
        "more_parties": len(typed.parties) < MOST_PARTIES,
        "most": {"title": MOST_TITLE, "text": MOST_TEXT, "files": MOST_FILES, "scan": LARGEST_SCAN},
        "accept": ",".join(f".{one}" for one in IDENTITY_KINDS),
        "at": at,
        "saved": saved,
        "draft_days": DRAFT_KEPT.days,
        "help": help_of(request, typed.agency, agencies),
        "crumbs": [HOME, {"label": "申请公开"}],
        "steps": steps(0),
    }
    if request.method == "GET" and not request.GET:  # what was typed has no address of its own
        context |= {"canonical": request.build_absolute_uri(APPLY["url"]), "things": [_machine(request)]}
    return page(request, "form", context, status=WRONG if errors else 200)


def _machine(request: HttpRequest) -> dict[str, Any]:
    """Return the service as schema.org describes one."""
    site = getattr(request, "site", None)
    url = request.build_absolute_uri(APPLY["url"])
    return {
        "@type": "GovernmentService", "@id": url, "url": url, "name": "依申请公开政府信息", "inLanguage": "zh-Hans",
        "serviceOperator": organisation(site.agency.name) if site else None,
        "availableChannel": {"@type": "ServiceChannel", "serviceUrl": url},
    }  # fmt: skip


def parts_in(matter: Matter) -> list[str]:
    found = divided(matter)
    return [one.title for one in found] if len(found) > 1 else []


def steps(now: int) -> list[dict[str, str]]:
    names = ("填写", "核对并提交", "回执")
    return [
        {"label": name, "state": "done" if n < now else "now" if n == now else "next"} for n, name in enumerate(names)
    ]


def help_of(request: HttpRequest, chosen: str, agencies: dict[str, Any]) -> dict[str, str]:
    """Return who helps those who cannot write or see well: the agency chosen, else that of the site."""
    site = getattr(request, "site", None)
    agency = agencies.get(chosen) or (site.agency if site else None)
    if agency is None:
        return {}
    return {
        "name": agency.name, "phone": agency.phone, "address": agency.address, "hours": agency.office_hours,
    }  # fmt: skip


def review_page(
    request: HttpRequest, typed: Typed, agencies: dict[str, Any], *, refused: str = "", guard_error: str = ""
) -> HttpResponse:
    shown = []
    for number, matter in enumerate(typed.matters, start=1):
        found = matches(request, matter, agencies)
        likely = [one for one in found.agencies if one["code"] != typed.agency]
        parts_ = parts_in(matter)
        shown.append({"number": number, "matter": matter, "found": found, "likely": likely, "parts": parts_})
    context = {
        "typed": typed,
        "agency": agencies[typed.agency],
        "matters": shown,
        "parties": [shown_party(one) for one in typed.parties],
        "form_name": rules.FORM_NAMES[typed.form],
        "method_name": rules.METHOD_NAMES[typed.method],
        "help_words": wanted_words(typed.help_wanted),
        "hidden": list(typed.hidden()),
        "guard": guard_queries.challenge("apply"),
        "guard_error": guard_error,
        "refused": refused.splitlines(),
        "crumbs": [HOME, APPLY, {"label": "核对"}],
        "steps": steps(1),
    }
    return page(request, "review", context, status=WRONG if refused or guard_error else 200)


def shown_party(one: Any) -> list[dict[str, str]]:
    rows = [
        ("申请人类别", rules.APPLICANT_NAMES[one.kind]), ("姓名或者名称", one.name),
        (rules.IDENTITY_NAMES[one.identity], one.identity_number),
        ("身份证明", f"{one.scan.name}（已加密保存）" if one.scan else ""), ("电话", one.phone), ("电子邮箱", one.email),
        ("通信地址", one.address), ("邮政编码", one.postal_code), ("传真", one.fax),
        ("法定代表人或者负责人", one.representative), ("联系人", one.contact), ("代理人", one.agent),
    ]  # fmt: skip
    return [{"label": label, "value": value} for label, value in rows if value]


def original(typed: Typed, agency: str) -> str:
    """Return the form in the applicant's own words, as it was before anybody worked on it."""
    lines = [f"受理机关：{agency}"]
    for number, matter in enumerate(typed.matters, start=1):
        lines += [f"申请内容{number}：{matter.title}", *([matter.description] if matter.description else [])]
    lines += [f"提供形式：{rules.FORM_NAMES[typed.form]}", f"获取方式：{rules.METHOD_NAMES[typed.method]}"]
    if typed.help_wanted:
        lines.append(f"需要的帮助：{wanted_words(typed.help_wanted)}")
    for one in typed.parties:
        lines += [f"{row['label']}：{row['value']}" for row in shown_party(one)]
    return "\n".join(lines)
