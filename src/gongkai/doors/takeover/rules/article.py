"""Finding the article in a page of unknown template: by known containers, else by where the prose is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from .charset import Unreadable
from .labels import ANY_LABEL

Element = Any  # lxml's elements; their stubs do not know HtmlElement's methods

DROPPED = frozenset(
    "script style noscript iframe template object embed button select textarea nav header footer aside input map link meta".split()
)
BLOCKS = frozenset(
    "p div td th tr table tbody thead li ul ol h1 h2 h3 h4 h5 h6 br hr section article center dd dt dl body blockquote".split()
)
DESCENDED = frozenset("div td table tbody tr article section main center font span body".split())
FINAL = frozenset("div td article section main center body".split())
KNOWN = frozenset("zoom UCAP-CONTENT TRS_Editor pages_content article-content bt-content xxgk-content".split())
FOOT = re.compile("版权所有|主办单位|承办单位|ICP备|网站标识码|公网安备|技术支持|最佳浏览|分辨率")
NOISE = re.compile(
    r"^[【\[（(]?\s*(?:打\s*印|关\s*闭|收\s*藏|返回|字体|字号|大\s*中\s*小|分享|扫一扫|上一[篇条]|下一[篇条]|相关链接|"
    r"浏览次数|点击(?:数|率|次数)?|阅读(?:次数)?|责任编辑|编\s*辑|当前位置|您现在的位置|首页\s*[>＞»]|"
    r"(?:信息|文章)?来\s*源\s*[:：]|发布(?:日期|时间|机构)\s*[:：]|时\s*间\s*[:：]|日\s*期\s*[:：]|作\s*者\s*[:：])"
)
SHARE = 0.72  # of the prose that a part must hold to be gone into
LEAST_PIECE = 8  # characters; shorter pieces outside sentences are menus and dates


def parsed(text: str) -> Element:
    """Return the page as a tree that nothing was loaded for. Raises Unreadable when there is nothing in it."""
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return lxml_html.document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, RecursionError) as error:
        raise Unreadable("网页是空的，或结构无法识别。请从旧系统重新导出这一页。") from error


def stripped(page: Element) -> None:
    """Take out what is never article: scripts, menus, forms, comments, what is styled away."""
    gone = [
        element
        for element in page.iter()
        if not isinstance(element.tag, str)
        or element.tag in DROPPED
        or "display:none" in (element.get("style") or "").replace(" ", "").lower()
    ]
    for element in gone:
        if element.getparent() is not None and element.tag not in {"body", "html"}:
            element.drop_tree()


def lines_of(root: Element) -> list[str]:
    """Return the text line by line as a reader sees it; each cell is a line."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            parts.append("\n")
        value = element.text if event == "start" else element.tail
        if value and (event == "start" or element is not root):
            parts.append(value.replace("\n", " ").replace("\r", " "))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


def _prose(text: str | None) -> int:
    """Return how many characters of a piece of text count as prose."""
    plain = (text or "").strip()
    if len(plain) < LEAST_PIECE and not plain.endswith(("。", "；", "：", "！")):
        return 0
    return 0 if FOOT.search(plain) else len(plain)


def _weights(body: Element) -> dict[Element, int]:
    weights: dict[Element, int] = {}
    for element in reversed(list(body.iter())):
        if element.tag == "a":
            weights[element] = 0
            continue
        weights[element] = _prose(element.text) + sum(weights[child] + _prose(child.tail) for child in element)
    return weights


def find_article(page: Element) -> tuple[Element, int]:
    """Return the part of the page that is its article, and how much prose it holds."""
    body = page.find("body")
    body = page if body is None else body
    weights = _weights(body)
    known = [
        element
        for element in body.iter("div", "td", "article", "section")
        if KNOWN.intersection((element.get("class") or "").split()) or element.get("id") in KNOWN
    ]
    best = max(known, key=lambda element: weights[element], default=None)
    if best is not None and (weights[best] or len(best)):
        return best, weights[best]
    node = body
    while weights[node]:
        child = max(node, key=lambda element: weights[element], default=None)
        if child is None or child.tag not in DESCENDED or weights[child] < SHARE * weights[node]:
            break
        node = child
    while node.tag not in FINAL and node.getparent() is not None:
        node = node.getparent()
    return node, weights.get(node, 0)


def _leaves(root: Element) -> Iterator[Element]:
    """Yield the blocks that hold no other block."""
    for element in root.iter():
        if element is not root and element.tag in BLOCKS and not any(child.tag in BLOCKS - {"br"} for child in element):
            yield element


def without_noise(article: Element, title: str) -> None:
    """Take out print buttons, lines of particulars, neighbours and the title, which the platform sets itself."""
    wanted = "".join(title.split())
    for table in list(article.iter("table")):
        cells = [" ".join(str(part) for part in cell.itertext()).strip() for cell in table.iter("td", "th")]
        labels = sum(bool(ANY_LABEL.match(cell)) for cell in cells)
        if labels >= 2 and sum(map(len, cells)) < 600 and table.getparent() is not None:
            table.drop_tree()
    for number, element in enumerate(list(_leaves(article))):
        text = "".join(str(part) for part in element.itertext()).strip()
        is_title = number < 6 and wanted and "".join(text.split()) == wanted
        if (is_title or (len(text) < 90 and NOISE.match(text))) and element.tag not in {"br", "hr"}:
            element.clear(keep_tail=True)


def without_line(article: Element, line: str) -> None:
    """Take out the first block that says this and nothing else."""
    for element in _leaves(article):
        if "".join("".join(str(part) for part in element.itertext()).split()) == "".join(line.split()):
            element.clear(keep_tail=True)
            return
