"""What stands at addresses of our own sites: a bounded number of queries, however many links a text has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone

from gongkai.base.organisations.queries import agency_model
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, WITHDRAWAL_NAMES
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.engine.screening.rules.links import Link, State, Told

ABSENT = Told(State.ABSENT, "本站没有这个地址的内容。")
FOUND = Told(State.FOUND)
LONGEST_CHAIN = 5
PUBLIC_STATES = (EditionState.PUBLISHED, EditionState.SUPERSEDED)


@dataclass(frozen=True)
class Page:
    """What the address table makes of a path: the parts by which content is named."""

    path: str
    parts: dict[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def key(self) -> str:
        return self.parts.get("key", "")


@lru_cache(maxsize=4096)
def _page(path: str) -> Page | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    # The last pattern of all takes any old-looking name: it stands for redirects only.
    if "path" in match.kwargs:
        return None
    return Page(path, {name: str(value) for name, value in match.kwargs.items()}, match.url_name or "")


class OwnPages:
    """Judges links to our own sites for one text. `agency` and `key` are those of the text itself."""

    def __init__(self, links: Sequence[Link], *, agency: str, key: str) -> None:
        self.agency, self.key = agency, key
        moved = _redirects(links)
        self._moved = {(link.path, link.query): moved[form] for link in links for form in _forms(link) if form in moved}
        paths = [link.plain_path for link in links] + [urlsplit(new).path for new in self._moved.values()]
        pages = [page for path in dict.fromkeys(paths) if (page := _page(path)) is not None]
        self._load(pages)

    def _load(self, pages: Sequence[Page]) -> None:
        """Read what the pages name: at most five queries."""
        keys = {page.key for page in pages if page.key}
        editions: Any = apps.get_model("publishing", "Edition").objects
        files: Any = apps.get_model("publishing", "EditionFile").objects
        public = {"item__key__in": keys, "state__in": PUBLIC_STATES, "item__release__isnull": False}
        within = {f"edition__{name}": value for name, value in public.items()}
        self._items = _items(keys)
        self._editions = (
            set(editions.filter(**public).values_list("item__key", "number"))
            if any("number" in page.parts for page in pages)
            else set()
        )
        self._files = (
            set(files.filter(**within).values_list("edition__item__key", "edition__number", "file_id"))
            if any("file_id" in page.parts for page in pages)
            else set()
        )
        slugs, codes = _named(pages, "slug"), _named(pages, "code")
        columns = publishing.column_model().objects.filter(slug__in=slugs, visible=True)
        self._slugs = set(columns.values_list("slug", flat=True)) if slugs else set()
        agencies = agency_model().objects.filter(code__in=codes)
        self._codes = set(agencies.values_list("code", flat=True)) if codes else set()

    def told(self, link: Link) -> Told:
        """Judge one link: what is public there, else where it moved, else why nothing is there."""
        here = self._at(link.plain_path)
        if here.state is not State.ABSENT or (link.path, link.query) not in self._moved:
            return here
        new = self._moved[link.path, link.query]
        if not new.startswith("/"):
            return Told(State.MOVED, "这个地址已经迁移。", new)
        there = self._at(urlsplit(new).path)
        if there.state is not State.FOUND:
            return there
        address = f"https://{link.host}{new}" if link.host else new
        return Told(State.MOVED, "这个地址已经迁移，现在靠跳转才能打开。", address)

    def _at(self, path: str) -> Told:
        if path.startswith(str(settings.STATIC_URL)):
            return FOUND
        if path.startswith("/desk/"):
            return Told(State.INSIDE, "链接指向后台页面，公众打不开。")
        page = _page(path)
        if page is None:
            return ABSENT
        if "token" in page.parts:
            return Told(State.INSIDE, "链接是定向公开的专用地址，不能对外登载。")
        if page.key:
            return self._content(page)
        slug, code = page.parts.get("slug"), page.parts.get("code")
        if slug is not None and "column" in page.name and slug not in self._slugs:
            return Told(State.ABSENT, "本站没有这个栏目，或栏目已经停用。")
        if code is not None and code not in self._codes:
            return Told(State.ABSENT, "本站没有这个机关的页面。")
        return FOUND

    def _content(self, page: Page) -> Told:
        item = self._items.get(page.key)
        if item is None or not _belongs(item, page):
            return ABSENT
        if page.key == self.key:
            return FOUND  # it becomes public together with what points to it
        if item["withdrawn_at"] is not None:
            why = WITHDRAWAL_NAMES.get(item["withdrawal_kind"], "")
            day = f"{timezone.localtime(item['withdrawn_at']):%Y-%m-%d}"
            return Told(State.GONE, f"链接的内容已于{day}撤下{f'（{why}）' if why else ''}。")
        if item["release"] is None:
            # Of another agency's work nobody here is to know more than the public does.
            return Told(State.UNPUBLISHED, "链接的内容还没有公开。") if item["agency__code"] == self.agency else ABSENT
        return self._part(page)

    def _part(self, page: Page) -> Told:
        number, file_id = page.parts.get("number"), page.parts.get("file_id")
        if number is not None and (page.key, int(number)) not in self._editions:
            return Told(State.ABSENT, f"链接的内容没有公开过第{number}版。")
        if file_id is not None and (page.key, int(number or 0), int(file_id)) not in self._files:
            return Told(State.ABSENT, "链接的附件不存在，或没有随文公开。")
        return FOUND


def path_of(key: str) -> str:
    """Return the public path of an item, "/" when it has none: what its relative links start from."""
    items: Any = apps.get_model("publishing", "Item").objects
    kind = KINDS.get(items.filter(key=key).values_list("kind", flat=True).first() or "") if key else None
    return (quote(kind.path(key)) if kind else "") or "/"


def _items(keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    wanted = list(keys)
    if not wanted:
        return {}
    fields = ("key", "kind", "agency__code", "withdrawn_at", "withdrawal_kind", "release")
    rows = apps.get_model("publishing", "Item").objects.filter(key__in=wanted).values(*fields)
    return {row["key"]: row for row in rows}


def _belongs(item: dict[str, Any], page: Page) -> bool:
    """Whether this kind of content stands at such an address; files and proofs have addresses of their own."""
    kind = KINDS.get(item["kind"])
    own = kind.path(page.key) if kind else ""
    if not own:
        return False
    heads = {other.path("x").split("/")[1] for other in KINDS.values() if other.path("x")}
    return page.path.split("/")[1] not in heads or page.path.startswith(own)


def _named(pages: Sequence[Page], part: str) -> set[str]:
    return {page.parts[part] for page in pages if part in page.parts}


def _forms(link: Link) -> tuple[str, ...]:
    """Return the writings under which an old address may be kept, the most exact last."""
    asked = f"?{link.query}" if link.query else ""
    whole = (f"{link.path}{asked}", f"{link.plain_path}{asked}")
    return tuple(dict.fromkeys((link.path, link.plain_path, *whole)))


def _redirects(links: Sequence[Link]) -> dict[str, str]:
    """Return old address → where it leads in the end; one query for every step of the longest chain."""
    table: Any = apps.get_model("publishing", "Redirect").objects
    found: dict[str, str] = {}
    asked = {form for link in links for form in _forms(link)}
    for _ in range(LONGEST_CHAIN):
        steps = dict(table.filter(old_path__in=list(asked)).values_list("old_path", "new_path")) if asked else {}
        found |= {old: new for old, new in steps.items() if old not in found}
        asked = {new for new in steps.values() if new not in found}
    ends = dict(found)
    for old in found:
        for _ in range(LONGEST_CHAIN):
            ends[old] = found.get(ends[old], ends[old])
    return ends
