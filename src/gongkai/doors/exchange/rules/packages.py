"""政务公开报送包: what a package holds and how a receipt reads, as JSON or XML. Pure Python, nothing outside is loaded.

A package is a ZIP with `manifest.json` or `manifest.xml`, `text.html`, and what is attached below `attachments/`. The same
filing gives the same bytes, so that a package which is dropped again is recognised by its name and its digest.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from .answers import REASON_LENGTH, Outcome, Verdict

FORMATS = {"json": "JSON", "xml": "XML"}
MOST_RECEIPT_BYTES = 64 * 1024
MOST_CATALOGUE_BYTES = 64 * 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: no package depends on the hour
_UNSAFE = re.compile(r"[^\w.（）()-]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
FINAL = {Outcome.ACCEPTED, Outcome.REJECTED, Outcome.PENDING}


class Unreadable(Exception):
    """A file of the other side cannot be understood; the sentence says why."""


@dataclass(frozen=True)
class Attached:
    name: str
    data: bytes


@dataclass(frozen=True)
class Receipt:
    """What the other side says about one package. `sha256` is of the package it read."""

    key: str
    sha256: str
    verdict: Verdict
    signature: str = ""


def package_name(key: str) -> str:
    """Return the file name for an idempotency key: readable, safe on every file system, the same for ever."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", key).strip("-")[:60]
    return f"{plain}.{hashlib.sha256(key.encode()).hexdigest()[:12]}.zip"


def packed(key: str, payload: Mapping[str, Any], html: str, files: Iterable[Attached], form: str) -> bytes:
    """Return the package as bytes, the same each time it is made of the same things."""
    parts = [("text.html", html.encode())] if html else []
    listed = []
    for place, file in enumerate(files, start=1):
        safe = _UNSAFE.sub("_", file.name)[-120:]
        name = f"attachments/{place:02d}-{safe}"
        parts.append((name, file.data))
        listed.append({"path": name, "name": file.name, "sha256": hashlib.sha256(file.data).hexdigest()})
    said = {"key": key, **payload, "text": "text.html" if html else "", "attachments": listed}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in [(f"manifest.{form}", written(said, form, "filing")), *parts]:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def written(said: Mapping[str, Any], form: str, root: str) -> bytes:
    """Return a record in one of the two forms."""
    if form == "json":
        return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()
    element = etree.Element(root)
    _fill(element, said)
    data: bytes = etree.tostring(element, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return data


def _fill(element: Any, value: Any) -> None:
    if isinstance(value, Mapping):
        for name in sorted(value):
            _fill(etree.SubElement(element, name if _NAME.fullmatch(name) else "field"), value[name])
    elif isinstance(value, list):
        for one in value:
            _fill(etree.SubElement(element, "item"), one)
    elif value is not None:
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        element.text = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def record(data: bytes) -> Any:
    """Read JSON or XML, whichever it is. Raises Unreadable; a document type in XML is refused, entities never resolved."""
    if data.lstrip()[:1] == b"<":
        return _from_xml(data)
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("既不是 JSON，也不是 XML，或者没有写完") from error


def _from_xml(data: bytes) -> Any:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("XML 中带有文档类型声明，不予读取")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return _value(etree.fromstring(data, parser))
    except etree.XMLSyntaxError as error:
        raise Unreadable("XML 不完整或者写法有误") from error


def _value(element: Any) -> Any:
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return (element.text or "").strip()
    if all(child.tag == "item" for child in children):
        return [_value(child) for child in children]
    return {child.tag: _value(child) for child in children}


def receipt(data: bytes) -> Receipt:
    """Read a receipt: key, sha256 of the package, result, receipt, reason, signature. Raises Unreadable."""
    if len(data) > MOST_RECEIPT_BYTES:
        raise Unreadable("回执文件过大")
    said = record(data)
    if not isinstance(said, dict):
        raise Unreadable("回执里没有各项内容")
    found = {name: str(said.get(name) or "").strip() for name in ("key", "sha256", "result", "receipt", "reason")}
    missing = [name for name in ("key", "sha256", "result", "receipt") if not found[name]]
    if missing:
        raise Unreadable(f"回执缺少 {'、'.join(missing)}")
    if found["result"] not in {one.value for one in FINAL}:
        raise Unreadable(f"回执的 result“{found['result'][:20]}”不认识，应为 accepted、rejected 或 pending")
    verdict = Verdict(Outcome(found["result"]), found["receipt"][:100], found["reason"][:REASON_LENGTH])
    return Receipt(found["key"], found["sha256"].lower(), verdict, str(said.get("signature") or "").strip())


def receipt_signature(secret: str, *, key: str, sha256: str, result: str, number: str) -> str:
    """Return what a receipt is signed with: bound to one package, so that it fits no other."""
    return hmac.digest(secret.encode(), f"{key}\n{sha256}\n{result}\n{number}".encode(), "sha256").hex()


def receipt_holds(secret: str, read: Receipt) -> bool:
    wanted = receipt_signature(
        secret, key=read.key, sha256=read.sha256, result=read.verdict.outcome, number=read.verdict.receipt
    )
    return hmac.compare_digest(wanted.encode(), read.signature.lower().encode())
