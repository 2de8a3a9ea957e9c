"""XML and HTML by their characters alone: tags stripped, texts joined, attributes and remarks looked at."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from .forms import Secret, fold
from .report import Report

_TAG = re.compile(r"""<!--.*?-->|<\?.*?\?>|<(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
_BLOCK_END = re.compile(
    r"</(?:\w+:)?(?:p|si|c|is|v|f|pt|tc|tr|td|th|li|h\d|caption|blockquote|section|div|title|comment|text|row|author|definedName)>|<br\b[^>]*>"
)
_ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_INSIDE = re.compile(r"<(w:txbxContent)\b.*?</\1>", re.DOTALL)
_CODES = re.compile(r"<w:instrText\b[^>]*>[^<]*</w:instrText>")
_WEAK_OK = re.compile(
    r"descr|title|name|alt|string|display|location|tooltip|tag|instr|displayText|value|author|anchor|text|prompt\w*|error\w*|Target",
)
_NUMERIC = re.compile(r"[#+-]?[0-9A-Fa-f.]+%?|\{[0-9A-Fa-f-]+\}")
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([\w-]+)""")


def decode(data: bytes) -> str | None:
    """Return the markup as text, None if it cannot be decoded surely."""
    declared = _DECLARED.match(data[:200].lstrip(b"\xef\xbb\xbf"))
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        codec = "utf-16"
    else:
        codec = declared.group(1).decode("ascii") if declared else "utf-8-sig"
    try:
        return data.decode("utf-8-sig" if codec.lower() == "utf-8" else codec)
    except (UnicodeDecodeError, LookupError):
        return None


def look_through(data: bytes, where: str, report: Report) -> None:
    report.data(data, where)
    text = decode(data)
    if text is None:
        report.unreadable(where, "文字编码不明")
        return
    views = [text]
    if "<w:txbxContent" in text:
        views.append(_INSIDE.sub("", text))
    if "<w:instrText" in text:
        views += [_CODES.sub("", view) for view in views]
        report.text("".join(re.findall(r"<w:instrText\b[^>]*>([^<]*)<", text)), where, "域代码", remains=False)
    for view in views:
        _texts(view, where, report)
    _attributes(text, where, report)


def _texts(markup: str, where: str, report: Report) -> None:
    joined = fold(unescape(_TAG.sub("", markup)))
    hits = [secret for secret in report.secrets if secret.within(joined)]
    for secret in hits:
        if secret.spanning:
            report.add(secret.text, where, "文字")
    short = [secret for secret in hits if not secret.spanning]
    if short or any(secret.number for secret in report.secrets):
        blocks = unescape(_TAG.sub("", _BLOCK_END.sub("\n", markup))).split("\n")
        _short(blocks, short, where, report)
        report._remains("\n".join(blocks), where)


def _short(blocks: list[str], secrets: list[Secret], where: str, report: Report) -> None:
    for secret in secrets:
        if any(secret.within(fold(block)) for block in blocks):
            report.add(secret.text, where, "文字")


def _attributes(text: str, where: str, report: Report) -> None:
    tags = "".join(_TAG.findall(text))
    every = fold(unescape(tags))
    suspects = [secret for secret in report.secrets if secret.within(every)]
    if "%" in tags:
        quoted = fold(unquote(unescape(tags)))
        suspects += [secret for secret in report.secrets if secret not in suspects and secret.within(quoted)]
    if not suspects:
        return
    for name, double, single in _ATTRIBUTE.findall(tags):
        value = unescape(double or single)
        plain = fold(value) + "\n" + fold(unquote(value))
        for secret in suspects:
            if secret.within(plain) and (secret.strong or _is_textual(name, value)):
                report.add(secret.text, where, f"属性 {name}")


def _is_textual(name: str, value: str) -> bool:
    return bool(_WEAK_OK.fullmatch(name.rpartition(":")[2])) and not _NUMERIC.fullmatch(value.strip())
