"""Six hundred documents made by chance (150 of each kind): no secret survives by our verifier nor by readers that are not ours, and nothing else is lost."""

from __future__ import annotations

import io

import docx
import mammoth
import openpyxl
import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongkai.base.files.redaction import Passage, redact, redact_html, verify
from gongkai.base.files.tests.pdf_by_chance import pdf_document
from gongkai.base.files.tests.secret_words import Story, remains, secrets
from gongkai.base.files.tests.sheets_by_chance import workbook
from gongkai.base.files.tests.word_by_chance import word_document

pytestmark = pytest.mark.slow
by_chance = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
randoms = st.randoms(use_true_random=False)


def told(random):
    words = secrets(random)
    return Story(random, words), [Passage(word, "X4") for word in words], words


def unspaced(text):
    return "".join(text.split())


@by_chance
@given(randoms)
def test_no_secret_survives_in_word_documents(random):
    story, passages, words = told(random)
    data = word_document(random, story)
    assert remains(data, words), "the sample must hold the secrets"
    redacted = redact(data, "通知.docx", passages)
    assert not verify(redacted.data, "docx", words)
    assert not remains(redacted.data, words)
    docx.Document(io.BytesIO(redacted.data))
    second = mammoth.extract_raw_text(io.BytesIO(redacted.data)).value
    assert not [word for word in words if unspaced(word) in unspaced(second)]
    everything = unspaced(parts_text(redacted.data))
    assert not [kept for kept in story.kept if kept not in everything]


def parts_text(data):
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(
            re.sub(r"<[^>]*>", "", package.read(name).decode()) for name in package.namelist() if name.endswith(".xml")
        )


@by_chance
@given(randoms)
def test_no_secret_survives_in_web_pages(random):
    story, passages, words = told(random)
    html = []
    for _ in range(random.randint(1, 5)):
        line = story.line()
        half = random.randint(0, len(line))
        shape = random.choice(
            [
                "<p>{}<strong>{}</strong></p>",
                "<table><tr><td>{}<em>{}</em></td></tr></table>",
                "<ul><li>{}<br>{}</li></ul>",
            ]
        )
        html.append(shape.format(line[:half], line[half:]))
        html.append(
            f'<p><a href="https://example.cn/?q={story.hidden()}">{story.keep()}</a><!-- {story.hidden()} --></p>'
        )
    redacted = redact_html("".join(html), passages)
    assert not verify(redacted.data, "html", words)
    assert not remains(redacted.data, words)
    text = unspaced(redacted.data.decode().replace("<strong>", "").replace("<em>", "").replace("<br>", ""))
    assert not [kept for kept in story.kept if kept not in text.replace("</strong>", "").replace("</em>", "")]


@by_chance
@given(randoms)
def test_no_secret_survives_in_workbooks(random):
    story, passages, words = told(random)
    data = workbook(random, story)
    assert remains(data, words), "the sample must hold the secrets"
    redacted = redact(data, "台账.xlsx", passages)
    assert not verify(redacted.data, "xlsx", words)
    assert not remains(redacted.data, words)
    book = openpyxl.load_workbook(io.BytesIO(redacted.data), read_only=True)
    second = "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row) + "".join(
        book.sheetnames
    )
    book.close()
    assert not [word for word in words if unspaced(word) in unspaced(second)]
    everything = unspaced(parts_text(redacted.data))
    assert not [kept for kept in story.kept if kept not in everything]


def page_text(data):
    document = pypdfium2.PdfDocument(data)
    text = ""
    for page in document:
        text_page = page.get_textpage()
        text += unspaced(text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    return text


def second_reader(data):
    """Return the text as pdfminer.six reads it; '' where it is not installed."""
    try:
        from pdfminer.high_level import extract_text
    except ImportError:
        return ""
    return extract_text(io.BytesIO(data))


@by_chance
@given(randoms)
def test_no_secret_survives_in_pdfs(random):
    story, passages, words = told(random)
    data = pdf_document(random, story)
    grounds = random.random() < 0.4
    assert verify(data, "pdf", words), "the sample must hold the secrets"
    redacted = redact(data, "通知.pdf", passages, show_grounds=grounds)
    assert not verify(redacted.data, "pdf", words)
    assert not remains(redacted.data, words)
    # The code on a slanting bar may be read in the middle of a neighbouring line: compare without codes.
    before, after = page_text(data), page_text(redacted.data)
    assert not [word for word in words if unspaced(word) in after + unspaced(second_reader(redacted.data))]
    assert not [kept for kept in story.kept if not grounds and kept in before and kept not in after]
