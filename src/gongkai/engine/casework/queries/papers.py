"""The kept bytes of issued letters. They are given out only with the digest under which they were kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from gongkai.base.events.rules import Subject
from gongkai.base.vault import queries as vault
from gongkai.base.vault.rules import FileGone, Unreadable
from gongkai.engine.casework.models import Letter, Paper
from gongkai.engine.casework.papers.pdf import pdf
from gongkai.engine.casework.papers.word import docx_bytes
from gongkai.engine.casework.permissions import check_read
from gongkai.engine.casework.queries.letters import sheet
from gongkai.engine.casework.rules import Damaged, PaperKind, Refused

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

BROKEN = "{letter}的存档与签发时不一致，不予提供。请联系系统管理员从备份恢复。"


def pdf_of(letter: Letter, by: Acting, why: str) -> bytes:
    """Return the PDF as issued. Raises Refused before issue, Damaged when the bytes are no longer what was issued."""
    return _bytes(letter, PaperKind.PDF, by, why)


def docx_of(letter: Letter, by: Acting, why: str) -> bytes:
    """Return the DOCX as issued; see pdf_of."""
    return _bytes(letter, PaperKind.DOCX, by, why)


def preview_pdf(letter: Letter) -> bytes:
    """Return how the letter would look now, marked as a draft. Raises Refused once its words are gone."""
    _check_kept(letter)
    return pdf(sheet(letter))


def preview_docx(letter: Letter) -> bytes:
    _check_kept(letter)
    return docx_bytes(sheet(letter))


def _check_kept(letter: Letter) -> None:
    if letter.erased_at is not None:
        raise Refused("保存期限已满，这份文书的内容已经清除。")


def _bytes(letter: Letter, kind: PaperKind, by: Acting, why: str) -> bytes:
    check_read(letter, by)
    _check_kept(letter)
    paper = Paper.objects.select_related("file").filter(letter=letter, kind=kind).first()
    if paper is None:
        raise Refused("这份文书还没有签发，只能预览。")
    # The look is kept under the case, so that its page can show who read what.
    subject = Subject(letter.subject_type, letter.subject_id)
    try:
        content = vault.read_file(paper.file, by=by, why=why, subject=subject)
    except FileGone as error:
        if paper.file.destroyed_at is not None:
            raise Refused(str(error)) from error
        raise Damaged(BROKEN.format(letter=letter)) from error
    except Unreadable as error:
        raise Damaged(BROKEN.format(letter=letter)) from error
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise Damaged(BROKEN.format(letter=letter))
    return content
