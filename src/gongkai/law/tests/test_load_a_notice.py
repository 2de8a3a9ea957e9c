from datetime import date

import pytest

from gongkai.law.notices import NoticeRefused, load_notice

GOOD = {
    "year": 2026,
    "number": "国办发明电〔2025〕7号",
    "issued": "2025-11-04",
    "off": [{"name": "元旦", "from": "2026-01-01", "to": "2026-01-03"}],
    "worked": [{"name": "元旦", "date": "2026-01-04"}],
}


def test_it_reads_ranges_and_single_days():
    notice = load_notice(GOOD)
    assert [day.day for day, _ in notice.off_days] == [1, 2, 3]
    assert notice.worked_days == ((date(2026, 1, 4), "元旦"),)
    assert notice.issued == date(2025, 11, 4)


def test_it_reads_a_list_of_days_with_a_flag():
    days = [
        {"name": "元旦", "date": "2026-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2026-01-04", "isOffDay": False},
    ]
    notice = load_notice({"year": 2026, "doc_number": GOOD["number"], "issued": "2025-11-04", "days": days})
    assert notice.off_days == ((date(2026, 1, 1), "元旦"),)
    assert notice.worked_days == ((date(2026, 1, 4), "元旦"),)


def test_the_new_year_holiday_may_reach_back_into_december():
    off = [{"name": "元旦", "from": "2018-12-30", "to": "2019-01-01"}]
    worked = [{"name": "元旦", "date": "2018-12-29"}]
    record = {"year": 2019, "number": "国办发明电〔2018〕15号", "issued": "2018-12-06", "off": off, "worked": worked}
    assert load_notice(record).off_days[0].day == date(2018, 12, 30)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"number": None}, "没有通知文号"),
        ({"number": "  "}, "没有通知文号"),
        ({"number": "国办发明电[2025]7号"}, "不规范"),
        ({"number": "国办发明电〔2021〕7号"}, "不是2026年的安排"),
        ({"issued": None}, "没有写明通知的印发日期"),
        ({"issued": "2025-11-31"}, "没有写明通知的印发日期"),
        ({"issued": "2023-11-04"}, "与2026年的安排不符"),
        ({"year": "明年"}, "没有写明是哪一年"),
        ({"year": True}, "没有写明是哪一年"),
        ({"off": []}, "没有任何放假日期"),
        ({"off": "元旦"}, "应是一列日期"),
        ({"off": ["2026-01-01"]}, "应写明日期和节日名称"),
        ({"off": [{"name": "元旦", "date": "2025-03-01"}]}, "2025-03-01不在2026年内"),
        ({"off": [{"name": "元旦", "date": "2026-02-30"}]}, "不存在或写法不对"),
        ({"off": [{"date": "2026-01-01"}]}, "没有写明是哪个节日"),
        ({"off": [{"name": "春节", "from": "2026-02-23", "to": "2026-02-15"}]}, "起止日期颠倒"),
        ({"off": [{"name": "元旦", "date": "2026-01-01"}] * 2}, "2026-01-01重复列出"),
        ({"worked": [{"name": "元旦", "date": "2026-01-05"}]}, "2026-01-05是周一，本来就上班"),
        ({"worked": [{"name": "元旦", "date": "2026-01-03"}]}, "2026-01-03既列为放假又列为上班"),
        ({"days": [{"name": "元旦", "date": "2026-01-01"}]}, "没有写明是放假还是上班"),
    ],
)
def test_it_refuses_a_notice_and_says_why(change, problem):
    with pytest.raises(NoticeRefused, match=problem):
        load_notice({**GOOD, **change})


def test_it_names_every_problem_at_once():
    with pytest.raises(NoticeRefused) as refusal:
        load_notice({})
    assert len(refusal.value.problems) == 3


def test_a_forgotten_day_raises_a_doubt():
    whole = {**GOOD, "off": [{"name": name, "date": f"2026-{day}"} for name, day in
                             (("元旦", "01-01"), ("劳动节", "05-01"), ("国庆节", "10-01"))]}  # fmt: skip
    assert load_notice({**whole, "worked": []}).doubts == ("放假与调休相抵后为3天，法定为13天，请核对是否漏录。",)
