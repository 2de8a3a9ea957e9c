import csv
import json
import re

import pytest

from gongkai.engine.duties import queries
from gongkai.engine.duties.models import HolidayNotice
from gongkai.engine.duties.tests.conftest import NOTICE_2027, day, subject_of


@pytest.fixture
def spring(on):
    return on("4-15")


def text_of(response) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.mark.requirement("R022")
def test_the_list_shows_how_long_is_left_most_urgent_first(desk, start, spring):
    for opened in ("4-14", "3-31", "3-20", "4-2"):
        start(opened, title=f"{opened}印发的通知")
    response = desk("shen").get("/desk/duties/")
    text = text_of(response)
    places = [text.index(words) for words in ("逾期7个工作日", "3-31印发的通知", "剩余2个工作日", "剩余9个工作日")]
    assert response.status_code == 200
    assert places == sorted(places)
    assert "本月按时率0.0%" in text


@pytest.mark.requirement("R022", "R023")
def test_the_page_of_a_duty_accounts_for_its_due_day(desk, start, spring):
    duty = start("3-31", title="关于租赁补贴的通知")
    text = text_of(desk("shen").get(f"/desk/duties/{duty.pk}/"))
    for words in ("应于2026年4月15日（周三）前办结", "当日不计", "4月4—6日清明", "沪委办发〔2017〕14号", "今日到期"):
        assert words in text


def test_another_agencys_duty_is_not_found(desk, start):
    assert desk("mo").get(f"/desk/duties/{start('3-31').pk}/").status_code == 404


def test_without_a_post_that_reads_duties_one_is_told_who_does(desk):
    response = desk("bian").get("/desk/duties/")
    assert response.status_code == 403
    assert "政务公开专员" in response.content.decode()


def test_strangers_are_sent_to_sign_in(client, desk):
    del desk
    for path in ("", "done/", "export.csv", "1/", "holidays/", "holidays/2026/", "holidays/load/"):
        response = client.get(f"/desk/duties/{path}")
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/desk/sign-in/")


def test_a_bucket_and_ones_own_can_be_chosen(desk, start, city, spring):
    start("3-20", title="逾期的一件")
    start("4-14", title="林的一件", person=city.people["lin"])
    late = text_of(desk("lin").get("/desk/duties/?bucket=overdue"))
    mine = text_of(desk("lin").get("/desk/duties/?whose=mine"))
    assert ("逾期的一件" in late, "林的一件" in late) == (True, False)
    assert ("逾期的一件" in mine, "林的一件" in mine) == (False, True)


def test_what_is_done_is_listed_as_in_time_or_late(desk, start, city, spring):
    from gongkai.engine.duties import actions

    duty = start("3-20")
    actions.discharge(rule=duty.rule, subject=subject_of(duty), by=city.shen, on=day("4-14"))
    assert "逾期办结" in text_of(desk("shen").get("/desk/duties/done/"))


def test_the_table_opens_in_a_spreadsheet_and_runs_no_formula(desk, start, spring):
    start("3-31", title='=HYPERLINK("http://evil.example")')
    response = desk("shen").get("/desk/duties/export.csv")
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(body.splitlines()))
    assert rows[0][0] == "事项"
    assert rows[1][0].startswith("'=")


@pytest.mark.requirement("R023")
def test_the_years_are_listed_and_those_without_notice_are_provisional(desk, spring):
    text = text_of(desk("shen").get("/desk/duties/holidays/"))
    assert "2026年已录入国办发明电〔2025〕7号" in text
    assert "2027年暂定放假通知尚未发布" in text
    assert "录入放假通知" not in text


@pytest.mark.requirement("R023")
def test_a_year_is_shown_day_by_day_in_words(desk, spring):
    response = desk("shen").get("/desk/duties/holidays/2026/")
    html, text = response.content.decode(), text_of(response)
    assert '<td class="off">15<b aria-hidden="true">休</b><span class="sr">春节放假</span></td>' in html
    assert '<td class="worked">14<b aria-hidden="true">班</b><span class="sr">周六调休上班</span></td>' in html
    assert "春节2月15日至2月23日9天" in text
    assert "暂定" in text_of(desk("shen").get("/desk/duties/holidays/2027/"))
    assert desk("shen").get("/desk/duties/holidays/1901/").status_code == 404


