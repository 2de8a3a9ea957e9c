"""Files made by code: nothing binary lies in the repository."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping

import docx
from docx.document import Document
from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def rezipped(data: bytes, change: Mapping[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """Return a package with parts changed by a function, or replaced or added by bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            edit = change.get(name)
            content = old.read(name)
            new.writestr(name, edit(content) if callable(edit) else edit if edit is not None else content)
        for name, content in change.items():
            if name not in old.namelist() and isinstance(content, bytes):
                new.writestr(name, content)
    return buffer.getvalue()


def word_body(xml: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a Word document whose body is the given WordprocessingML."""

    def put(content: bytes) -> bytes:
        namespaces = (
            b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
            b' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        )
        body = b"<w:body>" + xml.encode() + b"</w:body>"
        head = re.search(rb"<w:document[^>]*>", content)
        assert head
        opening = head.group(0)
        for namespace in re.findall(rb' xmlns:\w+="[^"]+"', namespaces):
            if namespace.split(b"=")[0] not in opening:
                opening = opening[:-1] + namespace + b">"
        return b'<?xml version="1.0" encoding="UTF-8"?>' + opening + body + b"</w:document>"

    return rezipped(word(), {"word/document.xml": put, **(parts or {})})


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(content: str, *, extra: str = "", page: str = "", encrypt: bool = False) -> bytes:
    """Return a one-page PDF, 400 by 400 points, whose content stream is `content`; /F1 is Helvetica."""
    stream = content.encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> " + page.encode() + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *([extra.encode("latin-1")] if extra else []),
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = (
        b" /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
        % (b"ab" * 32, b"cd" * 32)
        if encrypt
        else b""
    )
    return out + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, start)


def write_at(x: int, y: int, text: str, colour: str = "0 0 0", mode: int = 0) -> str:
    return f"BT /F1 14 Tf {mode} Tr {colour} rg {x} {y} Td ({text}) Tj ET\n"


def scanned_pdf(pages: int = 1) -> bytes:
    images = [Image.new("RGB", (800, 1100), (250, 250, 240)) for _ in range(pages)]
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:])
    return buffer.getvalue()


def ole_container(stream: str) -> bytes:
    """Return a compound file with one stream of 4096 bytes: what Word makes of a document with a password."""
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )  # fmt: skip
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    fat = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        encoded = name.encode("utf-16-le") + b"\0\0" if name else b""
        return struct.pack(
            "<64sHBBIII16xI16xIQ", encoded, len(encoded), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, 0, start, size
        )  # fmt: skip

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(stream, 2, 0xFFFFFFFF, 2, 4096)
    directory += entry("", 0, 0xFFFFFFFF, 0, 0) * 2
    return header + fat + directory + b"\0" * 4096


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()
