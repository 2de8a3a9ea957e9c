"""The look-up of links, for `screen_subject`: our own against what is public, others against what was found when asked."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gongkai.base.organisations.queries import site_model
from gongkai.engine.screening.models import AskedLink
from gongkai.engine.screening.queries.own_links import OwnPages, path_of
from gongkai.engine.screening.rules import Subject, register_tree_lookup
from gongkai.engine.screening.rules.links import Link, digest_of, links_in, outside_finding, own_finding
from gongkai.engine.screening.rules.proofreading.trees import HtmlFinding
from gongkai.engine.screening.rules.subjects import Wording


def broken_links(root: etree._Element, subject: Subject) -> Iterator[HtmlFinding]:
    """Yield the links that lead nowhere, or elsewhere than they say. No query for a text without links, else a dozen."""
    if next(links_in(root, base="/"), None) is None:
        return
    own, outside = split(list(links_in(root, base=path_of(subject.key))))
    if own:
        pages = OwnPages(own, agency=subject.agency, key=subject.key)
        for link in own:
            if (found := own_finding(link, pages.told(link))) is not None:
                yield found
    yield from _asked(outside)


def split(links: list[Link]) -> tuple[list[Link], list[Link]]:
    """Return the links to our own sites and those to other hosts. One query."""
    hosts = set(site_model().objects.values_list("host", flat=True)) if any(link.host for link in links) else set()
    names = {host.partition(":")[0].lower() for host in hosts} | {""}
    own = [link for link in links if link.host in names]
    return own, [link for link in links if link.host not in names]


def outside_links(html: str) -> list[str]:
    """Return the addresses on other hosts in a wording, each once, in reading order."""
    _, outside = split(list(links_in(Wording(html).root, base="/")))
    return list(dict.fromkeys(link.url for link in outside))


def _asked(links: list[Link]) -> Iterator[HtmlFinding]:
    rows = {}
    if links:
        known = AskedLink.objects.filter(digest__in={digest_of(link.url) for link in links})
        rows = {row.url: row for row in known}
    for link in links:
        row = rows.get(link.url)
        if row is None:
            continue
        found = outside_finding(link, row.outcome, row.reason, row.address, row.failures)
        if found is not None:
            yield found


register_tree_lookup("links", broken_links)
