"""One page of an old site: what it is, what it says, and which particulars it carries."""

from __future__ import annotations

import datetime as dt
import hashlib
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import labels
from .article import Element, find_article, lines_of, parsed, stripped, without_line, without_noise
from .charset import Unreadable, decoded

MOST_PAGE_BYTES = 10 * 1024 * 1024  # of one page; configuration of our own
FILES = re.compile(r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|rtf|txt|csv|zip|rar|7z|pptx?)$", re.IGNORECASE)
IMAGES = re.compile(r"\.(?:png|jpe?g|gif|bmp|webp)$", re.IGNORECASE)
META = {
    "articletitle": "title", "pubdate": "published", "contentsource": "source", "columnname": "column", "author": "author",
    "keywords": "keywords", "description": "description", "sitename": "site",
}  # fmt: skip
CRUMBS = re.compile(r"(?:当前位置|您现在的位置|你的位置|现在位置)\s*[:：]?\s*(.+)")
LIST_NAME = re.compile(r"/(?:index|list|default|more)(?:[_-]?\d+)?\.[A-Za-z]+$|/$", re.IGNORECASE)
LEAST_ARTICLE = 30  # characters of prose
LONGEST_DAY = 40  # characters; longer is not what was meant to be a day
TITLE_CLASS = re.compile(r"title|tit\b|bt\b|biaoti", re.IGNORECASE)
_LETTERS = re.compile(r"[\W_]+")


@dataclass
class OldPage:
    """`article` is None for a page that is no article: a list, a menu, a frame. Days are of the old site's local time."""

    title: str = ""
    lines: list[str] = field(default_factory=list)
    article: Element = None
    published: dt.datetime | None = None
    published_from: str = ""
    formed_on: dt.date | None = None
    number: str = ""
    source: str = ""
    column: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    encoding: str = ""
    notices: list[str] = field(default_factory=list)
    whole: Element = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def files(self) -> list[tuple[str, str]]:
        return [(href, words) for href, words in self.links if FILES.search(href.partition("?")[0])]


def normal(text: str) -> str:
    """Return text without blanks and punctuation, by which copies are compared."""
    return _LETTERS.sub("", text)


def digest_of(page: OldPage) -> str:
    """Return what two exact copies share: title and text without blanks and punctuation, and the names of files."""
    names = sorted(posixpath.basename(href) for href, _ in page.files) if len(normal(page.text)) < LEAST_ARTICLE else []
    return hashlib.sha256("\n".join([normal(page.title), normal(page.text), *names]).encode()).hexdigest()


def read_page(data: bytes, address: str, today: dt.date) -> OldPage:
    """Read one page. Raises Unreadable with a sentence when it is no page or cannot be read."""
    if len(data) > MOST_PAGE_BYTES:
        raise Unreadable(
            f"网页有 {len(data) // 1024 // 1024} MB，超过 {MOST_PAGE_BYTES // 1024 // 1024} MB，不像一篇文章。请单独处理。"
        )
    if not data.strip():
        raise Unreadable("网页是空的（0 字节）。请从旧系统重新导出这一页。")
    text, encoding, notices = decoded(data)
    tree = parsed(text)
    meta = _metadata(tree)
    page_title = _page_title(tree)
    stripped(tree)
    whole = lines_of(tree)
    article, prose = find_article(tree)
    found = OldPage(encoding=encoding, notices=notices, whole=tree)
    found.title = _title(meta, tree, page_title, whole)
    found.column = meta.get("column") or _crumb(whole)
    _take_links(found, article)
    if _is_list(address, meta, article, prose, found):
        return found
    found.article = article
    without_noise(article, found.title)
    found.lines = lines_of(article)
    _particulars(found, meta, whole, address, today)
    if found.number and found.number in found.lines[:3]:
        without_line(article, found.number)  # the platform sets it above the text, as it does the title
        found.lines.remove(found.number)
    return found