@pytest.mark.requirement("R022", "R023")
def test_a_notice_pasted_on_the_page_makes_provisional_days_firm(desk, start, on):
    on("2026-12-20")
    duty = start("2027-1-28")
    form = {"text": json.dumps(NOTICE_2027, ensure_ascii=False)}
    response = desk("guan").post("/desk/duties/holidays/load/", form)
    assert response["Location"] == "/desk/duties/holidays/2027/"
    duty.refresh_from_db()
    assert not duty.provisional
    assert "暂定" not in queries.due_text(duty)


def test_bad_lines_are_named_beside_the_field(desk):
    form = {"number": "国办发明电〔2026〕99号", "issued": "2026-11-20", "text": "2027-02-30,春节,放假\n2027-02-01,春节"}
    response = desk("guan").post("/desk/duties/holidays/load/", form)
    assert response.status_code == 422
    assert "第1行" in response.content.decode()
    assert "第2行" in response.content.decode()


def test_a_notice_without_number_is_refused_with_a_reason(desk):
    response = desk("guan").post("/desk/duties/holidays/load/", {"text": "2027-01-01,元旦,放假"})
    assert "没有通知文号" in response.content.decode()
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_a_doubtful_file_is_asked_back_once_and_need_not_be_sent_again(desk, tmp_path):
    browser = desk("guan")
    lines = "2027-01-01,元旦,放假\n2027-05-01,劳动节,放假\n2027-10-01,国庆节,放假\n"
    head = {"number": "国办发明电〔2026〕99号", "issued": "2026-11-20"}
    file = tmp_path / "2027.csv"
    file.write_bytes(lines.encode("gb18030"))
    with file.open("rb") as upload:
        asked = browser.post("/desk/duties/holidays/load/", head | {"file": upload})
    assert "法定为13天" in asked.content.decode()
    assert "2027-05-01,劳动节,放假" in asked.content.decode()
    done = browser.post("/desk/duties/holidays/load/", head | {"text": lines, "confirmed": "on"})
    assert done.status_code == 302


def test_who_may_not_load_is_refused_by_page_and_action_alike(desk):
    browser = desk("shen")
    assert browser.get("/desk/duties/holidays/load/").status_code == 403
    assert browser.post("/desk/duties/holidays/load/", {"text": json.dumps(NOTICE_2027)}).status_code == 403
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_the_list_costs_the_same_for_ten_and_for_sixty(desk, start, spring, django_assert_max_num_queries):
    browser = desk("shen")
    for _ in range(60):
        start("3-31")
    with django_assert_max_num_queries(
        18
    ):  # session, person, grants, calendar, figures, list, one count a line of navigation
        assert browser.get("/desk/duties/").status_code == 200


def test_somebody_is_put_in_charge_and_the_record_says_so(desk, start, city, spring):
    duty = start("3-31", title="关于租赁补贴的通知")
    shen = desk("shen")
    assert "不指定，由岗位办理" in shen.get(f"/desk/duties/{duty.pk}/").content.decode()
    shen.post(f"/desk/duties/{duty.pk}/assign/", {"person": city.people["lin"].pk})
    assert "经办人林" in text_of(shen.get(f"/desk/duties/{duty.pk}/")).replace("：", "")
    refused = shen.post(f"/desk/duties/{duty.pk}/assign/", {"person": city.people["mo"].pk}, follow=True)
    assert "请从名单中选择经办人" in refused.content.decode()
    duty.refresh_from_db()
    assert duty.person == city.people["lin"]
    assert desk("mo").post(f"/desk/duties/{duty.pk}/assign/", {}).status_code == 404
