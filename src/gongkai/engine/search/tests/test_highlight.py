from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.search.index import IndexWriter, SearchDocument, marked
from gongkai.engine.search.index.folding import fold, fold_with_offsets, original_span
from gongkai.engine.search.index.highlight import passages, pattern, title_marks


def hits(segments):
    return [text for text, hit in segments if hit]


def test_the_traditional_original_is_marked(search):
    hit = search("财政局 预算公开").hits[0]
    assert hit.title == "關於財政局預算公開的說明"
    assert hits(hit.title_marks) == ["財政局預算公開"]
    assert "<mark>財政局</mark>" in marked(hit.passages[0])


def test_full_width_letters_are_marked_as_they_stand(search):
    assert "ＧＢ／Ｔ９７０４" in [text for one in search("gb/t9704").hits[0].passages for text in hits(one)]


def test_offsets_hold_where_one_character_folds_to_several_or_none():
    text = "①㎡第\u200b三条：½的财\ufeff政"
    spans = [
        original_span(fold_with_offsets(text)[1], *match.span()) for match in pattern(["财政"]).finditer(fold(text))
    ]
    assert [text[low:high] for low, high in spans] == ["财\ufeff政"]


@given(st.text(max_size=80), st.text(alphabet="財政局公開①㎡ａ５ \u200b", min_size=1, max_size=4), st.text(max_size=80))
def test_segments_always_join_to_the_title(before, wanted, after):
    title = before + wanted + after
    assert "".join(text for text, _ in title_marks(title, pattern([fold(wanted)]))) == title


def test_markup_in_a_text_is_escaped(directory, search):
    body = "<script>alert(1)</script>财政&局"
    with IndexWriter(directory) as writer:
        writer.apply(upserts=[SearchDocument(key="document:6", title="<b>甲</b>独一", body=body)])
    hit = search("独一").hits[0]
    assert marked(hit.title_marks) == "&lt;b&gt;甲&lt;/b&gt;<mark>独一</mark>"
    assert "<script>" not in marked(hit.passages[0])


def test_the_passage_with_most_different_terms_is_shown():
    body = "采购。" + "无关的文字，" * 60 + "采购信息公开。" + "无关的文字，" * 60
    [passage] = passages(body, pattern(["采购", "公开"]), 1)
    assert hits(passage) == ["采购", "公开"]
    assert passage[0].text == "…" or passage[0].is_hit


def test_a_hit_far_into_an_annex_is_shown():
    body = "无关的文字，" * 20_000 + "此处有独角兽条款。"
    assert any("独角兽" in text for text in hits(passages(body, pattern(["独角兽"]), 2)[0]))


def test_without_a_hit_the_text_is_shown_from_its_beginning():
    assert passages("第一条\n为了规范", None, 2)[0][0].text == "第一条 为了规范"
    assert passages("", None, 2) == ()


def test_spaced_out_titles_are_marked():
    assert hits(title_marks("关于采购的通　知", pattern(["通知"]))) == ["通　知"]


def test_a_number_is_marked_whatever_its_brackets():
    assert hits(title_marks("依据云财规[2020]84号", pattern(["云财规〔2020〕84号"]))) == ["云财规[2020]84号"]
    assert hits(title_marks("15年", pattern(["5年"]))) == []
