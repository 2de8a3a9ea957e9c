"""Bringing any HTML into the shape of our documents: headings h2–h4, paragraphs, lists, tables. Not a safety measure."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

NOTES_CLASS = "footnotes"
_DROPPED = {
    "script", "style", "template", "noscript", "iframe", "frame", "frameset", "object", "embed", "applet", "svg", "math", "head",
    "title", "meta", "link", "base", "button", "input", "select", "textarea", "option", "audio", "video", "canvas", "map", "img",
    "picture", "source", "nav", "dialog", "datalist", "colgroup", "col",
}  # fmt: skip
_RENAMED = {
    "h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "ins": "u", "dt": "p", "dd": "p", "pre": "p", "figcaption": "p",
    "address": "p", "tfoot": "tbody", "summary": "p",
}  # fmt: skip
_CONTAINERS = {
    "div", "section", "article", "main", "center", "body", "html", "header", "footer", "aside", "form", "fieldset", "figure", "dl",
    "details", "legend",
}  # fmt: skip
_BLOCKS = {"p", "h2", "h3", "h4", "ol", "ul", "li", "table", "blockquote", "hr"}
_EMPTY_GOES = {"p", "h2", "h3", "h4", "li", "ol", "ul", "blockquote", "strong", "em", "u", "sup", "sub", "a", "table"}


def fragment(html: str) -> lxml_html.HtmlElement:
    """Parse HTML under one root element."""
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    page = lxml_html.document_fromstring(f"<html><body><div>{html}</div></body></html>".encode(), parser=parser)
    body = page.find("body")
    root = body if body is not None else page
    # A stray </div> may have closed our wrapper early: the body then has several children and is the root itself.
    return root[0] if len(root) == 1 and not (root.text or "").strip() and root[0].tag == "div" else root


def inner_html(root: etree._Element) -> str:
    """Serialise what stands inside the root."""
    parts = [_escaped(root.text or "")]
    parts += [lxml_html.tostring(child, encoding="unicode", method="html") for child in root]
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def tidied(html: str) -> str:
    """Return HTML whose top level consists of blocks only."""
    root = fragment(html)
    for element in list(root.iter()):
        if element is not root:
            _settle(element)
    for element in reversed(list(root.iter())):
        if element is not root and element.tag in _CONTAINERS:
            _resolve(element)
    _wrap_loose(root)
    for element in root.iter("blockquote", "section"):
        if any(child.tag in _BLOCKS for child in element):
            _wrap_loose(element)
    for element in reversed(list(root.iter())):
        if element is not root and element.tag in _EMPTY_GOES and _is_empty(element):
            _drop(element)
    return inner_html(root)


def _settle(element: etree._Element) -> None:
    """Drop what is no text, rename what has another name here."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        if element.getparent() is not None:
            _drop(element)
    elif tag in _RENAMED:
        element.tag = _RENAMED[tag]


def _drop(element: etree._Element) -> None:
    """Remove an element with its content, keeping the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    element.tail = None
    parent.remove(element)


def _resolve(element: etree._Element) -> None:
    """Turn a container into a paragraph, or dissolve it when it holds blocks; the footnote section stays."""
    if element.tag == "section" and NOTES_CLASS in (element.get("class") or "").split():
        return
    if any(child.tag in _BLOCKS or child.tag == "section" for child in element):
        _wrap_loose(element)
        element.drop_tag()  # type: ignore[attr-defined]
    else:
        parent = element.getparent()
        in_line = parent is not None and parent.tag in {
            "p",
            "h2",
            "h3",
            "h4",
            "td",
            "th",
            "li",
            "a",
            "strong",
            "em",
            "span",
        }
        if in_line and len(parent if parent is not None else ()) == 1:
            element.drop_tag()  # type: ignore[attr-defined]
        else:
            kind = element.get("class") or ""
            element.tag = "p"
            element.set("class", kind)


def _wrap_loose(element: etree._Element) -> None:
    """Put runs of text and inline elements among the children of `element` into paragraphs."""
    children = list(element)
    text, element.text = element.text, None
    paragraph = _paragraph(text) if text and text.strip() else None
    if paragraph is not None:
        element.insert(0, paragraph)
    for child in children:
        tail, child.tail = child.tail, None
        if (
            child.tag in _BLOCKS
            or child.tag == "section"
            or child.tag in {"tr", "thead", "tbody", "td", "th", "caption"}
        ):
            paragraph = None
        elif paragraph is None:
            paragraph = _paragraph(None)
            child.addprevious(paragraph)
            paragraph.append(child)
        else:
            paragraph.append(child)
        if tail and tail.strip():
            if paragraph is None:
                paragraph = _paragraph(tail)
                child.addnext(paragraph)
            else:
                child.tail = tail
        elif tail and paragraph is not None:
            child.tail = tail


def _paragraph(text: str | None) -> etree._Element:
    made: etree._Element = lxml_html.Element("p")
    made.text = text
    return made


def _is_empty(element: etree._Element) -> bool:
    if element.tag == "a" and element.get("id"):
        return False
    if element.tag == "table":
        return not "".join(str(part) for part in element.itertext()).strip()
    return not len(element) and not (element.text or "").strip(" \t\r\n\u00a0\u3000\u200b\ufeff")