def _metadata(tree: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = META.get((element.get("name") or "").strip().lower())
        content = " ".join((element.get("content") or "").split())
        if key and content:
            found.setdefault(key, content[:300])
    return found


def _page_title(tree: Element) -> str:
    element = tree.find(".//title")
    written = " ".join("".join(str(part) for part in element.itertext()).split()) if element is not None else ""
    return re.split(r"[_|]|\s[-–—]\s|--", written)[0].strip()


def _title(meta: dict[str, str], tree: Element, page_title: str, lines: Sequence[str]) -> str:
    """Return the title: as the page declares it, else its heading, else its <title>, else what the table of particulars says."""
    if meta.get("title"):
        return meta["title"]
    for element in tree.iter("h1", "h2", "td", "div", "p", "span"):
        marked = element.tag == "h1" or TITLE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if not marked:
            continue
        written = " ".join("".join(str(part) for part in element.itertext()).split())
        if 4 <= len(written) <= 120:
            return written
    return (page_title or labels.value_of("title", lines))[:300]


def _crumb(lines: Sequence[str]) -> str:
    """Return the last column of the trail 首页 > 政务公开 > 通知公告 > 正文."""
    for place, line in enumerate(lines[:60]):
        found = CRUMBS.search(line)
        if found is None and not re.fullmatch(r"(?:当前位置|您现在的位置|现在位置)\s*[:：]?", line):
            continue
        trail = found.group(1) if found else " ".join(lines[place + 1 : place + 8])
        steps = [step.strip() for step in re.split(r"[>＞»/→]|&gt;", trail) if step.strip()]
        steps = [step for step in steps if step not in {"正文", "首页", "内容"} and len(step) <= 20]
        return steps[-1] if steps else ""
    return ""


def _take_links(page: OldPage, article: Element) -> None:
    for element in article.iter("a", "img"):
        if element.tag == "a" and element.get("href"):
            words = " ".join("".join(str(part) for part in element.itertext()).split())
            page.links.append((element.get("href"), words[:120]))
        elif element.tag == "img" and element.get("src"):
            page.images.append(element.get("src"))


def _is_list(address: str, meta: dict[str, str], article: Element, prose: int, page: OldPage) -> bool:
    if meta.get("title"):
        return False
    linked = sum(len("".join(str(part) for part in a.itertext())) for a in article.iter("a"))
    if prose < LEAST_ARTICLE:
        return not page.files
    return prose < linked or bool(LIST_NAME.search(address.partition("?")[0]) and prose < 3 * linked)


def _behind(lines: Sequence[str], whole: Sequence[str]) -> Sequence[str]:
    """Return the lines that follow the article on the page: some templates set the signature outside it."""
    if not lines or lines[-1] not in whole:
        return []
    place = len(whole) - list(reversed(whole)).index(lines[-1])
    return whole[place : place + 3]


def _particulars(page: OldPage, meta: dict[str, str], whole: Sequence[str], address: str, today: dt.date) -> None:
    page.number = labels.labelled_number(whole) or labels.number_in(page.lines[:8])
    page.formed_on = labels.day_in(labels.value_of("formed", whole), today) or labels.signed_day(
        [*page.lines, *_behind(page.lines, whole)], today
    )
    page.source = (meta.get("source") or labels.value_of("source", whole))[:60]
    places: list[tuple[str, Any]] = [
        ("网页标签", labels.moment_in(meta.get("published", ""), today)),
        ("页面文字", labels.moment_in(labels.value_of("published", whole), today)),
        ("网页地址", labels.day_of_address(address, today)),
    ]
    for place, moment in places:
        if moment is not None:
            whole_day = not isinstance(moment, dt.datetime)
            page.published = dt.datetime.combine(moment, dt.time()) if whole_day else moment
            page.published_from = place
            break
    _tell_unread_days(page, meta, whole, today)


def _tell_unread_days(page: OldPage, meta: dict[str, str], whole: Sequence[str], today: dt.date) -> None:
    """Say which day the page states and nobody can read: otherwise it would be lost, or another would stand for it."""
    for written in (meta.get("published", ""), labels.value_of("stated", whole)):
        if written and len(written) <= LONGEST_DAY and labels.moment_in(written, today) is None:
            page.notices.append(f"日期“{written}”认不出或者不可能，请核对")


__all__ = ["FILES", "IMAGES", "MOST_PAGE_BYTES", "OldPage", "Unreadable", "digest_of", "normal", "read_page"]
