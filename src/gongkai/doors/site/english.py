"""What every page of the English window knows, and the way between a Chinese page and its English sister."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from gongkai.doors.site.queries.english import Names
from gongkai.doors.site.rules import palette_of
from gongkai.doors.site.rules.english import PREFIX

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

# Chinese pages that have an English sister at the same address below /en/.
SISTERS = re.compile(r"^/(?:|documents/|search|disclosure/|apply/|gazette/|agencies/(?:[-\w]+/)?|columns/[-\w]+/)$")
DOCUMENT = re.compile(r"^/documents/(?P<key>[^?#\s]+?)(?P<old>/v\d{1,5})?$")
ISSUE = re.compile(r"^/gazette/(?:[a-z][-\w]*/)?\d{1,4}/\d{1,4}$")  # an issue of the gazette; its texts are on one page
BESIDE = re.compile(r"\.(?:json|pdf|docx)$|/(?:citations|compare|history|preview/\d+)$")
NAV = (
    ("Home", ""), ("Documents", "documents/"), ("Statutory disclosure", "disclosure/"), ("Agencies", "agencies/"),
    ("Gazette", "gazette/"), ("How to apply", "apply/"), ("Contact", "contact/"),
)  # fmt: skip


def english_of(path: str) -> str:
    """Return the address of the English page beside a Chinese one, empty where there is none."""
    if SISTERS.match(path) or ISSUE.match(path):
        return f"{PREFIX}{path.lstrip('/')}"
    found = DOCUMENT.match(path)
    return f"{PREFIX}documents/{found['key']}" if found and not BESIDE.search(path) else ""


def document_of(path: str) -> str:
    """Return the index number of the document whose Chinese page this is, present wording or earlier; else nothing."""
    found = None if SISTERS.match(path) else DOCUMENT.match(path)
    return found["key"] if found and not BESIDE.search(path) else ""


def worth_linking(path: str, *, translated: bool) -> bool:
    """Return whether search engines shall be told of the English sister: of a document only when somebody translated it."""
    if not document_of(path):
        return bool(SISTERS.match(path))
    found = DOCUMENT.match(path)
    return translated and found is not None and not found["old"]


def chinese_of(path: str) -> str:
    """Return the Chinese page beside an English one; the home page for what only English readers need explained."""
    own = {"contact/": "/agencies/"}
    rest = path.removeprefix(PREFIX)
    return own.get(rest, f"/{rest}")


def english_portal(request: HttpRequest, site: Site) -> dict[str, Any]:
    """Return the template context of the English shell: its site, its ways, its Chinese sister."""
    chinese = chinese_of(request.path)
    query = request.META.get("QUERY_STRING", "") if request.path == f"{PREFIX}search" else ""
    return {
        "site": site_in_english(site, request),
        "nav": [
            {
                "label": label,
                "url": f"{PREFIX}{rest}",
                "current": request.path == PREFIX if not rest else request.path.startswith(f"{PREFIX}{rest}"),
            }
            for label, rest in NAV
        ],
        "chinese_url": f"{chinese}?{query}" if query else chinese,
        "canonical": request.build_absolute_uri(request.path),
        "chinese_alternate": request.build_absolute_uri(chinese.partition("#")[0]),
    }


def site_in_english(site: Site, request: HttpRequest) -> dict[str, Any]:
    names = Names()
    own, agency = names.of_site(site), names.of_agency(site.agency)
    return {
        "name": own.name if own else "Government Information Disclosure",
        "chinese_name": site.name,
        "tagline": own.about if own else "",
        "palette": palette_of(site.theme).key,
        "domain": request.get_host(),
        "code": site.identification_code,
        "sponsor": agency.name if agency else site.agency.name,
        "address": (own.address if own else "") or (agency.address if agency else "") or site.address,
        "postal_code": site.postal_code,
        "phone": site.phone,
        "icp": site.icp_number,
        "police": site.police_number,
    }
