"""A choice of script made in the address alone goes along with the reader: from link to link, without a cookie.

Who opens a shared ?script=hant address has chosen nothing yet, so nothing is stored. The pages that such an address leads
to carry the same parameter; what machines are told (canonical, feeds, sitemaps, data) never does, and what is no page does
not need it. The page cache keeps these pages under their own address, as it does every address.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from gongkai.doors.site.rules.english import PREFIX

PARAMETER = "script"
# What is no page, has no second script, or keeps the choice by itself.
NOT_PAGES = (
    "//", PREFIX, "/desk", "/api", "/static/", "/files/", "/pictures/", "/feeds/", "/display/", "/targeted", "/sitemap",
    "/healthz", "/readyz", "/metrics", "/verify/proof/",
)  # fmt: skip
NO_PAGE_END = (".json", ".pdf", ".docx", ".xml", ".csv", ".zip", ".txt", ".xlsx")
_LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')
_FORM = re.compile(r"(<form\b[^>]*>)(.*?)(</form>)", re.DOTALL)
_METHOD_POST = re.compile(r"""\smethod=["']?post""", re.IGNORECASE)
_ACTION = re.compile(r'\saction="([^"]*)"')


def is_page(address: str) -> bool:
    """Return whether this address of a link is a page of this site that has two scripts."""
    path = urlsplit(address).path
    if address.startswith("?"):
        return True
    return address.startswith("/") and not address.startswith(NOT_PAGES) and not path.endswith(NO_PAGE_END)


def carried(address: str, script: str) -> str:
    """Return the address with the script in it, in front of its anchor; one that names a script already stays."""
    parts = urlsplit(address)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    if any(name == PARAMETER for name, _ in asked):
        return address
    query = f"{parts.query}&{PARAMETER}={script}" if parts.query else f"{PARAMETER}={script}"
    return urlunsplit(parts._replace(query=query))


def without(address: str) -> str:
    """Return the address without a script: where somebody goes who has just chosen the other one."""
    parts = urlsplit(address)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [pair for pair in asked if pair[0] != PARAMETER]
    return address if kept == asked else urlunsplit(parts._replace(query=urlencode(kept)))


def links_carrying(html: str, script: str) -> str:
    """Return the page with its links to pages, and its forms that ask for one, carrying the script."""

    def link(match: re.Match[str]) -> str:
        address = unescape(match[2])
        if not is_page(address):
            return match[0]
        return match[1] + carried(address, script).replace("&", "&amp;").replace('"', "&quot;") + match[3]

    def form(match: re.Match[str]) -> str:
        action = _ACTION.search(match[1])
        told = f'name="{PARAMETER}"' in match[2] or _METHOD_POST.search(match[1])
        if told or (action and action[1] and not is_page(unescape(action[1]))):
            return match[0]
        return f'{match[1]}<input type="hidden" name="{PARAMETER}" value="{script}">{match[2]}{match[3]}'

    return _FORM.sub(form, _LINK.sub(link, html))
