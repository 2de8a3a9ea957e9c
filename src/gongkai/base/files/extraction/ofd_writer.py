"""A small writer of valid OFD files (GB/T 33190-2016): title, paragraphs, page numbers. For the demo city and tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.ofdspec.org/2016"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
PAGE = (210.0, 297.0)  # A4, millimetres
LEFT, TOP, BOTTOM, WIDTH = 28.0, 37.0, 262.0, 156.0  # the type area of GB/T 9704: 156 mm wide
BODY, HEAD = 5.6, 7.8  # 三号 and 二号 in millimetres
LEADING = 10.2
_NOT_FIRST = "，。、；：！？）》〉」』】〕”’%"
FIRST_DATE = date(2024, 1, 2)


@dataclass(frozen=True)
class _Placed:
    text: str
    x: float
    y: float
    size: float
    font: int = 1


def _width(char: str, size: float) -> float:
    return size if ord(char) > 0x2E7F or char in "“”‘’—…" else size * 0.5


def _text_width(text: str, size: float) -> float:
    return sum(_width(char, size) for char in text)


def _broken(text: str, size: float, first_indent: float) -> list[tuple[str, float]]:
    """Break a paragraph into lines that fit; each with its indent."""
    lines: list[tuple[str, float]] = []
    line, indent = "", first_indent
    for char in text:
        if _text_width(line + char, size) > WIDTH - indent + 0.01 and char not in _NOT_FIRST:
            lines.append((line, indent))
            line, indent = "", 0.0
        line += char
    return [*lines, (line, indent)] if line else lines


def _laid_out(title: str, paragraphs: Sequence[str]) -> list[list[_Placed]]:
    pages: list[list[_Placed]] = [[]]
    y = TOP + HEAD
    for line, _ in _broken(title, HEAD, 0.0):
        pages[-1].append(_Placed(line, LEFT + (WIDTH - _text_width(line, HEAD)) / 2, y, HEAD, 2))
        y += LEADING * 1.3
    y += LEADING / 2
    for paragraph in paragraphs:
        for line, indent in _broken(paragraph, BODY, 2 * BODY):
            if y > BOTTOM:
                pages.append([])
                y = TOP + BODY
            pages[-1].append(_Placed(line, LEFT + indent, y, BODY))
            y += LEADING
    for number, page in enumerate(pages, start=1):
        mark = f"— {number} —"
        page.append(_Placed(mark, (PAGE[0] - _text_width(mark, 4.9)) / 2, 280.0, 4.9))
    return pages


def _text_object(item: _Placed, identity: int) -> str:
    steps = " ".join(f"{_width(char, item.size):g}" for char in item.text[:-1])
    delta = f' DeltaX="{steps}"' if steps else ""
    width = _text_width(item.text, item.size)
    return (
        f'<ofd:TextObject ID="{identity}" Boundary="{item.x:.3f} {item.y - item.size:.3f} {width:.3f} {item.size * 1.2:.3f}"'
        f' Font="{item.font}" Size="{item.size:g}"><ofd:FillColor Value="0 0 0"/>'
        f'<ofd:TextCode X="0" Y="{item.size:g}"{delta}>{escape(item.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _page_xml(items: Sequence[_Placed], first_id: int) -> str:
    objects = "".join(_text_object(item, first_id + 2 + place) for place, item in enumerate(items))
    return (
        f'{DECLARATION}<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Content>'
        f'<ofd:Layer ID="{first_id + 1}" Type="Body">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _document_xml(page_ids: Sequence[int], last_id: int) -> str:
    pages = "".join(
        f'<ofd:Page ID="{identity}" BaseLoc="Pages/Page_{place}/Content.xml"/>'
        for place, identity in enumerate(page_ids)
    )
    return (
        f'{DECLARATION}<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData><ofd:MaxUnitID>{last_id}</ofd:MaxUnitID>'
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {PAGE[0]:g} {PAGE[1]:g}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def _fonts_xml() -> str:
    return (
        f'{DECLARATION}<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="1" FontName="仿宋" FamilyName="仿宋"/><ofd:Font ID="2" FontName="宋体" FamilyName="宋体" Bold="true"/>'
        "</ofd:Fonts></ofd:Res>"
    )


def _root_xml(title: str, author: str, created: date, custom: Mapping[str, str]) -> str:
    data = "".join(
        f"<ofd:CustomData Name={quoteattr(key)}>{escape(value)}</ofd:CustomData>" for key, value in custom.items()
    )
    return (
        f'{DECLARATION}<ofd:OFD xmlns:ofd="{NAMESPACE}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{uuid5(NAMESPACE_URL, title + created.isoformat()).hex}</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title>"
        + (f"<ofd:Author>{escape(author)}</ofd:Author>" if author else "")
        + f"<ofd:CreationDate>{created.isoformat()}</ofd:CreationDate><ofd:Creator>Gongkai</ofd:Creator>"
        + (f"<ofd:CustomDatas>{data}</ofd:CustomDatas>" if data else "")
        + "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def write_ofd(
    title: str,
    paragraphs: Sequence[str],
    *,
    author: str = "",
    created: date = FIRST_DATE,
    custom: Mapping[str, str] | None = None,
) -> bytes:
    """Return an OFD file: the title centred, paragraphs with an indent of two characters, page numbers as in official documents.

    The same input gives the same bytes. Fonts are named, not embedded.
    """
    pages = _laid_out(title, paragraphs)
    parts: dict[str, str] = {
        "OFD.xml": _root_xml(title, author, created, custom or {}),
        "Doc_0/PublicRes.xml": _fonts_xml(),
    }
    identity, page_ids = 10, []
    for place, items in enumerate(pages):
        page_ids.append(identity)
        parts[f"Doc_0/Pages/Page_{place}/Content.xml"] = _page_xml(items, identity)
        identity += len(items) + 2
    parts["Doc_0/Document.xml"] = _document_xml(page_ids, identity)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (created.year, created.month, created.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content.encode("utf-8"))
    return buffer.getvalue()
