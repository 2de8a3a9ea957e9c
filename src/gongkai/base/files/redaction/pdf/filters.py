"""The filters that content streams use."""

from __future__ import annotations

import base64
import re
import zlib
from typing import TYPE_CHECKING, Any

from .syntax import BadSyntax, Stream

if TYPE_CHECKING:
    from .file import PdfFile

MOST_BYTES = 200 * 1024 * 1024


def decoded(file: PdfFile, stream: Stream) -> bytes:
    filters = file.get(stream.dictionary.get("Filter", stream.dictionary.get("F")))
    names = filters if isinstance(filters, list) else [filters] if filters else []
    parameters = file.get(stream.dictionary.get("DecodeParms"))
    listed = parameters if isinstance(parameters, list) else [parameters] * len(names)
    data = stream.raw
    for name, parameter in zip(names, listed, strict=False):
        data = _one(str(file.get(name)), data, file.dictionary(parameter))
    return data


def _one(name: str, data: bytes, parameters: dict[str, Any]) -> bytes:
    if parameters.get("Predictor", 1) != 1:
        raise BadSyntax("predictor in a content stream")
    if name in {"FlateDecode", "Fl"}:
        return inflated(data)
    if name in {"ASCIIHexDecode", "AHx"}:
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.split(b">")[0])
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    if name in {"ASCII85Decode", "A85"}:
        body = data.strip().removeprefix(b"<~").split(b"~")[0]
        return base64.a85decode(body)
    raise BadSyntax(f"filter {name}")


def inflated(data: bytes) -> bytes:
    machine = zlib.decompressobj()
    try:
        out = machine.decompress(data, MOST_BYTES)
    except zlib.error as error:
        raise BadSyntax("damaged stream") from error
    if machine.unconsumed_tail:
        raise BadSyntax("stream too large")
    return out
