"""The kept table of characters is OpenCC's own."""

from gongkai.engine.search.index.characters import from_opencc, simplified
from gongkai.engine.search.index.folding import fold, spell, spelled


def test_the_table_is_what_opencc_says() -> None:
    assert dict(from_opencc()) == simplified()


def test_traditional_text_folds_to_simplified() -> None:
    assert fold("財政局關於住房補貼") == "财政局关于住房补贴"


def test_a_text_is_spelt_the_same_whether_folded_before_or_not():
    for text in ("顯著成效", "著作權", "ＷＴＯ協議", "乾旱", "关于做好工作的通知", ""):
        assert spelled(text, fold(text)) == spell(text)
