"""安全事件 as its officers work on it, by pages: reported, contained, recovered, reported upwards, reviewed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.engine.duties.models import Duty
from gongkai.oversight.safety import actions, queries
from gongkai.oversight.safety.actions.recording import subject_of
from gongkai.oversight.safety.models import Incident, Measure
from gongkai.oversight.safety.rules import Kind, Level, State
from gongkai.oversight.safety.tests.world import as_, incident, moment, posted
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


def report(city: City, who: str = "bian", **changes: Any) -> Any:
    facts = {
        "title": "首页轮播图被替换", "kind": "tamper", "level": "2", "agency": city.government.pk, "site": city.site.pk,
        "account": "", "detected_at": moment(-1), "detail": "首页第二张图片不是本站内容",
    } | changes  # fmt: skip
    return as_(city, who).post("/desk/safety/incidents/new/", facts)


@pytest.mark.requirement("R265")
def test_an_incident_goes_from_detected_to_reviewed_by_pages_alone(city: City):
    assert report(city, upload=SimpleUploadedFile("证据.txt", "日志".encode())).status_code == 302
    found = Incident.objects.get()
    assert found.state == State.DETECTED
    assert Duty.objects.filter(rule="safety-report", status="open").count() == 1
    page = as_(city, "bian").get(f"/desk/safety/incidents/{found.pk}/").content.decode()
    assert "证据.txt" in page
    assert found.number in page
    assert posted(city, found, "contain", at=moment(), text="关停首页轮播").status_code == 302
    assert posted(city, found, "recover", at=moment(), text="从备份恢复，已核对").status_code == 302
    assert Duty.objects.filter(rule="safety-review", status="open").count() == 1
    texts = {"happened": "图片被替换", "cause": "后台口令太弱", "changes": "启用动态口令"}
    refused = posted(city, found, "review", **texts)
    assert refused.status_code == 422
    assert "还没有登记上报情况" in refused.content.decode()
    assert "后台口令太弱" in refused.content.decode()
    assert posted(city, found, "report", at=moment(), to="市人民政府办公室", text="").status_code == 302
    assert posted(city, found, "review", **texts).status_code == 302
    found.refresh_from_db()
    assert found.state == State.REVIEWED
    assert not Duty.objects.filter(status="open").exists()
    tags = list(events.events_of(subject_of(found)).filter(tag__startswith="safety").values_list("tag", flat=True))
    assert tags == [f"safety:incident:{verb}" for verb in ("open", "contain", "recover", "report", "review")]
    assert "启用动态口令" in as_(city, "bian").get(f"/desk/safety/incidents/{found.pk}/print/").content.decode()


@pytest.mark.requirement("R265")
def test_a_report_that_lacks_something_keeps_what_was_typed_and_the_file(city: City):
    answer = report(city, title="", upload=SimpleUploadedFile("证据.txt", "日志".encode()))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "首页第二张图片不是本站内容" in page
    assert "已上传“证据.txt”" in page
    kept = page.partition('name="kept" value="')[2].partition('"')[0]
    assert report(city, kept=kept).status_code == 302
    assert Incident.objects.get().steps.get().files.get().name == "证据.txt"
    assert report(city, who="shen", agency=city.housing.pk, kept=kept).status_code == 302
    assert not Incident.objects.first().steps.get().files.exists(), "what one person uploaded is not another's"


@pytest.mark.requirement("R265")
def test_the_hours_for_reporting_and_the_level_follow_the_plan_with_its_source(city: City):
    page = as_(city, "bian").get("/desk/safety/incidents/new/").content.decode()
    assert "平台配置：四级划分" in page
    actions.adopt_version(
        plan=None, agency=city.government, title="网站应急预案", issued_on=timezone.localdate(), approved_by="市长",
        summary="处置流程", review_on=timezone.localdate() + dt.timedelta(days=300), by=city.bian,
        levels={Level.COMMON.value: {"criteria": "单个页面显示异常", "hours": 2}},
    )  # fmt: skip
    found = incident(city, level="4", agency=city.housing, by=city.shen)
    assert found.report_by - found.detected_at == dt.timedelta(hours=2)
    assert "《网站应急预案》第1版" in found.level_source
    shown = as_(city, "shen").get(f"/desk/safety/incidents/{found.pk}/").content.decode()
    assert "单个页面显示异常" in shown


@pytest.mark.requirement("R265")
def test_of_two_tabs_the_second_is_told_and_loses_nothing(city: City):
    found = incident(city)
    assert posted(city, found, "contain", at=moment(), text="关停页面").status_code == 302
    late = posted(city, found, "note", seen=1, at=moment(), text="第二个窗口里写的话")
    assert late.status_code == 409
    assert "别人已经改动过" in late.content.decode()
    assert "第二个窗口里写的话" in late.content.decode()
    assert not found.steps.filter(kind="note").exists()


@pytest.mark.requirement("R265")
def test_steps_need_their_order_their_words_and_a_time_that_has_come(city: City):
    found = incident(city)
    assert posted(city, found, "recover", at=moment(), text="恢复").status_code == 422
    early = posted(city, found, "contain", at=moment(-48), text="关停")
    assert "早于“发现”" in early.content.decode()
    late = posted(city, found, "contain", at=moment(5), text="关停")
    assert "还没有到" in late.content.decode()
    assert Incident.objects.get().state == State.DETECTED


@pytest.mark.requirement("R265")
def test_a_measure_has_a_day_a_clock_and_an_end(city: City):
    found = incident(city)
    due = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    assert posted(city, found, "measure", what="启用动态口令", owner="信息科", due_on=due).status_code == 302
    measure = Measure.objects.get()
    assert Duty.objects.get(rule="safety-measure").due_on.isoformat() == due
    assert "启用动态口令" in as_(city, "bian").get("/desk/safety/").content.decode()
    client = as_(city, "bian")
    assert "请写明完成情况" in client.post(f"/desk/safety/measures/{measure.pk}/done/", follow=True).content.decode()
    client.post(f"/desk/safety/measures/{measure.pk}/done/", {"note": "已全部启用"})
    measure.refresh_from_db()
    assert measure.done_note == "已全部启用"
    assert Duty.objects.get(rule="safety-measure").status == "done"


@pytest.mark.requirement("R265")
def test_a_false_alarm_is_closed_with_a_reason_and_counts_nowhere(city: City):
    found = incident(city)
    assert posted(city, found, "dismiss", text="浏览器插件造成，不是本站内容").status_code == 302
    assert Duty.objects.get(rule="safety-report").status == "cancelled"
    year = timezone.localdate().year
    assert queries.year_counts(year=year, agency=city.government).incidents == 0
    incident(city, kind="denial")
    counts = queries.year_counts(year=year, agency=city.government, site=city.site)
    assert counts.by_kind == (("拒绝服务", 1),)


@pytest.mark.requirement("R265")
def test_a_new_level_moves_the_hour_of_the_report(city: City):
    found = incident(city, level="4")
    assert posted(city, found, "regrade", level="1", text="影响扩大").status_code == 302
    found.refresh_from_db()
    assert found.report_by - found.detected_at == dt.timedelta(hours=1)
    assert list(Duty.objects.filter(rule="safety-report").order_by("pk").values_list("status", flat=True)) == [
        "cancelled",
        "open",
    ]


@pytest.mark.requirement("R265")
def test_another_agency_sees_nothing_and_the_supervisor_reads_only(city: City):
    found = incident(city)
    own = incident(city, agency=city.housing, site=None, account="政务微信“云川住建”", by=city.shen)
    stranger = as_(city, "mo")
    for path in (f"incidents/{found.pk}/", f"incidents/{own.pk}/", f"incidents/{own.pk}/print/", "backups/"):
        assert stranger.get(f"/desk/safety/{path}").status_code == 404, path
    assert stranger.post(f"/desk/safety/incidents/{own.pk}/do/note/", {"note-text": "x"}).status_code == 404
    assert own.title not in stranger.get("/desk/safety/incidents/").content.decode()
    reader = as_(city, "jian")
    assert "登记控制" not in reader.get(f"/desk/safety/incidents/{own.pk}/").content.decode()
    refused = posted(city, own, "contain", who="jian", at=moment(), text="关停")
    assert refused.status_code == 403
    assert as_(city, "lin").get("/desk/safety/").status_code == 403


@pytest.mark.requirement("R265")
def test_the_list_is_filtered_paged_and_exported(city: City):
    for number in range(32):
        incident(city, title=f"第{number:02d}次异常", kind="outage")
    leak = incident(city, kind="leak", title="=HYPERLINK(1)")
    client = as_(city, "bian")
    assert "第2页" in client.get("/desk/safety/incidents/?kind=outage").content.decode()
    assert "第00次异常" in client.get("/desk/safety/incidents/?kind=outage&page=2").content.decode()
    assert "HYPERLINK" in client.get(f"/desk/safety/incidents/?q={leak.number}").content.decode()
    assert "没有这样的事件" in client.get("/desk/safety/incidents/?q=没有的").content.decode()
    table = client.get("/desk/safety/incidents/export.csv?kind=leak").content.decode("utf-8-sig")
    assert table.count("\n") == 2
    assert ",=HYPERLINK" not in table


def test_a_site_of_strangers_cannot_be_named(city: City):
    other = incident_site(city)
    with pytest.raises(actions.Refused, match="无关"):
        incident(city, agency=city.housing, site=other, by=city.shen)


def incident_site(city: City) -> Any:
    from gongkai.base.organisations import actions as organisations
    from gongkai.base.organisations.queries import the_system

    return organisations.create_site(
        host="schools.yunchuan.example", name="市教育局网站", agency=city.schools, by=the_system("test")
    )


def test_contents_are_named_by_their_number(city: City):
    found = incident(city)
    answer = posted(city, found, "relate", number="没有这个号", remark="")
    assert answer.status_code == 422
    assert "没有编号为" in answer.content.decode()


def test_the_form_is_for_whoever_manages(city: City, client: Client):
    assert client.get("/desk/safety/incidents/new/").status_code == 302
    assert as_(city, "jian").get("/desk/safety/incidents/new/").status_code == 403
    assert Kind.OTHER in Kind
