"""Links on our own pages, and what stands at those that lead to our own sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

from gongkai.base.organisations.queries import site_model
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS
from gongkai.engine.screening.queries.own_links import OwnPages
from gongkai.engine.screening.rules.links import Link as Written
from gongkai.engine.screening.rules.links import State, digest_of, links_in
from gongkai.engine.screening.rules.proofreading.trees import words
from gongkai.oversight.sitewatch.rules.links import Outcome, Seen, fits

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site
    from gongkai.engine.publishing.models import Release

TEXT_LETTERS = 4_000
AT_ONCE = 200
OUTCOMES = {
    State.FOUND: Outcome.OK,
    State.ABSENT: Outcome.MISSING,
    State.UNPUBLISHED: Outcome.HIDDEN,
    State.GONE: Outcome.GONE,
    State.MOVED: Outcome.MOVED,
    State.INSIDE: Outcome.INSIDE,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """One address on one page. `key` is the page's own content, empty for a page of the frame."""

    path: str
    page_title: str
    agency: Agency
    item_id: int | None
    key: str
    text: str
    url: str
    outside: bool
    link: Written

    @property
    def digest(self) -> str:
        return digest_of(self.url)


@dataclass(frozen=True, slots=True)
class Standing:
    outcome: Outcome
    reason: str = ""
    address: str = ""
    title: str = ""


def own_hosts() -> dict[str, Site]:
    """Return the host names of our own sites, without ports."""
    sites = site_model().objects.select_related("agency")
    return {site.host.partition(":")[0].lower(): site for site in sites}


def content_pages(site: Site, path: str = "", item_id: int | None = None) -> Iterator[Release]:
    """Yield what is public on a site with its wording; only one page's when its path or the content's number is given.

    Where the address is not made of the whole index number (topics, service items), only the number finds the page.
    """
    rows = publishing.public_releases(site).select_related("edition", "agency")
    if item_id is not None:
        rows = rows.filter(item=item_id)
    elif path:
        rows = rows.filter(key__in=_keys_at(path))
    yield from rows.order_by("item_id").iterator(chunk_size=AT_ONCE)


def _keys_at(path: str) -> set[str]:
    """Return the index numbers that a path may name, one for each kind of content that stands at such addresses."""
    heads = (kind.path("\0").partition("\0")[0] for kind in KINDS.values())
    return {path.removeprefix(head) for head in heads if head and path.startswith(head)}


def links_of_release(release: Release, hosts: Iterable[str]) -> list[Placed]:
    """Return the links that its writers put into a text; what the page adds is made by the program."""
    wording = release.edition.html
    kind = KINDS.get(release.kind)
    path = kind.path(release.key) if kind else ""
    if not path or ("href" not in wording and "src" not in wording):
        return []
    root = lxml_html.fragment_fromstring(wording, create_parent="div")
    return placed(
        root,
        path=path,
        title=release.title,
        agency=release.agency,
        hosts=hosts,
        item_id=release.item_id,
        key=release.key,
    )


def placed(
    root: Any, *, path: str, title: str, agency: Agency, hosts: Iterable[str], item_id: int | None = None, key: str = ""
) -> list[Placed]:
    """Return the addresses of a tree, each once; of several texts for one address the longest."""
    own = set(hosts)
    found: dict[str, Placed] = {}
    for link in links_in(root, base=path):
        outside = bool(link.host) and link.host.lower() not in own
        url = link.url or f"{link.plain_path}{f'?{link.query}' if link.query else ''}"
        text = " ".join(words(link.element).split()) or (link.element.get("alt") or "")
        if url not in found or len(found[url].text) < len(text):
            found[url] = Placed(path[:300], title[:300], agency, item_id, key, text[:300], url, outside, link)
    return list(found.values())


class OwnSites:
    """Judges addresses of our own sites; keeps what each site shows, read once."""

    def __init__(self, site: Site) -> None:
        self.site, self.hosts = site, own_hosts()
        self._titles: dict[int, dict[str, str]] = {}
        self._columns: dict[int, set[str]] = {}

    def judge(self, links: list[Placed]) -> list[Standing]:
        """Judge the links of one page: at most a dozen queries, none for a page without links."""
        if not links:
            return []
        first = links[0]
        pages = OwnPages([one.link for one in links], agency=first.agency.code, key=first.key)
        return [self._judged(one, pages.told(one.link)) for one in links]

    def _judged(self, one: Placed, told: Any) -> Standing:
        outcome = OUTCOMES[told.state]
        if outcome is not Outcome.OK:
            return Standing(outcome, told.says, told.address)
        site = self.hosts.get(one.link.host.lower(), self.site) if one.link.host else self.site
        path = one.link.plain_path
        if path.startswith("/columns/") and path.split("/")[2] not in self._slugs(site):
            return Standing(Outcome.MISSING, f"“{site.name}”没有这个栏目，或栏目已经停用。")
        titles = self._shown(site)
        if path not in titles:
            if path in self._shown(None):
                return Standing(Outcome.MISSING, f"这件内容没有在“{site.name}”公开。")
            return Standing(Outcome.OK)
        title = titles[path]
        if one.path != path and fits(one.text, Seen(title, title, self._text(path, one.text, title))) is False:
            return Standing(Outcome.WRONG, f"链接文字是“{one.text[:60]}”，打开的是“{title[:80]}”。", title=title)
        return Standing(Outcome.OK, title=title)

    def _text(self, path: str, label: str, title: str) -> str:
        """Return the beginning of a text, read only where its title alone does not fit the label."""
        if fits(label, Seen(title, title, title)) is not False:
            return ""
        release = next(content_pages(self.site, path), None)
        return release.edition.text[:TEXT_LETTERS] if release else ""

    def _shown(self, site: Site | None) -> dict[str, str]:
        key = site.pk if site else 0
        if key not in self._titles:
            rows = publishing.public_releases(site).order_by().values_list("kind", "key", "title")
            self._titles[key] = {KINDS[kind].path(name): title for kind, name, title in rows if kind in KINDS}
        return self._titles[key]

    def _slugs(self, site: Site) -> set[str]:
        if site.pk not in self._columns:
            self._columns[site.pk] = set(publishing.columns_of_site(site).values_list("slug", flat=True))
        return self._columns[site.pk]
