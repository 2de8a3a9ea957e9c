"""PDF by pypdfium2: text in reading order, scanned pages named as such, and what lies under boxes."""

from __future__ import annotations

import contextlib
import ctypes
import threading
from typing import Any

from pypdfium2 import PdfiumError

from .layout import Glyph, Page, blocks_of, render
from .limits import Clock, Limits
from .pdf_objects import PageObjects, Text, annotations_of, survey
from .pdf_turn import turn
from .pdfium import open_document, raw
from .refusals import EncryptedFile, MalformedFile, TooLarge
from .result import Hidden, Reading, excerpt
from .sniff import FileType
from .source import Source

# pdfium is not safe to use from two threads.
_TURN = threading.Lock()
SCAN_SHARE = 0.5  # of the page's area
FEW_CHARACTERS = 10
MOST_LISTED = 12
_METADATA = {
    "Author": "author", "Creator": "software", "Producer": "producer", "Title": "title", "Subject": "subject", "Keywords": "keywords",
    "CreationDate": "created", "ModDate": "modified",
}  # fmt: skip
_WHY = {
    "covered-text": "文字被色块遮住，但仍在文件里，复制即可得到；公开前必须真正删除。",
    "covered-image": "文字被图像遮住，但仍在文件里，复制即可得到；公开前请确认。",
    "hidden-text": "文字不可见（白色、透明、极小或在页面之外），但仍在文件里；公开前请确认或删除。",
}


def read(data: Source, _file_type: FileType, limits: Limits, clock: Clock) -> Reading:
    """Read a PDF. Raises EncryptedFile, MalformedFile or TooLarge."""
    with _TURN:
        document = _open(data)
        try:
            if len(document) > limits.pages:
                raise TooLarge(f"PDF 有 {len(document)} 页，超过 {limits.pages} 页。请拆分后再上传。")
            return _Reader(document, clock).reading()
        except PdfiumError as error:
            raise MalformedFile("PDF 文件已损坏，无法读取。请重新导出后再上传。") from error
        finally:
            document.close()


def _open(data: Source) -> Any:
    try:
        return open_document(data)
    except PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise EncryptedFile("PDF 设有打开密码，无法读取。请取消密码后再上传。") from error
        raise MalformedFile("PDF 文件已损坏，无法打开。请重新导出后再上传。") from error


