"""The red head, number and title of a paper that is taken in stand above its text once: the platform sets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.base.files import actions as files
from gongkai.base.files.rules import extract
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules.heads import alone, body_of
from gongkai.project.tests.cast import document_at

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

TITLE = "关于开展消防安全检查的通知"
PAPER = (
    f"云川市住房和城乡建设局文件\n云川建发〔2026〕97号\n{TITLE}\n各区住房城乡建设局：\n现将检查的有关事项通知如下。\n"
)


@pytest.mark.parametrize(
    ("html", "left", "number"),
    [
        (
            f"<p>某局文件</p><p>云川建发〔2026〕97号</p><p>{TITLE}</p><p>各区：</p>",
            "<p>各区：</p>",
            "云川建发〔2026〕97号",
        ),
        (f"<p>{TITLE}</p><p>（云川建发〔2026〕97号）</p><p>各区：</p>", "<p>各区：</p>", "云川建发〔2026〕97号"),
        ("<p>关于开展消防</p><p>安全检查的通知</p><p>各区：</p>", "<p>各区：</p>", ""),
        ("<p>各区：</p><p>正文。</p>", "<p>各区：</p><p>正文。</p>", ""),
        (f"<p>这是一句话。</p><p>{TITLE}</p>", f"<p>这是一句话。</p><p>{TITLE}</p>", ""),
    ],
)
def test_the_head_is_taken_off_and_its_number_read(html: str, left: str, number: str) -> None:
    body = body_of(html, TITLE)
    assert (body.html, body.number) == (left, number)


def test_a_line_that_is_a_number() -> None:
    assert alone(" （云川建发〔2026〕97号） ") == "云川建发〔2026〕97号"
    assert alone("依据云川建发〔2026〕97号") == ""


def test_the_title_of_a_plain_text_stands_below_its_head() -> None:
    assert extract(PAPER.encode(), "检查.txt").title == TITLE
    assert extract(f"{TITLE}\n正文。\n".encode(), "检查.txt").title == TITLE
    assert extract("云川市教育局文件\n正文从这里开始。\n".encode(), "无题.txt").title == "无题"


@pytest.mark.django_db
def test_a_draft_from_a_file_does_not_say_another_title_and_number(city: City) -> None:
    document = document_at(city, "draft", title="关于开展扬尘治理检查的通知")
    stored = files.store(data=PAPER.encode(), filename="检查.txt", by="test")
    actions.add_file(document=document, file=stored, name="检查.txt", by=city.lin, as_text=True)
    html = working_edition(document).html
    assert "现将检查的有关事项通知如下" in html
    assert not [one for one in ("97号", TITLE, "建设局文件") if one in html]
