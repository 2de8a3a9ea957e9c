"""What a Word document hides: collected while reading, and looked up in the package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.base.files.extraction.archive import Archive
from gongkai.base.files.extraction.result import Hidden, excerpt

from .names import RELS, W

MOST_PER_KIND = 200
_EXPLANATIONS = {
    "tracked-insertion": "修订记录：这段文字是插入的，尚未接受；正文按已接受显示。公开前请接受或拒绝全部修订。",
    "tracked-deletion": "修订记录：这段文字已标为删除，但仍留在文件里。公开前请接受全部修订。",
    "faint-text": "文字是白色或极小的，页面上看不出，但仍在文件里（提取的正文中保留）。公开前请确认或删除。",
    "hidden-text": "文字设为“隐藏”，页面上看不到，但仍在文件里。公开前请删除。",
}


@dataclass
class Findings:
    """Collects pieces of hidden text; pieces of one change that follow each other become one."""

    items: list[Hidden] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _key: tuple[str, str, str] | None = None
    _text: str = ""

    def piece(self, kind: str, where: str, text: str, who: str = "") -> None:
        if not text:
            return
        key = (kind, where, who)
        if key != self._key:
            self.flush()
            self._key = key
        self._text += text

    def flush(self) -> None:
        if self._key and self._text.strip():
            kind, where, who = self._key
            shown_as = "hidden-text" if kind == "faint-text" else kind
            self.add(shown_as, f"{where}（{who}）" if who else where, self._text, _EXPLANATIONS[kind])
        self._key, self._text = None, ""

    def add(self, kind: str, where: str, text: str, explanation: str) -> None:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= MOST_PER_KIND:
            self.items.append(Hidden(kind, where, excerpt(text), explanation))


def author_of(element: etree._Element) -> str:
    """Return who made a change and when, as far as stated."""
    who, when = element.get(W + "author", ""), element.get(W + "date", "")[:10]
    return "，".join(part for part in (who, when) if part)


def comments(archive: Archive) -> Iterator[Hidden]:
    root = archive.optional_xml("word/comments.xml")
    if root is None:
        return
    for comment in root.iterfind(W + "comment"):
        text = "".join(node.text or "" for node in comment.iter(W + "t"))
        who = author_of(comment)
        yield Hidden("comment", f"批注（{who}）" if who else "批注", excerpt(text), "文件里留有批注，公开前请删除。")


def package_findings(archive: Archive) -> Iterator[Hidden]:
    """Yield macros, embedded files and targets outside the package."""
    for name in sorted(archive.names):
        lower = name.lower()
        if lower.endswith("vbaproject.bin"):
            yield Hidden("macro", name, "VBA", "文件里含有宏程序，公开前请另存为不带宏的文档。")
        elif "/embeddings/" in lower or "/activex/" in lower:
            yield Hidden("embedded-object", posixpath.basename(name), "", "文件里嵌有另一个文件，公开前请确认或删除。")
        elif lower.startswith("customxml/item") and not lower.startswith("customxml/itemprops"):
            continue
    for name in sorted(archive.names):
        if name.endswith(".rels"):
            yield from _outside(archive, name)


def _outside(archive: Archive, name: str) -> Iterator[Hidden]:
    for relation in archive.xml(name).iterfind(RELS + "Relationship"):
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" or (kind == "hyperlink" and target.startswith(("http", "mailto:"))):
            continue
        if kind == "attachedTemplate" and not target.startswith(("http", "\\\\", "file://")):
            continue
        yield Hidden(
            "external-link",
            name,
            excerpt(target),
            "文件引用了外部地址，会暴露内部路径或在打开时联网；公开前请断开链接。",
        )