class _Reader:
    def __init__(self, document: Any, clock: Clock) -> None:
        self.document = document
        self.clock = clock
        self.hidden: list[Hidden] = []
        self.scans: list[int] = []
        self.recognised: list[int] = []
        self.blank: list[int] = []

    def reading(self) -> Reading:
        pages = [self._page(number) for number in range(1, len(self.document) + 1)]
        html, title = render(blocks_of(pages))
        properties = self.document.get_metadata_dict(skip_empty=True)
        metadata = {_METADATA[key]: value for key, value in properties.items() if key in _METADATA}
        self._whole_document()
        return Reading(
            html,
            title or metadata.get("title", ""),
            metadata,
            pages=len(pages),
            notices=self._notices(len(pages)),
            hidden=tuple(self.hidden),
        )

    def _page(self, number: int) -> Page:
        self.clock.check()
        pdf_page = self.document[number - 1]
        text_page = pdf_page.get_textpage()
        try:
            left, bottom, right, top = pdf_page.get_cropbox()
            page = Page(number, right - left, top - bottom)
            objects = survey(pdf_page.raw, page.width * page.height)
            notes, boxes = annotations_of(pdf_page.raw)
            objects.covers += boxes
            self._judge(page, objects, self._texts(text_page.raw, objects), (left, top))
            page.rules = [rule.moved(left, top) for rule in objects.rules]
            turn(page, pdf_page.get_rotation())
            for kind, content in notes:
                self.hidden.append(
                    Hidden(
                        "annotation",
                        f"第 {number} 页",
                        excerpt(f"{kind}：{content}"),
                        "页面上有批注，公开前请确认或删除。",
                    )
                )
            return page
        finally:
            text_page.close()
            pdf_page.close()

    def _texts(self, text_page: Any, objects: PageObjects) -> list[Text]:
        """Return the characters of a page with their boxes and the order in which they were drawn."""
        box = raw.FS_RECTF()
        texts = []
        for place in range(raw.FPDFText_CountChars(text_page)):
            code = raw.FPDFText_GetUnicode(text_page, place)
            if (
                code <= 0x20
                or code in {0xA0, 0x3000, 0xFFFE, 0xFFFF, 0xFEFF}
                or raw.FPDFText_IsGenerated(text_page, place) == 1
            ):
                continue
            if 0xD800 <= code <= 0xDFFF or not raw.FPDFText_GetLooseCharBox(text_page, place, box):
                continue
            owner = ctypes.cast(raw.FPDFText_GetTextObject(text_page, place), ctypes.c_void_p).value
            texts.append(Text(chr(code), box.left, box.right, box.top, box.bottom, objects.texts.get(owner or 0)))
        return texts

    def _judge(self, page: Page, objects: PageObjects, texts: list[Text], corner: tuple[float, float]) -> None:
        """Sort characters into what is seen and what is not, and say whether the page is a scan."""
        scanned = objects.image_share > SCAN_SHARE
        unseen: dict[str, str] = {}
        width, height = page.width, page.height
        seen = 0
        for text in texts:
            reason = objects.why_unseen(text, scanned=scanned)
            glyph = Glyph(
                text.char, text.left - corner[0], text.right - corner[0], corner[1] - text.top, corner[1] - text.bottom
            )
            if not reason and not (-1 < glyph.x < width + 1 and -1 < glyph.y < height + 1):
                reason = "hidden-text"
            if reason:
                unseen[reason] = unseen.get(reason, "") + text.char
            if reason in {"", "covered-image"}:
                seen += 1
                page.glyphs.append(glyph)
        for reason, content in unseen.items():
            kind = "covered-text" if reason.startswith("covered") else reason
            self.hidden.append(Hidden(kind, f"第 {page.number} 页", excerpt(content), _WHY[reason]))
        if scanned and seen < FEW_CHARACTERS:
            self.scans.append(page.number)
        elif scanned and any(text.look and text.look.invisible for text in texts):
            self.recognised.append(page.number)
        elif not seen and not objects.images:
            self.blank.append(page.number)

    def _whole_document(self) -> None:
        document = self.document.raw
        for place in range(raw.FPDFDoc_GetAttachmentCount(document)):
            name = ""
            with contextlib.suppress(PdfiumError):
                name = self.document.get_attachment(place).get_name()
            self.hidden.append(
                Hidden("attachment", "文件附件", excerpt(name), "PDF 里夹带了另一个文件，公开前请确认或删除。")
            )
        if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            self.hidden.append(Hidden("macro", "整个文件", "JavaScript", "PDF 里含有脚本，公开前请删除。"))

    def _notices(self, pages: int) -> tuple[str, ...]:
        notices = []
        if self.scans and len(self.scans) == pages:
            notices.append(
                "整份 PDF 都是扫描图像，没有可提取的文字。请上传由文字处理软件导出的 PDF，或在正文中录入文字。"
            )
        elif self.scans:
            notices.append(f"第 {_listed(self.scans)} 页是扫描图像，没有可提取的文字。")
        if self.recognised:
            notices.append(f"第 {_listed(self.recognised)} 页是扫描图像，文字来自机器识别，可能有错，请与图像核对。")
        if self.blank and len(self.blank) < pages:
            notices.append(f"第 {_listed(self.blank)} 页没有文字。")
        return tuple(notices)


def _listed(pages: list[int]) -> str:
    shown = "、".join(str(page) for page in pages[:MOST_LISTED])
    return shown + (f" 等 {len(pages)}" if len(pages) > MOST_LISTED else "")
