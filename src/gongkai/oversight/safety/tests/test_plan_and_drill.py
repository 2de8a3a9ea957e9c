"""应急预案 in versions with its tree, 演练 from plan to measures, by pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.engine.duties.actions import remind
from gongkai.engine.duties.models import Duty
from gongkai.oversight.safety.models import Drill, Plan
from gongkai.oversight.safety.tests.world import as_
from gongkai.project.tests.cast import City


def day(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


LEVELS = {f"criteria_{n}": f"标准{n}" for n in "1234"} | {f"hours_{n}": str(n) for n in "1234"}


def adopted(city: City, **changes: Any) -> Plan:
    facts = {
        "agency": city.government.pk, "title": "网站应急预案", "issued_on": day(-1), "approved_by": "市长",
        "review_on": day(200), "summary": "先控制，再恢复", **LEVELS,
    } | changes  # fmt: skip
    answer = as_(city, "bian").post("/desk/safety/plans/new/", facts)
    assert answer.status_code == 302, answer.content.decode()
    return Plan.objects.get()


def contact(city: City, plan: Plan, one: int = 0, **facts: Any) -> Any:
    plan.refresh_from_db()
    data = {"role": "leader", "name": "总值班室", "post": "", "phone": "000-1", "above": ""} | facts
    path = f"/desk/safety/plans/{plan.pk}/contacts/" + (f"{one}/" if one else "")
    return as_(city, "bian").post(path, {f"contact-{k}": v for k, v in data.items()} | {"seen": plan.version})


@pytest.mark.requirement("R265")
def test_a_plan_has_versions_a_file_and_a_day_of_review_that_reminds(city: City):
    plan = adopted(city, upload=SimpleUploadedFile("预案.txt", "全文".encode()))
    assert Duty.objects.get(rule="safety-plan").due_on.isoformat() == day(200)
    client = as_(city, "bian")
    assert client.get(f"/desk/safety/plans/{plan.pk}/files/1/").getvalue().decode() == "全文"
    facts = {"issued_on": day(0), "approved_by": "市长", "review_on": day(300), "summary": "修订", **LEVELS}
    path = f"/desk/safety/plans/{plan.pk}/version/"
    plan.refresh_from_db()
    refused = client.post(path, facts | {"seen": plan.version})
    assert refused.status_code == 422
    assert client.post(path, facts | {"seen": plan.version, "change_note": "更新联系人"}).status_code == 302
    assert [v.number for v in plan.versions.all()] == [2, 1]
    assert Duty.objects.get(rule="safety-plan", status="open").due_on.isoformat() == day(300)
    late = client.post(path, facts | {"seen": plan.version, "change_note": "第二个窗口"})
    assert late.status_code == 409
    assert "第二个窗口" in late.content.decode()
    assert remind(today=timezone.localdate() + dt.timedelta(days=300)).messages > 0


@pytest.mark.requirement("R265")
def test_the_tree_of_contacts_stands_in_its_order_without_rings_and_is_exported(city: City):
    plan = adopted(city)
    assert contact(city, plan).status_code == 302
    top = plan.contacts.get()
    assert contact(city, plan, role="technical", name="运维科", above=top.pk).status_code == 302
    below = plan.contacts.get(name="运维科")
    ring = contact(city, plan, top.pk, name="总值班室", above=below.pk)
    assert ring.status_code == 422
    assert "上级不能是本人" in ring.content.decode()
    table = as_(city, "bian").get(f"/desk/safety/plans/{plan.pk}/contacts.csv").content.decode("utf-8-sig")
    assert "2,技术处置,运维科,,000-1,总值班室" in table
    assert contact(city, plan, top.pk, drop="1").status_code == 302
    plan.refresh_from_db()
    client = as_(city, "bian")
    client.post(f"/desk/safety/plans/{plan.pk}/contacts/{top.pk}/", {"drop": "1", "seen": plan.version})
    below.refresh_from_db()
    assert below.above is None
    assert not plan.contacts.filter(pk=top.pk).exists()


@pytest.mark.requirement("R265")
def test_looking_at_a_plan_again_moves_its_day(city: City):
    plan = adopted(city)
    plan.refresh_from_db()
    facts = {"confirm-review_on": day(330), "confirm-text": "联系人已逐一核对", "seen": plan.version}
    client = as_(city, "bian")
    assert client.post(f"/desk/safety/plans/{plan.pk}/confirm/", facts | {"confirm-text": ""}).status_code == 422
    assert client.post(f"/desk/safety/plans/{plan.pk}/confirm/", facts).status_code == 302
    plan.refresh_from_db()
    assert plan.review_on.isoformat() == day(330)
    assert "联系人已逐一核对" in client.get(f"/desk/safety/plans/{plan.pk}/").content.decode()


def drill(city: City, **changes: Any) -> Drill:
    facts = {
        "agency": city.government.pk,
        "title": "首页篡改演练",
        "plan": "",
        "planned_on": day(10),
        "scenario": "首页被换",
    }
    answer = as_(city, "bian").post("/desk/safety/drills/new/", facts | changes)
    assert answer.status_code == 302, answer.content.decode()
    return Drill.objects.latest("pk")


def do(city: City, one: Drill, verb: str, *, who: str = "bian", seen: int | None = None, **facts: Any) -> Any:
    one.refresh_from_db()
    data = {f"{verb}-{k}": v for k, v in facts.items()} | {"seen": seen or one.version}
    return as_(city, who).post(f"/desk/safety/drills/{one.pk}/do/{verb}/", data)


@pytest.mark.requirement("R265")
def test_a_drill_is_planned_moved_held_and_its_findings_become_measures(city: City):
    one = drill(city)
    assert Duty.objects.get(rule="safety-drill").due_on.isoformat() == day(10)
    assert do(city, one, "move", planned_on=day(20), reason="主要人员出差").status_code == 302
    assert Duty.objects.get(rule="safety-drill", status="open").due_on.isoformat() == day(20)
    facts = {"held_on": day(0), "participants": "值班室", "course": "按预案进行", "findings": "电话未张贴"}
    assert do(city, one, "hold", **facts | {"held_on": day(1)}).status_code == 422
    assert do(city, one, "hold", **facts).status_code == 302
    assert not Duty.objects.filter(rule="safety-drill", status="open").exists()
    assert do(city, one, "measure", what="张贴联系表", owner="值班室", due_on=day(5)).status_code == 302
    assert one.measures.get().due_on.isoformat() == day(5)
    table = as_(city, "bian").get("/desk/safety/drills/export.csv").content.decode("utf-8-sig")
    assert "电话未张贴,张贴联系表,值班室" in table
    assert do(city, one, "cancel", reason="不办了").status_code == 422


@pytest.mark.requirement("R265")
def test_a_drill_in_two_tabs_is_held_once(city: City):
    one = drill(city)
    facts = {"held_on": day(0), "participants": "值班室", "course": "按预案进行", "findings": "无"}
    assert do(city, one, "hold", **facts).status_code == 302
    late = do(city, one, "cancel", seen=1, reason="第二个窗口")
    assert late.status_code == 409


@pytest.mark.requirement("R265")
def test_plans_and_drills_of_others_are_not_there(city: City):
    plan, one = adopted(city), drill(city)
    stranger = as_(city, "mo")
    for path in (
        f"plans/{plan.pk}/",
        f"plans/{plan.pk}/contacts.csv",
        f"drills/{one.pk}/",
        f"plans/{plan.pk}/files/1/",
    ):
        assert stranger.get(f"/desk/safety/{path}").status_code == 404, path
    assert do(city, one, "cancel", who="mo", reason="x").status_code == 404
    assert do(city, one, "cancel", who="jian", reason="x").status_code == 403
    assert "没有应急预案" in stranger.get("/desk/safety/plans/").content.decode()
    assert "没有演练" in stranger.get("/desk/safety/drills/").content.decode()


@pytest.mark.requirement("R265")
def test_a_plan_that_nobody_drilled_for_a_year_is_named(city: City):
    plan = adopted(city, issued_on=day(-400))
    client = as_(city, "bian")
    assert "很久没有演练" in client.get("/desk/safety/drills/").content.decode()
    drill(city, plan=plan.pk)
    assert "很久没有演练" not in client.get("/desk/safety/drills/").content.decode()
