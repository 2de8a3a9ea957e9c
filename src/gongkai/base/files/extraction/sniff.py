"""What a file is, by its content; its name must agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import puremagic
from olefile import OleFileIO

from . import media as recordings
from .archive import open_archive
from .charset import decoded
from .limits import Limits
from .refusals import EmptyFile, EncryptedFile, FileRefused, MalformedFile, TooLarge, WrongType
from .source import Source, head_of, opened, size_of

TAKEN = "docx、pdf、ofd、xlsx、html、txt，以及 doc、wps、rtf、xls、csv、png、jpg"
HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIB_ENCRYPTED = 0x0100  # FibBase.fEncrypted, [MS-DOC] 2.5.2
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "html": "text/html",
    "txt": "text/plain",
    "csv": "text/csv",
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "rtf": "application/rtf",
    "xls": "application/vnd.ms-excel",
    "png": "image/png",
    "jpg": "image/jpeg",
}
NAMES = {
    "docx": "Word 文档（docx）", "xlsx": "Excel 工作簿（xlsx）", "pdf": "PDF", "ofd": "OFD 版式文件", "html": "网页（html）",
    "txt": "纯文本（txt）", "csv": "表格文本（csv）", "doc": "旧版 Word 文档（doc）", "wps": "WPS 文字（wps）", "rtf": "RTF 文档",
    "xls": "旧版 Excel 工作簿（xls）", "png": "PNG 图像", "jpg": "JPEG 图像", "pptx": "演示文稿（pptx）", "ppt": "演示文稿（ppt）",
    "zip": "压缩包（zip）",
}  # fmt: skip
EXTENSIONS = {
    "docx": {"docx", "docm", "dotx", "wps"},
    "xlsx": {"xlsx", "xlsm", "et"},
    "pdf": {"pdf"},
    "ofd": {"ofd"},
    "html": {"html", "htm", "xhtml", "shtml"},
    "txt": {"txt", "text", "vtt", "srt"},  # captions are plain text
    "csv": {"csv"},
    "doc": {"doc", "dot"},
    "wps": {"wps"},
    "rtf": {"rtf"},
    "xls": {"xls", "et"},
    "png": {"png"},
    "jpg": {"jpg", "jpeg"},
} | recordings.EXTENSIONS
MEDIA_TYPES |= recordings.MEDIA_TYPES
NAMES |= recordings.NAMES
_ole: Any = OleFileIO  # untyped
_EXECUTABLE = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"\0asm",
    b"dex\n",
    b"L\0\0\0\x01\x14\x02\0",
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_SCRIPT_NAMES = {
    "exe",
    "dll",
    "msi",
    "bat",
    "cmd",
    "com",
    "scr",
    "vbs",
    "js",
    "jse",
    "wsf",
    "ps1",
    "sh",
    "jar",
    "py",
    "php",
    "hta",
    "lnk",
    "apk",
}
_HTML = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|meta|title|script|table|div|p|h[1-6]|span|ul|iframe)[\s>/]", re.IGNORECASE
)


@dataclass(frozen=True)
class FileType:
    """`kind` names the reader, `extension` the one the file came with (lower case, no dot)."""

    kind: str
    media_type: str
    extension: str


# Files that are text inside and nothing that could be renamed to be taken.
_PICTURE_OF_WORDS = {
    "svg": "是SVG图片，里面可以带程序，不能上传。请另存为PNG或者JPG。",
    "vtt": "里有网页代码，不是字幕。请删去代码，只留时间和文字。",
    "srt": "里有网页代码，不是字幕。请删去代码，只留时间和文字。",
}


def sniff(
    data: Source, filename: str, limits: Limits | None = None, *, media: bool = False, kinds: Sequence[str] = ()
) -> FileType:  # fmt: skip
    """Return what the bytes are. Raises FileRefused when empty, too large, unknown, executable, or not what the name says.

    Sound and moving pictures are taken only with `media`: most places want something that can be read. `kinds` are
    those that the caller takes, where they are fewer: a refusal then names them and no others.
    """
    limits, taken = limits or Limits(), "、".join(kinds) or TAKEN
    size = size_of(data)
    if not size:
        raise EmptyFile(f"“{filename}”是空文件（0 字节）。请检查原文件后重新上传。")
    if size > limits.bytes:
        raise TooLarge(f"“{filename}”大于 {limits.bytes // 1024 // 1024} MB 的上限。请压缩图片或拆分后再上传。")
    extension = PurePosixPath(filename.replace("\\", "/")).suffix.lower().lstrip(".")
    kind = recordings.kind_of(data, extension) or _kind(data, extension, limits, taken)
    if kind in recordings.MEDIA_TYPES and not media:
        raise WrongType(
            f"“{filename}”是{NAMES[kind]}，这里不收音视频。音视频请作为政策解读的文件上传，并附字幕或者文字稿。"
        )
    if kind == "doc" and extension == "wps":
        kind = "wps"
    if kind not in EXTENSIONS:
        raise WrongType(f"“{filename}”是{NAMES.get(kind, kind)}，不在可接收的格式之内。可上传：{taken}。")
    if extension not in EXTENSIONS[kind]:
        said = f"扩展名是“.{extension}”" if extension else "没有扩展名"
        if extension in _PICTURE_OF_WORDS:
            raise WrongType(f"“{filename}”{_PICTURE_OF_WORDS[extension]}")
        if kinds and kind not in kinds:
            raise WrongType(f"“{filename}”{said}，内容却是{NAMES[kind]}。请核对是否选错文件。可上传：{taken}。")
        raise WrongType(
            f"“{filename}”{said}，内容却是{NAMES[kind]}。请核对是否选错文件；确认无误的，把扩展名改为“.{kind}”后再上传。"
        )
    return FileType(kind, MEDIA_TYPES[kind], extension)


def _kind(data: Source, extension: str, limits: Limits, taken: str) -> str:
    head = head_of(data, HEAD)
    if head.startswith(_EXECUTABLE) or extension in _SCRIPT_NAMES:
        raise WrongType(f"这是可执行程序或脚本，不能上传。可上传：{taken}。")
    if head.startswith(_ARCHIVES):
        raise WrongType("这是压缩包。请解压后把里面的文件分别上传。")
    if head.startswith(b"PK"):
        return _zip_kind(data, limits)
    if head.startswith(OLE):
        return _ole_kind(data, taken)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return _text_kind(head, extension, taken)


def _zip_kind(data: Source, limits: Limits) -> str:
    with open_archive(data, limits) as archive:
        if "OFD.xml" in archive:
            return "ofd"
        for part, kind in (
            ("word/document.xml", "docx"),
            ("xl/workbook.xml", "xlsx"),
            ("ppt/presentation.xml", "pptx"),
        ):
            if part in archive:
                return kind
        if "[Content_Types].xml" in archive:
            types = archive.read("[Content_Types].xml")
            for mark, kind in ((b"wordprocessingml", "docx"), (b"spreadsheetml", "xlsx"), (b"presentationml", "pptx")):
                if mark in types:
                    return kind
        return "zip"


def _ole_kind(data: Source, taken: str) -> str:
    try:
        with opened(data) as file, _ole(file) as container:
            if container.exists("EncryptedPackage") or container.exists("EncryptionInfo"):
                raise EncryptedFile("文件设有打开密码，无法读取。请在 Word、Excel 或 WPS 中取消密码，另存后再上传。")
            if container.exists("WordDocument"):
                flags = int.from_bytes(container.openstream("WordDocument").read(12)[10:12], "little")
                if flags & FIB_ENCRYPTED:
                    raise EncryptedFile("文件设有打开密码，无法读取。请在 Word 或 WPS 中取消密码，另存后再上传。")
                return "doc"
            if container.exists("Workbook") or container.exists("Book"):
                return "xls"
            if container.exists("PowerPoint Document"):
                return "ppt"
    except FileRefused:
        raise
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise MalformedFile("文件已损坏，无法打开。请用原来的软件打开后另存一份，再上传。") from error
    raise WrongType(f"认不出这个文件的格式。可上传：{taken}。")


def _text_kind(head: bytes, extension: str, taken: str) -> str:
    try:
        text = decoded(head, cut=True).text
    except FileRefused as error:
        raise WrongType(f"认不出这个文件的格式{_guess(head)}。可上传：{taken}。") from error
    if extension == "csv":
        return "csv"
    if _HTML.search(text) and (extension in EXTENSIONS["html"] or _is_page(text)):
        return "html"
    return "txt"


def _is_page(text: str) -> bool:
    """Whether text is a web page, rather than prose that mentions a tag."""
    start = text.lstrip("\ufeff \t\r\n")[:600].lower()
    return start.startswith("<") and bool(re.search(r"<!doctype html|<html|<head|<body|<script|<meta|<iframe", start))


def _guess(head: bytes) -> str:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return f"（像是 {matches[0].name or matches[0].extension}）" if matches else ""
