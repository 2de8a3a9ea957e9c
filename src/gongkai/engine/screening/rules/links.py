"""Addresses in a text: whose they are, what a look at them gave, and how that is told to the officer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from gongkai.engine.screening.rules.findings import Severity
from gongkai.engine.screening.rules.proofreading.trees import HtmlFinding, shortened, words

LINKING = {"a": "href", "img": "src", "area": "href"}
LONGEST_ADDRESS = 2000


class State(StrEnum):
    """What stands at an address of our own. INSIDE: a page that only officers or recipients can open."""

    FOUND = "found"
    ABSENT = "absent"
    UNPUBLISHED = "unpublished"
    GONE = "gone"
    MOVED = "moved"
    INSIDE = "inside"


class Outcome(StrEnum):
    """What asking another host gave. UNSURE: it answered, but what it said is no proof (403, 429, 5xx)."""

    OK = "ok"
    UNSURE = "unsure"
    MOVED = "moved"
    MISSING = "missing"
    UNREACHED = "unreached"
    INSECURE = "insecure"
    PRIVATE = "private"


OUTCOME_NAMES: dict[str, str] = {
    Outcome.OK: "打得开",
    Outcome.UNSURE: "说不准",
    Outcome.MOVED: "已迁移",
    Outcome.MISSING: "已失效",
    Outcome.UNREACHED: "打不开",
    Outcome.INSECURE: "证书有问题",
    Outcome.PRIVATE: "指向内网",
}
# A host that did not answer once may be down for an hour; after so many looks in a row somebody is told.
FAILURES_TOLD = 2


@dataclass(frozen=True, slots=True)
class Link:
    """One element with its address. `host` is empty for an address of the site on which the text will stand."""

    element: etree._Element
    written: str
    host: str
    path: str
    query: str
    url: str

    @property
    def text(self) -> str:
        return shortened(words(self.element) or self.element.get("alt") or self.written)

    @property
    def plain_path(self) -> str:
        return unquote(self.path)


@dataclass(frozen=True, slots=True)
class Told:
    """What a look gave: `says` is the reason in words, `address` where it stands now."""

    state: State
    says: str = ""
    address: str = ""


def digest_of(url: str) -> str:
    """Return what an address is known by; addresses themselves are too long for an index."""
    return hashlib.sha256(url.encode()).hexdigest()


def links_in(root: etree._Element, *, base: str) -> Iterator[Link]:
    """Yield the addresses that lead to a page or a picture; `base` is the path of the page on which the text will stand.

    Places within the page, mail, telephone and what cannot be read as an address are left out.
    """
    for element in root.iter(*LINKING):
        written = (element.get(LINKING[str(element.tag)]) or "").strip()
        if not written or written.startswith("#") or len(written) > LONGEST_ADDRESS:
            continue
        try:
            parts = urlsplit(urljoin(f"https://here{base}", written))
            host = parts.hostname or ""
        except ValueError:
            continue
        if parts.scheme not in {"http", "https"} or not host:
            continue
        here = host == "here" and "//here" not in written
        url = "" if here else parts._replace(fragment="").geturl()
        yield Link(element, written, "" if here else host, parts.path or "/", parts.query, url)


def own_finding(link: Link, told: Told) -> HtmlFinding | None:
    """Return what is to be said about a link to a page of ours, None when it can be opened."""
    if told.state is State.FOUND:
        return None
    title = {State.MOVED: "地址已变", State.GONE: "链接已撤下", State.UNPUBLISHED: "链接尚未公开"}
    advice = {
        State.MOVED: told.address,
        State.GONE: "请删去链接，或改为现行内容的地址。",
        State.UNPUBLISHED: "请等它公开后再发布，或删去链接。",
    }
    return HtmlFinding(
        f"link.{told.state}", Severity.WARN, link.element, link.text, told.says, advice.get(told.state, "请核对地址。"),
        title.get(told.state, "链接打不开"),
    )  # fmt: skip


def outside_finding(link: Link, outcome: str, reason: str, address: str, failures: int) -> HtmlFinding | None:
    """Return what is to be said about a link to another host after it was asked, None when there is nothing to say."""
    if outcome in {Outcome.OK, Outcome.UNSURE} or (outcome == Outcome.UNREACHED and failures < FAILURES_TOLD):
        return None
    severity = Severity.INFO if outcome in {Outcome.UNREACHED, Outcome.MOVED} else Severity.WARN
    advice = address if outcome == Outcome.MOVED else "请用浏览器打开核对，失效的请更换或删去。"
    title = f"外部链接{OUTCOME_NAMES[outcome]}"
    return HtmlFinding(f"link.outside-{outcome}", severity, link.element, link.text, reason, advice, title)
