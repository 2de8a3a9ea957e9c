"""The desk of interpretation, as its people use it: plan, write, decide, look."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.rules import Status
from gongkai.project.tests.cast import EXPLAINED, WRITTEN, document_at, drafted, sign_interpretations

NORM = {"category": "行政规范性文件", "genre": "办法", "title": "云川市新市民住房租赁补贴办法"}
PLAN: dict[str, Any] = {
    "version": "0", "policy_type": "benefit", "audience": "public", "content": "whole", "forms_": ["graphic", "qa"],
    "outline": "谁能领、领多少、怎么领。", "timing": "与文件同时发布", "channels": ["portal"], "labels": "publish",
}  # fmt: skip
DESK = "/desk/interpretation/"


def as_(client: Any, city: Any, name: str) -> Any:
    client.force_login(city.people[name])
    return client


def only(document: Any) -> Any:
    (one,) = queries.interpretations_of(document.item)
    return one


def page(client: Any, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:400]
    return str(response.content.decode())


def written(client: Any, address: str) -> dict[str, Any]:
    """Return what the form on a page holds, as a browser would post it back."""
    form = client.get(address).context["form"]
    return {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}


@pytest.mark.requirement("R165")
def test_the_plan_is_filled_in_on_the_page_and_approved_by_the_head(client, city):
    document = drafted(city, **NORM)
    as_(client, city, "lin").post(f"{DESK}of/{document.pk}/", PLAN)
    assert "谁能领、领多少、怎么领。" in page(client, f"{DESK}of/{document.pk}/")
    as_(client, city, "zhou").post(f"{DESK}of/{document.pk}/approve/", {"approve-opinion": "同意"})
    assert "周以宁于" in page(client, f"{DESK}of/{document.pk}/")


def test_a_plan_that_is_refused_keeps_what_was_typed(client, city):
    document = drafted(city, **NORM)
    response = as_(client, city, "lin").post(
        f"{DESK}of/{document.pk}/", PLAN | {"attention": "on", "outline": "只写了一半", "unused_radio": "没有电台"}
    )
    assert response.status_code == 409
    text = response.content.decode()
    assert "只写了一半" in text
    assert "没有电台" in text
    assert "新闻发布会" in text


def test_the_second_of_two_who_save_a_plan_is_told(client, city):
    document = drafted(city, **NORM)
    as_(client, city, "lin").post(f"{DESK}of/{document.pk}/", PLAN)
    response = client.post(f"{DESK}of/{document.pk}/", PLAN | {"outline": "我写的提纲"})
    assert response.status_code == 409
    assert "有人填写过解读方案" in response.content.decode()
    assert "我写的提纲" in response.content.decode()
    assert queries.plan_of(document.item).outline == PLAN["outline"]


@pytest.mark.requirement("R163")
def test_another_unit_is_assigned_with_its_reason_on_the_page(client, city):
    document = drafted(city, **NORM)
    as_(client, city, "lin").post(f"{DESK}of/{document.pk}/", PLAN)
    as_(client, city, "shen").post(
        f"{DESK}of/{document.pk}/assign/", {"assign-agency": city.office.pk, "assign-reason": ""}
    )
    assert queries.plan_of(document.item).agency == city.housing
    client.post(
        f"{DESK}of/{document.pk}/assign/", {"assign-agency": city.office.pk, "assign-reason": "由办公室统一解读"}
    )
    assert "由办公室统一解读" in page(client, f"{DESK}of/{document.pk}/")


@pytest.mark.requirement("R167")
def test_doubts_are_raised_and_answered_on_the_page(client, city):
    document = drafted(city, **NORM)
    as_(client, city, "lin").post(
        f"{DESK}of/{document.pk}/doubts/", {"doubt-question": "合租算一户吗？", "doubt-source": "drafting"}
    )
    assert "合租算一户吗？" in page(client, f"{DESK}of/{document.pk}/")
    (doubt,) = queries.open_doubts(document.item)
    client.post(f"{DESK}of/{document.pk}/doubts/{doubt.pk}/", {"answer": "合租的，各算一户。"})
    assert "合租的，各算一户。" in page(client, f"{DESK}of/{document.pk}/")
    assert not queries.open_doubts(document.item)


@pytest.mark.requirement("R171")
def test_four_dimensions_give_the_outline(client, city):
    document = drafted(city, **NORM)
    form = {
        "title": "租房补贴怎么领", "form": "text", "stage": "release", "sort": "first", "policy_type": "benefit",
        "audience": "enterprise", "content": "procedure", "layout": "nine",
    }  # fmt: skip
    as_(client, city, "lin").post(f"{DESK}of/{document.pk}/new/", form)
    one = only(document)
    assert (one.policy_type, one.audience, one.content, one.stage) == ("benefit", "enterprise", "procedure", "release")
    assert "哪些企业适用" in queries.edition_of(one).html


@pytest.mark.requirement("R166")
def test_parts_are_found_in_the_wording_or_marked_by_hand(client, city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="补贴解读", by=city.lin)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/"
    sent = written(client, address) | {
        "html": "<h2>谁能享受？</h2><p>在本市缴满六个月养老保险、没有住房、租房住的人，都可以申请这项补贴。</p>",
        "part_keywords": "absent", "why_keywords": "没有专门的术语", "part_goals": "present",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    one.refresh_from_db()
    assert one.elements["scope"] == {"state": "present", "detected": True}
    assert one.elements["keywords"] == {"state": "absent", "reason": "没有专门的术语"}
    assert one.elements["goals"] == {"state": "present"}
    assert "要素“背景依据”没有写明" in page(client, address)


@pytest.mark.requirement("R168")
def test_facts_figures_and_cases_are_marked_line_by_line(client, city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="补贴解读", html="<p>说明。</p>", by=city.lin)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/"
    told = {"told_data": "去年有3200户领到补贴｜市住房城乡建设局统计", "told_case": "小王租了一间房，每月领300元"}
    client.post(address, written(client, address) | told)
    one.refresh_from_db()
    assert one.facts == [
        {"kind": "data", "text": "去年有3200户领到补贴", "source": "市住房城乡建设局统计"},
        {"kind": "case", "text": "小王租了一间房，每月领300元", "source": ""},
    ]
    assert "去年有3200户领到补贴｜市住房城乡建设局统计" in page(client, address)


def test_a_save_from_an_older_page_is_told_and_loses_nothing(client, city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="补贴解读", html="<p>说明。</p>", by=city.lin)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/"
    older = written(client, address)
    client.post(address, older | {"html": "<p>第一次保存。</p>"})
    response = client.post(address, older | {"html": "<p>第二次保存。</p>"})
    assert response.status_code == 409
    assert "第二次保存" in response.content.decode()
    assert "第一次保存" in queries.edition_of(one).html


@pytest.mark.requirement("R167")
def test_copied_passages_stand_beside_the_wording(client, city):
    document = drafted(city, **NORM)
    copied = "新市民住房租赁补贴按户发放，每户每月三百元。"
    one = actions.draft(policy=document.item, title="补贴解读", html=f"<p>{copied}</p>", by=city.lin)
    text = page(as_(client, city, "lin"), f"{DESK}{one.pk}/")
    assert "与文件原文重合" in text
    assert "新市民住房租赁补贴按户发放，每户每月三百元" in text.partition("看重合的段落")[2]


@pytest.mark.requirement("R165")
def test_three_people_decide_on_the_page_and_the_author_does_not(client, city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="补贴解读", html=EXPLAINED, by=city.lin, **WRITTEN)
    as_(client, city, "lin")
    client.post(f"{DESK}{one.pk}/", written(client, f"{DESK}{one.pk}/") | {"submit": "1"})
    one.refresh_from_db()
    assert one.status == Status.HEAD
    assert "科室审定：同意" not in page(client, f"{DESK}{one.pk}/")
    for name, more in (
        ("zhou", {}),
        ("he", {f"approve-{key}": "none" for key in ("state_secret", "work_secret", "sensitive")}),
        ("zheng", {}),
    ):
        form = as_(client, city, name).get(f"{DESK}{one.pk}/").context["moves"][0]
        assert form["verb"] == "approve"
        seen = form["form"]["seen"].value()
        assert client.post(form["url"], {"approve-seen": seen, "approve-opinion": "同意"} | more).status_code == 302
    one.refresh_from_db()
    assert one.status == Status.READY


def test_a_return_without_a_cause_keeps_the_page_and_says_so(client, city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="补贴解读", html=EXPLAINED, by=city.lin, **WRITTEN)
    actions.submit(interpretation=one, by=city.lin)
    response = as_(client, city, "zhou").post(f"{DESK}{one.pk}/do/return/", {"return-reason": " "})
    assert response.status_code == 409
    assert "退回时请写明原因" in response.content.decode()


@pytest.mark.requirement("R172")
def test_points_become_a_card_without_script(client, city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="一图看懂租房补贴", form="graphic", by=city.lin)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/points/"
    sent = written(client, address) | {
        "who": "没有住房的新市民\n在本市缴满六个月养老保险", "amounts": "一人户｜每月300元\n二人户|每月450元", "preview": "1",
    }  # fmt: skip
    response = client.post(address, sent)
    assert "每月450元" in "".join(strip_tags(response.context["card"]).split())
    one.refresh_from_db()
    assert one.points == {}
    sent.pop("preview")
    client.post(address, sent | {"save": "1"})
    one.refresh_from_db()
    assert one.points["amounts"][1] == {"label": "二人户", "value": "每月450元", "note": ""}
    assert client.get(f"{DESK}{one.pk}/card.svg").content.startswith(b"<svg")


def test_points_that_cannot_be_drawn_are_named_and_kept(client, city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="一图看懂", form="graphic", by=city.lin)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/points/"
    response = client.post(address, written(client, address) | {"amounts": "｜300元", "who": "新市民", "save": "1"})
    assert response.status_code == 422
    assert "还缺项目" in response.content.decode()
    one.refresh_from_db()
    assert one.points == {}


@pytest.mark.requirement("R164")
def test_three_pairs_of_moments_are_shown_and_reported(client, city):
    document = document_at(city, Stand.PUBLISHED, number="云川住建规〔2026〕1号", **NORM)
    as_(client, city, "shen")
    text = page(client, f"{DESK}of/{document.pk}/")
    assert "同步审签" in text
    assert "同一时刻" in text
    csv = client.get(f"{DESK}reports/?view=sync&format=csv").content.decode()
    assert "云川住建规〔2026〕1号" in csv
    assert "同一时刻" in csv


@pytest.mark.requirement("R162")
def test_coverage_opens_the_policies_without_interpretation(client, city):
    document_at(city, Stand.PUBLISHED, number="云川住建规〔2026〕1号", **NORM)
    bare = documents.file_takeover(
        agency=city.housing, title="早年的房屋安全管理办法", html="<p>第一条 房屋使用应当安全。</p>", by=city.shen, source="旧网站",
        external_id="old-1", number="云川住建规〔2026〕9号", issued_on=timezone.localdate(), formed_on=timezone.localdate(), mode="full-text",
        published_at=timezone.now(), category="行政规范性文件", genre="办法", themes=["住房保障"],
    )  # fmt: skip
    response = as_(client, city, "shen").get(f"{DESK}reports/?show=without")
    assert response.context["rate"] == 50.0
    assert [row.document.pk for row in response.context["page"]] == [bare.pk]


@pytest.mark.requirement("R172")
def test_too_much_plain_text_is_warned_of(client, city):
    first = document_at(city, Stand.PUBLISHED, number="云川住建规〔2026〕1号", **NORM)
    response = as_(client, city, "shen").get(f"{DESK}reports/?view=diversified")
    assert (response.context["rate"], response.context["warning"]) == (100.0, "")
    one = actions.draft(
        policy=first.item, title="再说合租", html=EXPLAINED, by=city.lin, sort="second", stage="implementation",
        reason="群众多次问到合租", **WRITTEN,
    )  # fmt: skip
    actions.submit(interpretation=one, by=city.lin)
    actions.approve(interpretation=one, by=city.zhou)
    sign_interpretations(city, first)
    for by, checks in (
        (city.he, {"state_secret": "none", "work_secret": "none", "sensitive": "none"}),
        (city.zheng, None),
    ):
        actions.approve(interpretation=one, by=by, checks=checks)
    actions.publish(interpretation=one, by=city.shen)
    response = client.get(f"{DESK}reports/?view=diversified")
    assert response.context["rate"] == 50.0
    assert "低于60%" in response.context["warning"]
    shown = client.get(f"{DESK}reports/?view=diversified&show=text").context["page"]
    assert [row.pk for row in shown] == [one.pk]


@pytest.mark.requirement("R170")
def test_the_calendar_shows_the_stage_that_is_missing(client, city):
    document = document_at(city, Stand.PUBLISHED, number="云川住建规〔2026〕1号", **NORM)
    as_(client, city, "shen")
    cycle = client.get(f"{DESK}calendar/").context["months"][0]["cycles"][0]
    assert cycle.document.pk == document.pk
    assert [slot.state for slot in cycle.slots] == ["missing", "public", "missing"]
    assert not client.get(f"{DESK}calendar/?missing=release").context["months"]


def test_the_register_shows_whose_turn_it_is_and_goes_out_as_a_table(client, city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="补贴解读", html=EXPLAINED, by=city.lin, **WRITTEN)
    assert "补贴解读" in page(as_(client, city, "lin"), DESK)
    actions.submit(interpretation=one, by=city.lin)
    assert "没有等您办理的解读" in page(client, DESK)
    assert "补贴解读" in page(as_(client, city, "zhou"), DESK)
    assert "补贴解读" in client.get(f"{DESK}?tab=all&q=租赁补贴&format=csv").content.decode()
    assert client.get(f"{DESK}?tab=under-way&format=xlsx").content.startswith(b"PK")
    assert "没有符合条件的解读" in page(client, f"{DESK}?tab=all&q=没有这样的词")


def test_policies_without_interpretation_have_a_list(client, city):
    document = drafted(city, **NORM)
    text = page(as_(client, city, "lin"), f"{DESK}?tab=without")
    assert f"{DESK}of/{document.pk}/" in text


@pytest.mark.parametrize("address", ["of/{document}/", "{one}/", "{one}/points/", "of/{document}/new/"])
def test_strangers_find_nothing(client, city, address):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="补贴解读", html="<p>怎么领。</p>", by=city.lin, **WRITTEN)
    where = DESK + address.format(document=document.pk, one=one.pk)
    assert as_(client, city, "mo").get(where).status_code == 404


def test_files_bear_their_role_and_can_be_taken_off(client, city):
    from django.core.files.uploadedfile import SimpleUploadedFile

    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="补贴解读", html="<p>怎么领。</p>", by=city.lin, **WRITTEN)
    upload = SimpleUploadedFile("申请表.txt", "申请表".encode(), content_type="text/plain")
    as_(client, city, "lin").post(f"{DESK}{one.pk}/files/", {"upload": upload, "role": "attachment"})
    attached = queries.edition_of(one).files.get()
    assert "申请表.txt" in page(client, f"{DESK}{one.pk}/")
    response = client.get(f"{DESK}{one.pk}/files/{attached.pk}/")
    assert b"".join(response.streaming_content).decode() == "申请表"
    client.post(f"{DESK}{one.pk}/files/{attached.pk}/remove/")
    assert not queries.edition_of(one).files.exists()
