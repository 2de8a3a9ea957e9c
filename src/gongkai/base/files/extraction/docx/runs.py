"""Inline content of a paragraph: text, changes, notes, links, fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from lxml import etree

from gongkai.base.files.extraction.markup import footnote_mark

from .findings import Findings, author_of
from .names import MC, A, M, O, R, V, W, local, switched, value

TINY = 4  # half-points
_THROUGH = {"smartTag", "customXml", "fldSimple", "sdtContent", "dir", "bdo", "rubyBase", "moveTo"}
_BREAKS = {"br", "cr"}
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": "", "lastRenderedPageBreak": ""}
_BOXES = {"txbxContent"}


@dataclass
class Notes:
    """Foot- and endnotes in the order in which the text calls them."""

    order: list[tuple[str, str]] = field(default_factory=list)  # (kind, id)

    def number(self, kind: str, identity: str) -> int:
        if (kind, identity) not in self.order:
            self.order.append((kind, identity))
        return self.order.index((kind, identity)) + 1


@dataclass
class Inline:
    """Turns one paragraph into inline HTML; also gathers its text boxes, images and largest letter."""

    findings: Findings
    links: dict[str, str]
    notes: Notes
    images: int = 0
    where: str = "正文"
    hidden_style: bool = False
    boxes: list[etree._Element] = field(default_factory=list)
    size: float = 0
    _field: list[str] = field(default_factory=list)  # stack of "code" | "result"

    def start(self, *, where: str, hidden: bool) -> None:
        """Begin another paragraph."""
        self.where, self.hidden_style, self.boxes, self.size = where, hidden, [], 0

    def html(self, parent: etree._Element, change: tuple[str, str] | None = None) -> str:
        """Return inline HTML; `change` is the (kind, who) of the insertion around it."""
        return "".join(self._child(child, change) for child in parent)

    def _child(self, child: etree._Element, change: tuple[str, str] | None) -> str:
        name = local(child)
        if name == "r":
            return self._run(child, change)
        if name in {"ins", "moveTo"}:
            return self.html(child, ("tracked-insertion", author_of(child)))
        if name in {"del", "moveFrom"}:
            self._deleted(child)
            return ""
        if name == "hyperlink":
            return self._link(child, change)
        if name == "sdt":
            content = child.find(W + "sdtContent")
            return "" if content is None else self.html(content, change)
        if name in _THROUGH:
            return self.html(child, change)
        if name in {"oMath", "oMathPara"}:
            return escape("".join(node.text or "" for node in child.iter(M + "t")))
        if name == "AlternateContent":
            return self._alternate(child, change)
        return ""

    def _link(self, child: etree._Element, change: tuple[str, str] | None) -> str:
        inner = self.html(child, change)
        target = self.links.get(child.get(R + "id", ""), "")
        return f'<a href="{escape(target)}">{inner}</a>' if inner and target.startswith(("http", "mailto:")) else inner

    def _deleted(self, child: etree._Element) -> None:
        text = "".join(node.text or "" for node in child.iter(W + "delText", W + "t"))
        self.findings.piece("tracked-deletion", self.where, text, author_of(child))

    def _alternate(self, element: etree._Element, change: tuple[str, str] | None) -> str:
        """Choose the newer of two representations: the other repeats the same text."""
        choice = element.find(MC + "Choice")
        chosen = choice if choice is not None else element.find(MC + "Fallback")
        return "" if chosen is None else "".join(self._piece(piece, change) for piece in chosen)

    def _run(self, run: etree._Element, change: tuple[str, str] | None) -> str:
        properties = run.find(W + "rPr")
        hidden = switched(properties, "vanish")
        if hidden or (hidden is None and self.hidden_style):
            text = "".join(node.text or "" for node in run.iter(W + "t"))
            if "code" not in self._field[-1:]:
                self.findings.piece("hidden-text", self.where, text)
            self._fields_of(run)
            return ""
        html = "".join(self._piece(piece, change) for piece in run)
        if not html:
            return ""
        if _is_faint(run, properties):
            self.findings.piece("faint-text", self.where, "".join(node.text or "" for node in run.iter(W + "t")))
        if change:
            text = "".join(node.text or "" for node in run.iter(W + "t"))
            self.findings.piece(change[0], self.where, text, change[1])
        size = value(properties, "sz")
        self.size = max(self.size, float(size) if size and size.isdigit() else 0)
        return self._dressed(html, properties)

    @staticmethod
    def _dressed(html: str, properties: etree._Element | None) -> str:
        if properties is None or not html.strip():
            return html
        raised = value(properties, "vertAlign")
        if raised in {"superscript", "subscript"} and not html.startswith("<sup"):
            tag = "sup" if raised == "superscript" else "sub"
            html = f"<{tag}>{html}</{tag}>"
        return f"<strong>{html}</strong>" if switched(properties, "b") else html

    def _fields_of(self, run: etree._Element) -> None:
        for mark in run.iter(W + "fldChar"):
            self._field_mark(mark)

    def _field_mark(self, mark: etree._Element) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self._field.append("code")
        elif kind == "separate" and self._field:
            self._field[-1] = "result"
        elif kind == "end" and self._field:
            self._field.pop()

    def _piece(self, piece: etree._Element, change: tuple[str, str] | None) -> str:
        name = local(piece)
        if name == "fldChar":
            self._field_mark(piece)
            return ""
        if "code" in self._field:
            return ""
        if name == "t":
            return escape(piece.text or "", quote=False)
        if name in _SIGNS:
            return _SIGNS[name]
        if name in _BREAKS:
            return "" if piece.get(W + "type") in {"page", "column"} else "<br>"
        if name in {"footnoteReference", "endnoteReference"}:
            return self._note(name.removesuffix("Reference"), piece)
        if name == "AlternateContent":
            return self._alternate(piece, change)
        if name in {"drawing", "pict", "object"}:
            self._picture(piece)
            return ""
        if name == "ruby":
            return "".join(self.html(base, change) for base in piece.iterfind(W + "rubyBase"))
        if name == "sym":
            return _symbol(piece)
        return ""

    def _note(self, kind: str, piece: etree._Element) -> str:
        number = self.notes.number(kind, piece.get(W + "id", ""))
        return footnote_mark(str(number), number)

    def _picture(self, piece: etree._Element) -> None:
        boxes = [box for box in piece.iter(W + "txbxContent") if not _repeats(box, piece)]
        self.boxes += boxes
        if not boxes and next(piece.iter(A + "blip", V + "imagedata"), None) is not None:
            self.images += 1
        for embedded in piece.iter(O + "OLEObject"):
            self.findings.add(
                "embedded-object",
                self.where,
                embedded.get("ProgID", ""),
                "文中嵌有另一个文件，双击可打开全部内容；公开前请确认或删除。",
            )


def _is_faint(run: etree._Element, properties: etree._Element | None) -> bool:
    """Whether letters are white on no ground of their own, or too small to read."""
    if properties is None:
        return False
    size = value(properties, "sz")
    if size and size.isdigit() and int(size) <= TINY:
        return True
    if (value(properties, "color") or "").upper() != "FFFFFF" or value(properties, "highlight"):
        return False
    grounds = [properties.find(W + "shd"), run.find(f"../{W}pPr/{W}shd")]
    grounds += [cell.find(f"{W}tcPr/{W}shd") for cell in run.iterancestors(W + "tc")]
    styled = any(table.find(f"{W}tblPr/{W}tblStyle") is not None for table in run.iterancestors(W + "tbl"))
    coloured = any(
        ground is not None and ground.get(W + "fill", "auto").upper() not in {"AUTO", "FFFFFF"} for ground in grounds
    )
    return not coloured and not styled


def _repeats(box: etree._Element, top: etree._Element) -> bool:
    """Whether a text box is the older copy of another one, or stands inside another one."""
    for ancestor in box.iterancestors():
        if ancestor is top:
            return False
        if ancestor.tag in {MC + "Fallback", W + "txbxContent"}:
            return True
    return False


def _symbol(piece: etree._Element) -> str:
    marks = {"F0FC": "√", "F0FE": "☑", "F0A8": "□", "F06F": "□", "F052": "☑", "F0A3": "□", "F0B7": "•", "F020": " "}
    return marks.get(piece.get(W + "char", "").upper(), "")
