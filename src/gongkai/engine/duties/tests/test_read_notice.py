import datetime as dt

import pytest

from gongkai.engine.duties.rules import Unreadable, notice_from_record, read_notice_file, read_notice_text
from gongkai.law.notices import load_notice

TABLE = """日期,节日,安排
2026-01-01至2026-01-03,元旦,放假
2026-01-04,元旦,上班
2026/5/1—2026/5/5,劳动节,放假
2026年10月1日~2026年10月7日,国庆节,放假
"""
GIVEN = {"number": "国办发明电〔2025〕7号", "issued": dt.date(2025, 11, 4)}


def test_a_table_becomes_a_notice():
    notice = load_notice(read_notice_text(TABLE, **GIVEN))
    assert (notice.year, len(notice.off_days), len(notice.worked_days)) == (2026, 15, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding):
    assert load_notice(read_notice_file(TABLE.encode(encoding), **GIVEN)).year == 2026


def test_cells_pasted_from_a_spreadsheet_are_separated_by_tabs():
    assert load_notice(read_notice_text(TABLE.replace(",", "\t"), **GIVEN)).year == 2026


def test_every_bad_line_is_named():
    bad = "2026-02-30,春节,放假\n2026-02-15,春节\n2026-02-16,春节,也许\n2026-02-17,,放假\n2026-02-18,春节,放假"
    with pytest.raises(Unreadable) as refusal:
        read_notice_text(bad)
    assert [problem[:4] for problem in refusal.value.problems] == ["第1行：", "第2行：", "第3行：", "第4行："]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "没有内容"), ('{"year": 2026,', "第1行第15个字符"), ("[" * 100_000, "不像放假安排"), ("3", "三栏")],
)
def test_what_is_no_notice_is_told_so(text, words):
    with pytest.raises(Unreadable, match=words):
        read_notice_text(text)


def test_a_word_processor_file_is_told_so():
    with pytest.raises(Unreadable, match="另存为 CSV"):
        read_notice_file(b"PK\x03\x04\xff\xff\xfe\x00\x80")


def test_a_record_of_a_public_collection_is_understood():
    record = {
        "id": "holiday-2026", "date": "2026", "doc_number": None, "url": "https://www.gov.cn/1.htm",
        "extra": {"days": [{"name": "元旦", "date": "2026-01-01", "isOffDay": True}]},
    }  # fmt: skip
    found = notice_from_record(record, **GIVEN)
    assert (found["year"], found["number"], found["source"]) == (2026, GIVEN["number"], record["url"])
    assert load_notice(found).off_days[0].name == "元旦"


def test_what_the_record_says_itself_goes_first():
    assert notice_from_record({"year": 2026, "number": "国办发明电〔2025〕7号"}, year=2030)["year"] == 2026
