"""Zip packages (docx, xlsx, ofd) opened with suspicion: sizes, ratios, names and XML are checked before anybody reads them."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from .limits import Limits
from .refusals import BombFile, EncryptedFile, MalformedFile
from .source import Source, opened

ENCRYPTED_FLAG = 0x1
# Encodings in which "<!" is the two ASCII bytes and nothing else, so that a search for it is exact.
ASCII_COMPATIBLE = {
    "utf-8", "utf8", "ascii", "us-ascii", "gbk", "gb2312", "gb18030", "iso-8859-1", "windows-1252",
}  # fmt: skip
DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
STRICT_NAMESPACES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
BROKEN = "文件已损坏，无法打开。请用原来的软件打开后另存一份，再上传。"


class Archive:
    """A zip package whose directory passed the limits; every read is limited again, because directories lie."""

    def __init__(self, package: zipfile.ZipFile, limits: Limits) -> None:
        self.package = package
        self.limits = limits
        self.names = frozenset(info.filename for info in package.infolist())
        self.left = limits.unpacked

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """Return one part. Raises BombFile past the limits, MalformedFile when absent or damaged."""
        limit = min(self.left, self.limits.xml_part)
        try:
            with self.package.open(name) as part:
                data = part.read(limit + 1)
        except KeyError as error:
            raise MalformedFile(f"文件不完整：缺少“{name}”这一部分。请用原来的软件重新保存后再上传。") from error
        except RuntimeError as error:
            raise EncryptedFile("压缩包带有密码，无法读取。请去掉密码后再上传。") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise MalformedFile(BROKEN) from error
        if len(data) > limit:
            raise BombFile("文件解开后大得不正常，可能是恶意压缩文件，已拒绝。请与提供者核对。")
        self.left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.read(name), name)

    def optional_xml(self, name: str) -> etree._Element | None:
        return self.xml(name) if name in self.names else None


def refuse_bombs(package: zipfile.ZipFile, limits: Limits) -> None:
    """Check the directory of a package: number of entries, total size, ratio, passwords, archives inside."""
    entries = package.infolist()
    if len(entries) > limits.entries:
        raise BombFile(f"文件里有 {len(entries)} 个部分，超过 {limits.entries} 个，不像正常公文，已拒绝。")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if total > limits.unpacked:
        raise BombFile("文件解开后大得不正常，可能是恶意压缩文件，已拒绝。请与提供者核对。")
    if total > limits.ratio_from and total / packed > limits.ratio:
        raise BombFile(f"文件的压缩比达到 {total // packed} 倍，可能是恶意压缩文件，已拒绝。请与提供者核对。")
    for entry in entries:
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise EncryptedFile("文件带有密码，无法读取。请去掉密码后再上传。")
        if entry.filename.lower().endswith((".zip", ".rar", ".7z", ".gz", ".tar", ".bz2", ".xz")):
            raise BombFile(f"文件里又套着压缩包“{entry.filename}”，已拒绝。请取出后分别上传。")


@contextmanager
def open_archive(data: Source, limits: Limits) -> Iterator[Archive]:
    """Open a package for reading. Raises MalformedFile, BombFile or EncryptedFile."""
    with opened(data) as file:
        try:
            package = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise MalformedFile(BROKEN) from error
        with package:
            refuse_bombs(package, limits)
            yield Archive(package, limits)


def refuse_entities(data: bytes, name: str) -> None:
    """Raise BombFile when XML declares a document type or entity (billion laughs, external files).

    Office and OFD packages never need one. Only encodings are let through in which this search cannot be fooled.
    """
    text = data
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = data.decode("utf-16", errors="replace").encode("utf-8")
    else:
        text = data.removeprefix(b"\xef\xbb\xbf")
        declared = DECLARED.match(text)
        if not text.lstrip().startswith(b"<") or b"\0" in text[:64]:
            raise MalformedFile(f"文件中的“{name}”不是有效的 XML。请用原来的软件重新保存后再上传。")
        if declared and declared.group(1).decode("ascii").lower() not in ASCII_COMPATIBLE:
            raise MalformedFile(f"文件中的“{name}”使用了不支持的编码。请用原来的软件重新保存后再上传。")
    if DECLARATION.search(text):
        raise BombFile(f"文件中的“{name}”含有实体声明，可能是攻击文件，已拒绝。请与提供者核对。")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse one part after `refuse_entities`, with a parser that loads nothing from anywhere."""
    refuse_entities(data, name)
    for strict, usual in STRICT_NAMESPACES:
        if strict in data:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MalformedFile(f"文件中的“{name}”不是有效的 XML，文件可能已损坏。请重新保存后再上传。") from error
