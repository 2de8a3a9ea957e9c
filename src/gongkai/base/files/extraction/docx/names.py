"""The names of WordprocessingML, and small questions to its elements."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix of the format
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def value(parent: etree._Element | None, name: str, attribute: str = "val") -> str | None:
    """Return an attribute of the child w:`name`, None where either is missing."""
    if parent is None:
        return None
    child = parent.find(W + name)
    return None if child is None else child.get(W + attribute)


def switched(parent: etree._Element | None, name: str) -> bool | None:
    """Return an on/off property: None where it is not set."""
    if parent is None:
        return None
    child = parent.find(W + name)
    if child is None:
        return None
    return child.get(W + "val", "true") not in {"0", "false", "off", "none"}


def number(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
