"""Faults in the HTML of a page that browsers mend silently, each in its own way.

Two judges: the parser of the standard where it is installed (tinyhtml5 reports every parse error it knows), and rules of
our own for what that parser lets pass: what may stand in what, names used twice, values that say nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from lxml import html as lxml_html

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
FOREIGN = frozenset(("svg", "math"))
# Elements that end a paragraph: written inside one, they tear it apart.
BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre "
    "section table ul".split()
)
# What may stand directly in what; scripts and templates may stand anywhere.
CHILDREN = {
    "ul": {"li"}, "ol": {"li"}, "menu": {"li"}, "dl": {"dt", "dd", "div"}, "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"}, "tbody": {"tr"}, "tfoot": {"tr"}, "tr": {"td", "th"}, "select": {"option", "optgroup", "hr"}, "optgroup": {"option"},
    "colgroup": {"col"},
}  # fmt: skip
# What must not stand anywhere within: things to press within things to press, landmarks within themselves.
NEVER_WITHIN = {
    "a": {"a", "button", "input", "select", "textarea", "label", "details", "iframe"},
    "button": {"a", "button", "input", "select", "textarea", "label", "details", "iframe", *BLOCKS},
    "label": {"label", *BLOCKS} - {"p"},
    "form": {"form"}, "h1": BLOCKS, "h2": BLOCKS, "h3": BLOCKS, "h4": BLOCKS, "h5": BLOCKS, "h6": BLOCKS, "main": {"main"},
    "span": BLOCKS, "em": BLOCKS, "strong": BLOCKS, "small": BLOCKS, "caption": {"table"}, "dt": {"header", "footer", "h1", "h2"},
    "summary": {"details", "form", "section", "ul", "table"}, "header": {"header", "footer", "main"}, "footer": {"header", "footer", "main"},
}  # fmt: skip
SPOKEN_ONLY_WITH_ROLE = ("div", "span", "p")
PAIRED = {"script", "template"}


class Strict(HTMLParser):
    """Follows every tag: what is closed must be what is open. Optional end tags are not used here, so none is missing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, int]] = []
        self.faults: list[str] = []

    def _fault(self, says: str) -> None:
        self.faults.append(f"第{self.getpos()[0]}行：{says}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self._fault(f"<{tag}> 有两个同名的属性：{min(name for name in names if names.count(name) > 1)}")
        if not FOREIGN.intersection(name for name, _ in self.open):
            self._judge(tag)
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and not FOREIGN.intersection((tag, *(name for name, _ in self.open))):
            self._fault(f"<{tag}/> 不能自己结束")

    def _judge(self, tag: str) -> None:
        names = [name for name, _ in self.open]
        above = names[-1] if names else ""
        if above in CHILDREN and tag not in CHILDREN[above] | PAIRED:
            self._fault(f"<{above}> 里不能直接放 <{tag}>")
        if tag in BLOCKS and "p" in names and not {"button", "object"} & set(names[names.index("p") :]):
            self._fault(f"<p> 里不能放 <{tag}>")
        for outer in names:
            if tag in NEVER_WITHIN.get(outer, ()):
                self._fault(f"<{outer}> 里不能放 <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self._fault(f"</{tag}> 多余")
        elif not self.open or self.open[-1][0] != tag:
            self._fault(f"</{tag}> 与 <{self.open[-1][0] if self.open else ''}> 不配对")
            if tag in [name for name, _ in self.open]:
                while self.open.pop()[0] != tag:
                    pass
        else:
            self.open.pop()

    def close(self) -> None:
        super().close()
        self.faults += [f"第{line}行：<{tag}> 没有结束" for tag, line in self.open]


def nesting_faults(text: str) -> list[str]:
    parser = Strict()
    parser.feed(text)
    parser.close()
    if not text.lstrip().lower().startswith("<!doctype html>"):
        parser.faults.append("缺少 <!doctype html>")
    return parser.faults


def parser_faults(text: str) -> list[str]:
    """Return what the parser of the HTML standard calls an error; nothing where it is not installed."""
    try:
        module: Any = importlib.import_module("tinyhtml5.parser")
    except ModuleNotFoundError:
        return []
    parser = module.HTMLParser()
    parser.parse(text)
    return [f"第{place[0]}行：{code} {details}" for place, code, details in parser.errors]


def value_faults(text: str) -> Iterator[str]:
    root = lxml_html.document_fromstring(text)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("href", "src", "action", "id", "for", "name"):
            if (
                element.get(name) is not None
                and not str(element.get(name)).strip()
                and not _may_be_empty(element.tag, name)
            ):
                yield f"<{element.tag}> 的 {name} 是空的"
        if element.tag in SPOKEN_ONLY_WITH_ROLE and element.get("aria-label") and not element.get("role"):
            yield f"<{element.tag}> 有 aria-label 而没有 role：{element.get('aria-label')}"
        if element.tag == "a" and (element.get("href") or "").lower().startswith("javascript:"):
            yield "链接是脚本"
        if any(key.startswith("on") for key in element.keys()):  # noqa: SIM118 lxml elements iterate over their children
            yield f"<{element.tag}> 带内嵌脚本"


def _may_be_empty(tag: str, name: str) -> bool:
    return (tag, name) == ("param", "name")


def faults_of(text: str) -> list[str]:
    """Return every fault in the HTML of one page."""
    return [*nesting_faults(text), *parser_faults(text), *value_faults(text)]
