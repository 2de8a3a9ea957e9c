"""Redacting web pages and plain text, and keeping the redacted edition of a stored file."""

from __future__ import annotations

import pytest

from gongkai.base.files import actions, queries
from gongkai.base.files.rules import MARK, Passage, Place, RedactionRefused, blocks_of, redact, redact_html
from gongkai.base.files.tests.samples import word

NAME, PHONE = "欧阳晓岚", "13800138000"


def test_places_are_counted_as_the_desk_shows_them():
    html = "<h2>标题</h2><p>甲<strong>闫</strong>玥乙</p><table><tr><td>闫玥</td><td>丙</td></tr></table>"
    assert blocks_of(html) == ["标题", "甲闫玥乙", "闫玥", "丙"]
    redacted = redact_html(html, [Passage("闫玥", "X4", Place(1, 1, 3))])
    assert blocks_of(redacted.data.decode()) == ["标题", f"甲{MARK}〔X4〕乙", "闫玥", "丙"]
    assert redacted.found[0].places == ("正文第 2 段",)


def test_links_that_tell_a_secret_lose_their_address():
    redacted = redact_html(
        f'<p><a href="tel:{PHONE}">拨打</a><a href="/?q=%E6%AC%A7%E9%98%B3%E6%99%93%E5%B2%9A">找</a></p>',
        [Passage(PHONE), Passage(NAME)],
    )
    assert "href" not in redacted.data.decode()
    assert redacted.count == 2


def test_a_passage_over_two_paragraphs_is_struck_in_both():
    redacted = redact_html("<p>甲欧阳</p><p>晓岚乙</p>", [Passage("欧阳\n晓岚")])
    assert blocks_of(redacted.data.decode()) == [f"甲{MARK}", f"{MARK}乙"]


def test_text_keeps_its_lines_and_old_encodings_become_utf8():
    redacted = redact(
        f"一\n二{NAME}的通知\n电话138-0013-8000\n".encode("gb18030"), "a.txt", [Passage(NAME), Passage(PHONE)]
    )
    assert redacted.data.decode("utf-8-sig") == f"一\n二{MARK}的通知\n电话{MARK}\n"
    assert redacted.notices == ("文本已转为 UTF-8 编码。",)


def test_a_web_page_becomes_a_clean_page():
    page = f"<html><head><title>{NAME}</title><meta name=author content={NAME}></head><body><!--{NAME}--><p onclick='{NAME}'>{NAME}好</p></body></html>"
    redacted = redact(page.encode(), "a.html", [Passage(NAME)])
    assert NAME not in redacted.data.decode()
    assert f"<p>{MARK}好</p>" in redacted.data.decode()


@pytest.mark.django_db
def test_the_redacted_edition_is_a_file_of_its_own_and_the_original_stays():
    original = actions.store(data=word(f"申请人{NAME}"), filename=f"{NAME}的申请.docx", by="林")
    kept, redacted = actions.redact(file=original, passages=[Passage(NAME, "X4")], by="周")
    assert kept.name == "■■的申请（删减版）.docx"
    assert queries.read_bytes(kept) == redacted.data
    assert NAME in actions.extract_stored(file=original).text
    assert NAME not in actions.extract_stored(file=kept).text


@pytest.mark.django_db
def test_nothing_is_kept_when_the_redaction_is_refused():
    original = actions.store(data=word("电话13800138000，138001"), filename="a.docx", by="林")
    with pytest.raises(RedactionRefused):
        actions.redact(file=original, passages=[Passage(PHONE)], by="周")
    assert queries.StoredFile.objects.count() == 1
