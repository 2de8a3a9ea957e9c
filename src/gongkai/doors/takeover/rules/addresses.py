"""Addresses of an old site, from the names under which wget and HTTrack keep its pages, and back."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

LONGEST = 300  # what a redirect can hold
MIRRORED = re.compile(rb"<!--\s*Mirrored from\s+([^\s/]+)(/\S*)?\s+by HTTrack", re.IGNORECASE)
SCRIPT_PAGE = re.compile(r"\.(?:jsp|jspx|asp|aspx|php|do|action|cgi|htm|html|shtml)$", re.IGNORECASE)
INDEX_PAGE = re.compile(r"/(?:index|default)\.[A-Za-z]{2,5}$", re.IGNORECASE)
# wget writes "?" as "@" where file systems do not allow it, and adds .html to pages of scripts (-E).
AS_AT = re.compile(r"@(?=[A-Za-z_][A-Za-z0-9_.-]*=)")
HOST = re.compile(r"^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[:+]\d+)?$")
ELSEWHERE = ("javascript:", "mailto:", "tel:", "data:", "vbscript:")


def host_of(parts: Iterable[str]) -> str:
    """Return the first folder if it is named like a host, as crawlers do."""
    first = next(iter(parts), "")
    named = HOST.match(first) and not SCRIPT_PAGE.search(first)
    return first.replace("+", ":").lower() if named else ""


def address_of(path: str, data: bytes = b"") -> tuple[str, str]:
    """Return host and address ("/art/view.jsp?id=1") of a file of the crawl; HTTrack's own remark goes before its name.

    `path` is relative to the folder, with "/" between its parts.
    """
    said = MIRRORED.search(data[:2048])
    if said:
        host, rest = said.group(1).decode("ascii", "replace"), (said.group(2) or b"/").decode("utf-8", "replace")
        return host.lower(), tidy(rest)
    host = host_of(path.split("/"))
    rest = path.partition("/")[2] if host else path
    return host, tidy("/" + rest)


def tidy(address: str) -> str:
    """Return an address without escapes, dots, fragments and the crawler's additions to the name."""
    plain = AS_AT.sub("?", unquote(address.partition("#")[0]), count=1)
    path, mark, query = plain.partition("?")
    if mark and SCRIPT_PAGE.search(path):
        query = re.sub(r"\.html?$", "", query)
    path = "/" + posixpath.normpath("/" + path).lstrip("/") + ("/" if path.endswith("/") and path.strip("/") else "")
    return path + (f"?{query}" if query else "")


def resolve(href: str, base: str, hosts: frozenset[str]) -> str | None:
    """Return where a link of an old page leads inside the old site; None for other sites, mail, scripts and fragments."""
    written = re.sub(r"[\t\r\n]", "", href).strip()
    if not written or written.startswith("#") or written.lower().startswith(ELSEWHERE):
        return None
    try:
        target = urlsplit(urljoin("http://old.invalid" + quote(base, safe="/?=&%:@,;+~"), written))
    except ValueError:
        return None
    host = (target.netloc or "").lower().rpartition("@")[2]
    if target.scheme not in {"http", "https"} or (host != "old.invalid" and host not in hosts):
        return None
    return tidy(target.path + (f"?{target.query}" if target.query else ""))


def query_forms(address: str) -> tuple[str, ...]:
    """Return an address as given and with its query in order, so that ?b=2&a=1 finds what ?a=1&b=2 was."""
    path, mark, query = address.partition("?")
    if not mark:
        return (address,)
    ordered = urlencode(sorted(parse_qsl(query, keep_blank_values=True)))
    return tuple(dict.fromkeys((address, f"{path}?{unquote(ordered)}")))


def lookup_forms(address: str) -> tuple[str, ...]:
    """Return every old address that must lead to what stood at this one: its query in order, its folder for an index page."""
    forms = list(query_forms(address))
    if INDEX_PAGE.search(address):
        folder = address[: address.rfind("/") + 1]
        if folder != "/":
            forms.append(folder)
    return tuple(form for form in forms if len(form) <= LONGEST)


def external_id(host: str, address: str, path: str = "") -> str:
    """Return the source's number of a page: the same page of the same site is taken over once, whatever the run.

    `path` is given for a page whose address another page of the crawl has too.
    """
    return "old:" + hashlib.sha256(f"{host}{address}{path}".encode()).hexdigest()[:40]


class Addresses:
    """Which thing stands at an old address, by the address itself or by the name in the crawl folder."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def add(self, thing: int, *addresses: str) -> None:
        for address in addresses:
            for form in lookup_forms(address):
                self._known.setdefault(form, thing)

    def first_at(self, thing: int, address: str) -> int | None:
        """Return what else stands at exactly this address and came first; None when nothing does."""
        found = self._known.get(address)
        return None if found == thing else found

    def find(self, address: str) -> int | None:
        for form in query_forms(address):
            if form in self._known:
                return self._known[form]
        return self._known.get(address.rstrip("/") + "/")
