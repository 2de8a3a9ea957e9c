"""Every kind of page, found by following links as people of all posts: the addresses are the resolver's, not a list of ours."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import NoReverseMatch, Resolver404, URLPattern, get_resolver, resolve, reverse
from django.urls.resolvers import URLResolver
from lxml import html

from gongkai.project.demo.people import PASSWORD

# The citizen first; then each post that sees something no other sees.
PEOPLE = (
    "", "admin", "zjj.open", "zjj.draft", "zjj.head", "zjj.sign", "editor", "legal", "authority", "supervisor", "auditor",
    "secrecy.1", "czj.open", "czj.sign", "office.secrecy", "office.open", "office.draft", "linjiang.open",
)  # fmt: skip
SAMPLES = 2  # of one kind with other numbers in its address
MOST_GUESSES = 4
# What no neighbour can tell.
KEYS: dict[str, dict[str, Any]] = {
    "documents:new-exhibit": {"kind": "chart"},
    "site-desk:block-new": {"kind": "text"},
}
# Where a neighbour has no such key
DEFAULTS: dict[str, Any] = {"verb": "save", "kind": "csv", "form": "json", "number": 1, "model": "topic"}
# Lists of which each post sees its own part, beside the first who came by.
YEAR = dt.date.today().year
WORDING = "/desk/letters/templates/yc-zjj/application.receipt/"
OWN = {
    "czj.sign": ("/desk/documents/countersigning/",),
    # What the mayor's office keeps itself: its question lists, its policy items, the gazette.
    "office.open": (
        "/desk/faq/",
        "/desk/gazette/",
        "/desk/policy/",
        "/desk/policy/documents/",
        "/desk/policy/packages/",
        "/desk/outreach/contests/",
        "/desk/outreach/spreads/",
        "/desk/outreach/surveys/",
        "/desk/outreach/watches/",
        "/desk/outreach/guests/",
        "/desk/subscriptions/subscribers/",
    ),
    "editor": (
        "/desk/gazette/",
        "/desk/tags/versions/",
        "/desk/site/topics/",
        "/desk/safety/plans/1/",
        "/desk/safety/plans/1/version/",
    ),
    "zjj.open": (
        "/desk/stock/plans/",
        "/desk/targeted/",
        "/desk/tags/versions/",
        "/desk/applications/points/",
        "/desk/applications/shifts/",
        "/desk/applications/trainings/",
        "/desk/outreach/contests/",
        "/desk/outreach/spreads/",
        "/desk/outreach/surveys/",
        "/desk/outreach/watches/",
        "/desk/outreach/guests/",
        f"/desk/reports/{YEAR}/yc-zjj/",
        WORDING,
        f"{WORDING}1/",
    ),
}
ALSO = ("/desk/ui/",)  # nothing leads there
FORMS = 3  # of one address with other questions behind the mark
SEEDS = (
    "/",
    "/desk/",
    "/desk/settings/",
    "/ask?q=租房补贴最多能领多久",
    "/search?q=住房租赁补贴",
    "/search?q=銅鑼灣蓮藕",
)
BEING_MADE = 503
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Visited:
    """One page as it came: `kind` is the name of its address, `who` opened it."""

    kind: str
    path: str
    who: str
    status: int
    text: str


class Reader:
    """Asks for pages as one person, without a browser. Follows redirects, keeps cookies."""

    def __init__(self, base: str, who: str = "") -> None:
        self.base, self.who = base, who
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        if who:
            self._sign_in()

    def _sign_in(self) -> None:
        token = _TOKEN.search(self.get("/desk/sign-in/").text)
        assert token is not None
        fields = {"csrfmiddlewaretoken": token[1], "username": self.who, "password": PASSWORD}
        there = urllib.request.Request(
            f"{self.base}/desk/sign-in/",
            urllib.parse.urlencode(fields).encode(),
            {"Referer": f"{self.base}/desk/sign-in/"},
        )
        with self.opener.open(there, timeout=30) as answer:
            assert "/sign-in/" not in answer.url, f"{self.who} 没有登录成功"

    def get(self, path: str, tries: int = 60) -> Visited:
        """Return what came; `text` is empty for what is no page. What is being made is asked for again, once a second."""
        address = urllib.parse.quote(f"{self.base}{path}", safe=":/?&=%#+,;~@!$'()*[]-._")
        try:
            with self.opener.open(address, timeout=60) as answer:
                status, kind, body, url = (
                    answer.status,
                    answer.headers.get("Content-Type", ""),
                    answer.read(),
                    answer.url,
                )
        except urllib.error.HTTPError as error:
            if error.code == BEING_MADE and error.headers.get("Retry-After") and tries:
                time.sleep(1)  # a paper the worker is at, as the page says
                return self.get(path, tries - 1)
            status, kind, body, url = error.code, error.headers.get("Content-Type", ""), error.read(), error.url
        at = urlsplit(url)
        there = at.path + (f"?{at.query}" if at.query else "")
        return Visited(kind_of(at.path), there, self.who, status, body.decode() if kind.startswith("text/html") else "")


def kind_of(path: str) -> str:
    try:
        return resolve(urllib.parse.unquote(path)).view_name
    except Resolver404:
        return ""


def all_kinds() -> dict[str, frozenset[str]]:
    """Return the name of every address that the project answers, with the names of what it takes."""

    def within(
        resolver: URLResolver, spaces: tuple[str, ...], takes: frozenset[str]
    ) -> Iterator[tuple[str, frozenset[str]]]:
        for entry in resolver.url_patterns:
            own = takes | frozenset(entry.pattern.regex.groupindex)
            if isinstance(entry, URLPattern):
                yield ":".join((*spaces, entry.name or str(entry.pattern))), own
            else:
                yield from within(entry, (*spaces, *([entry.namespace] if entry.namespace else [])), own)

    return dict(within(get_resolver(), (), frozenset()))


@dataclass
class Walk:
    """What was found on the way. `pages` holds whole pages only."""

    base: str
    pages: list[Visited] = field(default_factory=list)
    broken: list[Visited] = field(default_factory=list)
    actions: set[str] = field(default_factory=set)  # what only takes, and refuses to be read
    other: set[str] = field(default_factory=set)  # files, data, and what leads on to another page
    _readers: dict[str, Reader] = field(default_factory=dict)
    _paths: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _forms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def kinds(self) -> set[str]:
        return {page.kind for page in self.pages}

    def one_of_each(self) -> list[Visited]:
        """Return of every kind the page with the most on it."""
        best: dict[str, Visited] = {}
        for page in self.pages:
            if page.kind not in best or len(page.text) > len(best[page.kind].text):
                best[page.kind] = page
        return [best[kind] for kind in sorted(best)]

    def go(self, people: tuple[str, ...] = PEOPLE, seeds: tuple[str, ...] = SEEDS) -> Walk:
        for who in people:
            own = [*(one for one in seeds if who or not one.startswith("/desk")), *OWN.get(who, ())]
            self._as(self._reader(who), own)
        return self

    def _reader(self, who: str) -> Reader:
        if who not in self._readers:
            self._readers[who] = Reader(self.base, who)
        return self._readers[who]

    def _as(self, reader: Reader, seeds: list[str]) -> None:
        known, waiting = {*seeds, *ALSO}, deque([*seeds, *(ALSO if reader.who else ())])
        while waiting:
            path = waiting.popleft()
            if path not in seeds and not self._wanted(path):
                continue
            page = reader.get(path)
            self._told(kind_of(urlsplit(path).path), page)
            if page.status >= 500 or page.status == 404:
                self.broken.append(page)
            if page.status != 200 or "<html" not in page.text[:2000]:
                self._paths[kind_of(urlsplit(path).path)].discard(urlsplit(path).path)
                continue
            self.pages.append(page)
            for link in links_of(page):
                if link not in known:
                    known.add(link)
                    waiting.append(link)

    def _told(self, asked: str, page: Visited) -> None:
        """Note what an address is that gave no page of its own."""
        if page.status == 405:
            self.actions.add(asked)
        elif (
            page.status == 200
            and page.kind != "organisations:sign-in"
            and ("<html" not in page.text[:2000] or page.kind != asked)
        ):
            self.other.add(asked)

    def fill(self) -> Walk:
        """Open what no link led to, with what is known of its neighbours: the same keys, as those who see them."""
        known = self.known()
        for kind, takes in sorted(all_kinds().items()):
            if kind in known or kind.startswith("api:"):
                continue
            for who, values in self._guesses(kind, takes):
                reader = self._reader(who)
                with contextlib.suppress(NoReverseMatch):
                    self._try(kind, reader, reverse(kind, kwargs=values))
                if kind in self.known():
                    break
        return self

    def known(self) -> set[str]:
        return self.kinds() | self.actions | self.other

    def _try(self, kind: str, reader: Reader, path: str) -> None:
        page = reader.get(path)
        self._told(kind, page)
        if page.status == 200 and page.kind == kind and "<html" in page.text[:2000]:
            self.pages.append(page)

    def _guesses(self, kind: str, takes: frozenset[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield who might open it with which keys: those of pages of the same package that take as much, then anybody."""
        space = kind.partition(":")[0]
        near = [page for page in self.pages if page.kind.partition(":")[0] == space]
        near.sort(key=lambda page: -len(takes & set(self._keys(page))))
        told = KEYS.get(kind, {})
        pairs: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
        for page in near or self.pages[:1]:
            had = self._keys(page) | told
            values = {name: had.get(name, DEFAULTS.get(name, 1)) for name in takes}
            if not takes or takes & set(had):
                pairs.setdefault((page.who, str(sorted(values.items(), key=str))), (page.who, values))
        yield from list(pairs.values())[:MOST_GUESSES]
        plain = {name: told.get(name, DEFAULTS.get(name, 1)) for name in takes}
        first = next(iter(pairs.values()), ("", plain))[1]
        others = list(dict.fromkeys([*(page.who for page in near), *PEOPLE]))
        mark = str(sorted(first.items(), key=str))
        # What takes no key has one address for all; with keys, whoever saw their like is the likeliest.
        yield from ((who, first) for who in others[: MOST_GUESSES if takes else None] if (who, mark) not in pairs)

    @staticmethod
    def _keys(page: Visited) -> dict[str, Any]:
        return dict(resolve(urllib.parse.unquote(urlsplit(page.path).path)).kwargs)

    def _wanted(self, path: str) -> bool:
        """Whether this address shows something new: a kind, another sample of it, another question to it."""
        at = urlsplit(path)
        kind = kind_of(at.path)
        if not kind or kind.endswith((":export", "sign-out", ":template")):
            return False
        paths = self._paths[kind]
        if at.path not in paths:
            if len(paths) >= SAMPLES:
                return False
            paths.add(at.path)
            return True
        shape = "&".join(sorted(name for name, _ in urllib.parse.parse_qsl(at.query)))
        shapes = self._forms[kind]
        if not at.query or shape in shapes or len(shapes) >= FORMS:
            return False
        shapes.add(shape)
        return True


def links_of(page: Visited) -> Iterator[str]:
    """Yield the addresses of this site that the page leads to, downloads left out."""
    root = html.document_fromstring(page.text)
    for link in (*root.iter("a"), *root.xpath("//*[contains(@data-copy, '/targeted/')]")):
        target = link.get("href") or urlsplit(link.get("data-copy")).path
        if not target or target.startswith("#") or link.get("download") is not None:
            continue
        at = urlsplit(urljoin(f"http://here{page.path}", target))
        if at.netloc == "here" and not at.path.startswith(("/static/", "/display/")):
            yield at.path + (f"?{at.query}" if at.query else "")
