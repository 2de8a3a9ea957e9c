"""The pages: the desk of the writer and the reviewers, the public shelf and list, the table, the API."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.faq import actions
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.rules import Status


def rows(one, **changes):
    """Return what the form posts for the rows that stand, plus one row."""
    posted = {"version": changes.pop("version"), "rows": len(one.entries) + 1, "title": "租房补贴常见问题"}
    for place, entry in enumerate(one.entries):
        posted |= {f"{name}-{place}": entry[name] for name in ("id", "question", "answer", "basis", "source", "asked")}
    return posted | changes


@pytest.mark.requirement("R196")
def test_a_list_goes_from_the_desk_to_the_public_by_its_pages(city, client, policy, reader):
    client.force_login(city.people["lin"])
    assert policy.item.key in client.get("/desk/faq/add/").content.decode()
    answer = client.post("/desk/faq/add/", {"policy": policy.item.key})
    one = QuestionList.objects.get()
    assert answer["Location"] == f"/desk/faq/{one.pk}/"
    at = f"/desk/faq/{one.pk}/"
    client.post(at, rows(one, version=2, **{"question-0": "合租的能申请吗？", "answer-0": "可以。", "basis-0": "p1"}))
    one.refresh_from_db()
    assert one.entries[0]["basis_text"].startswith("符合条件的新市民")
    client.post(f"{at}do/submit/")
    client.force_login(city.people["zhou"])
    assert "审核" in client.get(at).content.decode()
    client.post(f"{at}do/approve/", {"opinion": "同意"})
    client.force_login(city.people["he"])
    client.post(f"{at}do/approve/", {"state_secret": "none", "work_secret": "none", "sensitive": "none"})
    client.force_login(city.people["shen"])
    client.post(f"{at}do/publish/")
    one.refresh_from_db()
    assert one.status == Status.PUBLISHED
    page = reader.get(f"/faq/{one.item.key}").content.decode()
    assert "合租的能申请吗？" in page
    assert f'href="/documents/{policy.item.key}#p1"' in page
    assert '"@type": "FAQPage"' in page
    assert "常见问题" in reader.get(f"/documents/{policy.item.key}").content.decode()


def test_rows_move_and_go_without_script(city, client, written):
    client.force_login(city.people["lin"])
    first, second = (entry["id"] for entry in written.entries)
    client.post(f"/desk/faq/{written.pk}/", rows(written, version=3, do=f"down:{first}"))
    written.refresh_from_db()
    assert [entry["id"] for entry in written.entries] == [second, first]
    client.post(f"/desk/faq/{written.pk}/", rows(written, version=4, do=f"remove:{second}"))
    written.refresh_from_db()
    assert [entry["id"] for entry in written.entries] == [first]


def test_what_was_typed_comes_back_when_somebody_else_saved(city, client, written):
    client.force_login(city.people["lin"])
    answer = client.post(
        f"/desk/faq/{written.pk}/", rows(written, version=1, **{"question-2": "刚写的问题？", "answer-2": "刚写的答复"})
    )
    assert answer.status_code == 409
    assert "刚写的问题？" in answer.content.decode()


def test_strangers_do_not_see_a_list(city, client, written):
    client.force_login(city.people["mo"])
    assert client.get(f"/desk/faq/{written.pk}/").status_code == 404
    assert client.post(f"/desk/faq/{written.pk}/do/submit/").status_code == 404
    assert client.get(f"/desk/faq/{written.pk}/export.csv").status_code == 404


def test_a_table_is_taken_in_whole_or_not_at_all(city, client, written):
    client.force_login(city.people["lin"])
    at = f"/desk/faq/{written.pk}/import/"
    wrong = SimpleUploadedFile(
        "a.csv", "问题,答复,依据段落\n去哪里办？,街道,p3\n,没有问题,\n多久？,一个月,p99\n".encode()
    )
    answer = client.post(at, {"file": wrong})
    assert answer.status_code == 422
    assert "没有写问题" in answer.content.decode()
    assert "文件里没有段落“p99”" in answer.content.decode()
    written.refresh_from_db()
    assert written.count == 2
    right = SimpleUploadedFile(
        "a.csv", "问题,答复,依据段落\n去哪里办？,街道办事处,p3\n租房补贴一个月多少钱？,三百元。,\n".encode()
    )
    assert client.post(at, {"file": right}).status_code == 302
    written.refresh_from_db()
    assert written.count == 3
    assert written.entries[1]["answer"] == "三百元。"
    told = client.get(f"/desk/faq/{written.pk}/export.csv").content.decode()
    assert "街道办事处" in told


def test_the_shelf_is_searched_and_handed_out(city, written, release, reader):
    release(written)
    assert "含“合租”的问题" in (page := reader.get("/faq/?q=合租").content.decode())
    assert "一个月多少钱" not in page
    assert "没有找到" in reader.get("/faq/?q=养狗").content.decode()
    told = json.loads(reader.get("/faq/list.json?q=合租").content)
    assert [one["问题"] for one in told] == ["合租的能不能各自申请租房补贴？"]
    assert reader.get("/faq/?q=%00&sort=bad&page=zzz&agency=%27").status_code == 200
    assert reader.get("/faq/list.pdf").status_code == 404


def test_earlier_editions_stay_readable_and_say_so(city, written, release, reader):
    release(written)
    actions.open_next(one=written, reason="标准提高", by=city.lin)
    kept = [dict(entry) for entry in written.entries]
    kept[1]["answer"] = "每户每月四百元。"
    version = written.item.editions.order_by("-number")[0].version
    actions.save(one=written, version=version, rows=kept, by=city.lin)
    assert "四百元" not in reader.get(f"/faq/{written.item.key}").content.decode(), "not before the release"
    release(written)
    page = reader.get(f"/faq/{written.item.key}").content.decode()
    assert "四百元" in page
    assert "标准提高" in page
    old = reader.get(f"/faq/{written.item.key}/v1").content.decode()
    assert "三百元" in old
    assert "这是以前的版本" in old
    assert reader.get(f"/faq/{written.item.key}/v9").status_code == 404


def test_a_withdrawn_list_is_gone_with_its_reason(city, written, release, reader):
    release(written)
    actions.withdraw(one=written, kind=Withdrawal.ERROR, reason="答复有误", by=city.shen)
    answer = reader.get(f"/faq/{written.item.key}")
    assert answer.status_code == 410
    assert "答复有误" in answer.content.decode()
    assert "租房补贴" not in reader.get("/faq/").content.decode()


def test_a_question_never_becomes_markup(city, written, release, reader):
    hostile = [{"question": "</script><script>alert(1)</script>？", "answer": "<img src=x onerror=1>"}]
    actions.save(one=written, version=3, rows=hostile, by=city.lin)
    release(written)
    page = reader.get(f"/faq/{written.item.key}").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_partners_read_lists_and_entries(city, written, release, reader, policy):
    release(written)
    told = reader.get("/api/v1/faq?q=合租").json()
    assert told["total"] == 1
    one = reader.get(f"/api/v1/faq/{written.item.key}").json()
    assert one["entries"][0]["answer"] == "可以。合租的每一户分别申请。"
    assert one["policy"]["key"] == policy.item.key
    assert reader.get("/api/v1/faq/nothing").status_code == 404
    assert reader.get(f"/api/v1/faq?policy={policy.item.key}").json()["total"] == 1


def test_the_register_lists_and_exports(city, client, written):
    client.force_login(city.people["shen"])
    page = client.get("/desk/faq/?q=租赁补贴&status=draft").content.decode()
    assert "关于发放新市民住房租赁补贴的通知" in page
    assert client.get("/desk/faq/export.csv").status_code == 200


@pytest.mark.requirement("R254")
def test_who_types_the_title_of_a_policy_finds_it_before_its_questions(written, release, policy, reader):
    release(written)
    page = reader.get("/search", {"q": "新市民住房租赁补贴"}).content.decode()
    assert 0 < page.index(f'href="/documents/{policy.item.key}') < page.index(f'href="/faq/{written.item.key}')
