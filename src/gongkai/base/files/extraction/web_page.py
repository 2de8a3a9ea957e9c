"""Web pages: the main text without navigation, scripts and forms."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from lxml import html as lxml_html

from .charset import decoded
from .clean import clean_html
from .limits import Clock, Limits
from .refusals import MalformedFile, TooLarge
from .result import Hidden, Reading, excerpt
from .sniff import FileType
from .source import Source, bytes_of

MAX_HTML_BYTES = 20 * 1024 * 1024
_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_FURNITURE = "//nav|//header|//footer|//aside|//form|//script|//style|//noscript|//iframe|//template|//object|//embed|//button|//select"
# Main text as government sites mark it, the surest first.
_MAIN = (
    "//*[@id='UCAP-CONTENT']", "//*[contains(concat(' ',@class,' '),' TRS_Editor ')]", "//*[@id='zoom']",
    "//*[contains(concat(' ',@class,' '),' pages_content ')]", "//*[contains(concat(' ',@class,' '),' article-content ')]",
    "//*[@id='content']", "//article", "//main", "//*[contains(concat(' ',@class,' '),' content ')]",
)  # fmt: skip
_ENOUGH = 80  # characters that make a main text
_META = {
    "articletitle": "title", "pubdate": "published", "contentsource": "source", "author": "author", "generator": "software",
    "keywords": "keywords", "description": "description", "sitename": "site", "columnname": "column",
}  # fmt: skip
_CONCEALED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)


def read(data: Source, _file_type: FileType, _limits: Limits, clock: Clock) -> Reading:
    raw = bytes_of(data)
    if len(raw) > MAX_HTML_BYTES:
        raise TooLarge("网页超过 20 MB，不像一篇文章。请另存为纯文字网页后再上传。")
    said = _CHARSET.search(raw[:4096])
    content = decoded(raw, said.group(1).decode("ascii") if said else None)
    page = _parse(content.text)
    clock.check()
    metadata = {"encoding": content.name, **_metadata(page)}
    hidden = _take_out(page)
    notices = list(content.notices)
    images = len(page.findall(".//img"))
    if images:
        notices.append(f"网页里有 {images} 幅图片，没有提取；请对照原网页。")
    main = _main_text(page)
    heading = page.find(".//h1")
    title = metadata.get("title") or ("" if heading is None else _text(heading)) or _page_title(page)
    html = _with_title(lxml_html.tostring(main, encoding="unicode"), title)
    return Reading(html, title, metadata, notices=tuple(notices), hidden=tuple(hidden))


def _parse(text: str) -> lxml_html.HtmlElement:
    # The declaration of an encoding is void for text that is decoded already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        return lxml_html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise MalformedFile("网页里没有内容，或结构无法识别。请在浏览器中打开后另存，再上传。") from error


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _page_title(page: lxml_html.HtmlElement) -> str:
    element = page.find(".//title")
    return re.split(r"[_|]|\s-\s", _text(element))[0].strip() if element is not None else ""


def _metadata(page: lxml_html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        key = _META.get((element.get("name") or "").lower())
        content = (element.get("content") or "").strip()
        if key and content:
            found.setdefault(key, content)
    return found


def _found(page: lxml_html.HtmlElement, path: str) -> list[lxml_html.HtmlElement]:
    return cast("list[lxml_html.HtmlElement]", page.xpath(path))


def _take_out(page: lxml_html.HtmlElement) -> list[Hidden]:
    """Remove furniture and invisible parts; return what an editor should know of them."""
    hidden = []
    scripts = page.findall(".//script")
    if scripts:
        hidden.append(
            Hidden("macro", "网页脚本", excerpt(_text(scripts[0])), f"网页里有 {len(scripts)} 段脚本，已去除。")
        )
    for comment in _found(page, "//comment()"):
        text = (comment.text or "").strip()
        if len(text) > 3 and not text.startswith("["):
            hidden.append(
                Hidden(
                    "comment", "网页注释", excerpt(text), "网页源代码里有注释，读者看不到；提取时已去除，原件里仍在。"
                )
            )
        comment.drop_tree()
    for element in _found(page, _FURNITURE):
        if element.getparent() is not None:
            element.drop_tree()
    for element in _found(page, "//*[@hidden or @style]"):
        concealed = element.get("hidden") is not None or _CONCEALED.search(element.get("style") or "")
        if concealed and element.getparent() is not None and element.tag not in {"body", "html"}:
            if text := _text(element):
                hidden.append(
                    Hidden(
                        "hidden-text",
                        "网页正文",
                        excerpt(text),
                        "文字在网页上不显示，但仍在文件里；公开前请确认或删除。",
                    )
                )
            element.drop_tree()
    return hidden


def _main_text(page: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    for path in _MAIN:
        candidates = _found(page, path)
        if candidates:
            longest = max(candidates, key=lambda element: len(_text(element)))
            if len(_text(longest)) >= _ENOUGH:
                return longest
    body = page.find("body")
    return page if body is None else cast("lxml_html.HtmlElement", body)


def _with_title(html: str, title: str) -> str:
    """Dress the line that repeats the title, if one of the first does, as the title."""
    cleaned = clean_html(html)
    lines = re.findall(r"<(?:h2|p)[^>]*>(.*?)</(?:h2|p)>", cleaned, re.DOTALL)[:6]
    texts = [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in lines]
    if not title or title not in texts:
        return cleaned
    line = str(lines[texts.index(title)])
    pattern = re.compile(r"<(h2|p)[^>]*>" + re.escape(line) + r"</\1>")
    return pattern.sub(lambda _match: f'<p class="doc-title">{line}</p>', cleaned, count=1)
