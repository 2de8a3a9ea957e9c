"""Old pages as text: GB 2312, GBK, GB 18030, UTF-8, and text that was once decoded wrongly and saved so."""

from __future__ import annotations

import codecs
import re

DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "hz-gb-2312": "gb18030", "big5": "big5hkscs"}
# What servers say by default; any bytes can be read so, hence no page of ours is believed to be.
NOT_BELIEVED = frozenset({"iso8859-1", "iso8859-15", "cp1252", "ascii"})
MOST_NULS = (
    50  # one in so many bytes may be zero: old systems leave some behind, programs and pictures are full of them
)
TOLERATED = 0.02  # share of characters that may be unreadable before a page counts as lost
_COMMON = re.compile("[的一是在不了有和人为国发展政府工作关于通知办理管理公开、，。：；]")
_WIDE = re.compile("[\u0080-\U0010ffff]")
_LATIN = re.compile("[\u00c0-\u00ff]{1,2}[\u0080-\u00bf\u0152-\u2122]")


class Unreadable(Exception):
    """The page cannot be read; the sentence says why and what to do."""


def decoded(data: bytes) -> tuple[str, str, list[str]]:
    """Return text, encoding and notices. Raises Unreadable when the bytes are no text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding, []
    head = data[:2048]
    if head.count(0) * MOST_NULS > len(head):
        raise Unreadable("不是文字内容，像是程序或图片误存为网页。请核对原文件。")
    said = DECLARED.search(data[:4096])
    declared = said.group(1).decode("ascii").lower() if said else ""
    known = _known(ALIASES.get(declared, declared))
    for encoding in dict.fromkeys(("utf-8", known, "gb18030")):
        text = _strict(data, encoding)
        if text is not None:
            repaired = _repaired(text)
            notices = [] if repaired is None else ["原网页文字错码，已还原，请核对"]
            if declared and known != encoding and not data.isascii():
                notices.append(f"声明的编码“{declared}”与实际的 {encoding} 不符，已按实际读取")
            return text if repaired is None else repaired, encoding, notices
    return _tolerant(data, known)


def _known(declared: str) -> str:
    """Return Python's name of an encoding that a page may really have; "" for none that is known and can be believed."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""
    return "" if name in NOT_BELIEVED else name


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def _tolerant(data: bytes, declared: str) -> tuple[str, str, list[str]]:
    """Return the reading with the fewest unreadable characters. Raises Unreadable beyond what is tolerated."""
    best, text = "", ""
    for encoding in ("utf-8", "gb18030"):
        attempt = data.decode(encoding, "replace")
        if not best or attempt.count("\ufffd") < text.count("\ufffd") or (encoding == declared and not best):
            best, text = encoding, attempt
    wide = len(_WIDE.findall(text)) or 1
    lost = text.count("\ufffd")
    if lost > max(2, wide * TOLERATED):
        raise Unreadable(f"有 {lost} 个字符无法识别，打开是乱码。请从旧系统重新导出这一页。")
    return text, best, [f"有 {lost} 个字符无法识别，请对照原网页"]


def _repaired(text: str) -> str | None:
    """Return what the text was before UTF-8 was read as Latin-1 or GBK and saved so; None when nothing was wrong."""
    sample = text[:6000]
    if len(_LATIN.findall(sample)) > 20:
        return _undone(text, "cp1252") or _undone(text, "latin-1")
    wide = len(_WIDE.findall(sample))
    if wide > 40 and len(_COMMON.findall(sample)) / wide < 0.02:
        return _undone(text, "gb18030")
    return None


def _undone(text: str, wrong: str) -> str | None:
    try:
        found = text.encode(wrong).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    wide = len(_WIDE.findall(found[:6000])) or 1
    return found if len(_COMMON.findall(found[:6000])) / wide > 0.02 else None
