"""One round over the links of a site: gather, judge our own, ask others, keep the history, settle the tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.engine.publishing import queries as publishing
from gongkai.engine.screening.rules import patrolled
from gongkai.engine.screening.rules.reachable import Guard, public_only
from gongkai.oversight.sitewatch.actions.asking import Found, ask_all
from gongkai.oversight.sitewatch.actions.findings import settle
from gongkai.oversight.sitewatch.actions.history import keep
from gongkai.oversight.sitewatch.actions.own_pages import opens, read_own
from gongkai.oversight.sitewatch.actions.web import Limits
from gongkai.oversight.sitewatch.models import Link, Patrol
from gongkai.oversight.sitewatch.queries.problems import Problem, asks_outside
from gongkai.oversight.sitewatch.queries.standing import (
    OwnSites,
    Placed,
    Standing,
    content_pages,
    links_of_release,
    placed,
)
from gongkai.oversight.sitewatch.rules import BROKEN, OUTCOME_NAMES, Kind, Outcome
from gongkai.oversight.sitewatch.rules.links import counts_as_broken

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.base.organisations.queries import Acting

FRAME = ("/", "/disclosure/", "/documents/", "/agencies/")
# Of other hosts so many addresses are asked in one round, for so long; the longest unasked first. Configuration: the worker
# has other work to do.
MOST_OUTSIDE, ROUND_SECONDS = 5_000, 240.0

Asks = Callable[[Mapping[str, Iterable[str]]], tuple[dict[tuple[str, str], Found], bool]]


@dataclass
class Round:
    """What one round gathered: links by page and address, and what stands at each."""

    site: Site
    pages: int = 0
    standing: dict[tuple[str, str], tuple[Placed, Standing | None]] = field(default_factory=dict)

    def add(self, links: Iterable[Placed], found: Iterable[Standing | None]) -> None:
        for link, one in zip(links, found, strict=True):
            self.standing.setdefault((link.path, link.digest), (link, one))


def asking(guard: Guard = public_only, limits: Limits | None = None) -> Asks:
    return lambda links: ask_all(links, guard=guard, limits=limits, seconds=ROUND_SECONDS)


def patrol(*, site: Site, by: Acting, asks: Asks | None = None) -> Patrol:
    """Look at every link of a site once. Asks other hosts only where the site's settings allow it.

    Nothing is locked while other hosts are asked; what is found is written in one transaction at the end.
    """
    row = Patrol.objects.create(site=site)
    gathered = Round(site)
    own = OwnSites(site)
    for release in content_pages(site):
        gathered.pages += 1
        _take(gathered, own, links_of_release(release, own.hosts))
    for path, links in _frame(site, own):
        gathered.pages += 1 if path else 0
        _take(gathered, own, links)
    row.outside = _ask_outside(gathered, asks or asking())
    _written(row, gathered, by)
    return row


def _take(gathered: Round, own: OwnSites, links: list[Placed]) -> None:
    inside = [link for link in links if not link.outside]
    gathered.add(inside, [_opened(link, found, own) for link, found in zip(inside, own.judge(inside), strict=True)])
    outside = [link for link in links if link.outside]
    gathered.add(outside, [None] * len(outside))


def _opened(link: Placed, found: Standing, own: OwnSites) -> Standing:
    """Open what seems not to be there before it is called broken: the page itself is the last word."""
    site = own.hosts.get(link.link.host.lower(), own.site) if link.link.host else own.site
    if found.outcome is not Outcome.MISSING or not opens(site.host):
        return found
    status = read_own(site.host, link.link.plain_path, link.link.query).status
    if status < 300:
        return Standing(Outcome.OK)
    if status < 400:
        return Standing(Outcome.MOVED, "这个地址已经迁移，现在靠跳转才能打开。")
    return Standing(Outcome.GONE, "链接的内容已经撤下。") if status == 410 else found


def _frame(site: Site, own: OwnSites) -> Iterable[tuple[str, list[Placed]]]:
    """Yield the pages that the program makes, as visitors get them: home whole, of the others what is theirs."""
    if not opens(site.host):
        return
    slugs = publishing.columns_of_site(site).values_list("slug", "name")
    names = dict.fromkeys(FRAME, "") | {f"/columns/{slug}/": name for slug, name in slugs}
    for path, name in names.items():
        root = read_own(site.host, path).root
        if root is None:
            continue
        part = root if path == "/" else next(iter(root.xpath("//main")), root)
        yield (
            path,
            placed(
                part, path=path, title=name or (root.findtext(".//title") or path), agency=site.agency, hosts=own.hosts
            ),
        )


def _ask_outside(gathered: Round, asks: Asks) -> str:
    """Ask other hosts about their links and fill in what they said; return what became of it."""
    if not asks_outside(gathered.site):
        return Patrol.Outside.OFF
    wanted: dict[str, list[str]] = {}
    places: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key, (link, _) in gathered.standing.items():
        if link.outside:
            wanted.setdefault(link.url, []).append(link.text)
            places.setdefault((link.url, link.text), []).append(key)
    found, reached = asks(_longest_unasked(gathered.site, wanted)) if wanted else ({}, True)
    if not reached:
        return Patrol.Outside.OFFLINE
    for asked, one in found.items():
        for key in places.get(asked, ()):
            link, _ = gathered.standing[key]
            gathered.standing[key] = (link, Standing(one.outcome, one.reason, one.address, one.title))
    return Patrol.Outside.ASKED


def _longest_unasked(site: Site, wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    rows = Link.objects.filter(site=site, outside=True, asked_at__isnull=False).values_list("url", "asked_at")
    asked = dict(rows)
    order = sorted(wanted, key=lambda url: (url in asked, asked.get(url) or timezone.now()))
    return {url: wanted[url] for url in order[:MOST_OUTSIDE]}


@transaction.atomic
def _written(row: Patrol, gathered: Round, by: Acting) -> None:
    now = timezone.now()
    links = keep(site=gathered.site, standing=gathered.standing, now=now)
    broken = [link for link in links if is_broken(link)]
    row.opened, row.closed = settle(
        site=gathered.site, problems=[problem_of(link) for link in broken], kinds=[Kind.LINK],
        today=timezone.localdate(now), by=by,
    )  # fmt: skip
    row.pages, row.broken = gathered.pages, len(broken)
    row.outside_links = sum(1 for link in links if link.outside)
    row.inside, row.finished_at = len(links) - row.outside_links, now
    row.save()
    tell(links)


def tell(links: Iterable[Link]) -> None:
    """Tell other packages how the links of their contents stand, those that were ever asked."""
    patrolled.tell(
        [
            patrolled.SeenLink(
                link.item_id, link.url, not is_broken(link), link.reason or OUTCOME_NAMES[link.outcome], link.asked_at
            )
            for link in links
            if link.item_id and link.asked_at and link.outcome
        ]
    )


def is_broken(link: Link) -> bool:
    return counts_as_broken(link.outcome, outside=link.outside, url=link.url, failed_days=link.failed_days)


def problem_of(link: Link) -> Problem:
    kind = Outcome.WRONG if link.outcome == Outcome.WRONG else link.outcome
    words = f"链接“{link.text or link.url}”（{link.url[:200]}）：{link.reason or OUTCOME_NAMES[kind]}"
    title = f"{OUTCOME_NAMES[kind].partition('：')[0]}：{link.text or link.url} —— {link.page_title or link.path}"
    return Problem(
        Kind.LINK, f"link:{link.pk}", title, words, link.path, link.agency, item_id=link.item_id, link_id=link.pk
    )


def look_again(*, link: Link, by: Acting, asks: Asks | None = None) -> Link | None:
    """Look at one link once more and return it, None when its page no longer has it. Its task is settled."""
    site, own = link.site, OwnSites(link.site)
    here = _still_there(link, own)
    if here is None:
        _settle_one(link, [], by)
        Link.objects.filter(pk=link.pk).update(present=False)
        return None
    if not here.outside:
        standing = _opened(here, own.judge([here])[0], own)
    elif asks_outside(site):
        found, reached = (asks or asking())({here.url: [here.text]})
        if not reached:
            return link
        one = found[here.url, here.text]
        standing = Standing(one.outcome, one.reason, one.address, one.title)
    else:
        return link
    with transaction.atomic():
        kept = keep(site=site, standing={(here.path, here.digest): (here, standing)}, now=timezone.now(), whole=False)[
            0
        ]
        _settle_one(kept, [problem_of(kept)] if standing.outcome in BROKEN else [], by)
        tell([kept])
    return kept


def _settle_one(link: Link, problems: list[Problem], by: Acting) -> None:
    settle(
        site=link.site, problems=problems, kinds=[Kind.LINK], today=timezone.localdate(), by=by, only=f"link:{link.pk}"
    )


def _still_there(link: Link, own: OwnSites) -> Placed | None:
    pages = [links_of_release(release, own.hosts) for release in content_pages(link.site, link.path, link.item_id)]
    if not pages:
        pages = [links for path, links in _frame(link.site, own) if path == link.path]
    return next((one for links in pages for one in links if one.path == link.path and one.digest == link.digest), None)
