"""What the machine finds by night becomes one incident, however often it is found."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.jobs.models import Job
from gongkai.base.notify.models import Message
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing.models import Edition
from gongkai.engine.publishing.rules import digest
from gongkai.oversight.safety import actions
from gongkai.oversight.safety.models import Incident, Inspection
from gongkai.oversight.safety.reactions import run_inspect
from gongkai.oversight.safety.rules import State
from gongkai.oversight.safety.tests.world import as_, moment, posted
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import City, document_at

BY = the_system("safety")


def released(city: City, number: int = 7) -> Any:
    return document_at(city, Status.PUBLISHED, number=f"云川住建发〔2026〕{number}号").item.release


def tampered(release: Any, text: str = "<p>被人改过的正文</p>") -> None:
    edition = Edition.objects.get(pk=release.edition_id)
    Edition.objects.filter(pk=edition.pk).update(snapshot=edition.snapshot | {"html": text})


def mended(release: Any, snapshot: Any) -> None:
    Edition.objects.filter(pk=release.edition_id).update(snapshot=snapshot)


@pytest.mark.requirement("R265")
def test_a_changed_page_opens_exactly_one_incident_however_often_it_is_found(city: City):
    release = released(city)
    assert actions.inspect(by=BY).faults == []
    tampered(release)
    assert len(actions.inspect(by=BY).faults) == 1
    actions.inspect(by=BY)
    found = Incident.objects.get()
    assert found.by_machine
    assert found.affected.get().item_id == release.item_id
    assert found.steps.count() == 1
    assert Message.objects.filter(title__contains="自动检查发现安全问题", person=city.people["bian"]).count() == 1
    page = as_(city, "bian").get(f"/desk/safety/incidents/{found.pk}/").content.decode()
    assert "公开文本与发布时的摘要不一致" in page
    assert "自动发现" in page
    other = released(city, 8)
    tampered(other)
    actions.inspect(by=BY)
    found = Incident.objects.get()
    assert found.affected.count() == 2
    assert [step.kind for step in found.steps.all()] == ["detect", "find"]


@pytest.mark.requirement("R265")
def test_recovery_is_believed_only_when_the_text_is_right_again_and_later_tampering_is_a_new_incident(city: City):
    release = released(city)
    before = Edition.objects.get(pk=release.edition_id).snapshot
    tampered(release)
    actions.inspect(by=BY)
    found = Incident.objects.get()
    assert posted(city, found, "contain", at=moment(), text="下线页面").status_code == 302
    refused = posted(city, found, "recover", at=moment(), text="已恢复")
    assert refused.status_code == 422
    assert "自动复查发现问题仍在" in refused.content.decode()
    mended(release, before)
    assert posted(city, found, "recover", at=moment(), text="从备份恢复").status_code == 302
    assert posted(city, found, "report", at=moment(), to="市政府办公室").status_code == 302
    assert posted(city, found, "review", happened="篡改", cause="口令泄露", changes="更换口令").status_code == 302
    tampered(release, "<p>又被改了</p>")
    actions.inspect(by=BY)
    assert Incident.objects.filter(state=State.DETECTED).count() == 1
    assert Incident.objects.count() == 2


@pytest.mark.requirement("R265")
def test_a_broken_record_opens_one_incident_and_not_another_after_it_was_closed(city: City):
    released(city)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events_event'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("ALTER TABLE events_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE events_event SET remark = 'x' WHERE seq = (SELECT min(seq) + 3 FROM events_event)")
    first = actions.inspect(by=BY)
    assert first.faults
    actions.inspect(by=BY)
    found = Incident.objects.get()
    assert "操作记录核验不通过" in found.title
    actions.dismiss(incident=found, text="演练时的改动", by=city.bian)
    actions.inspect(by=BY)
    assert Incident.objects.count() == 1


@pytest.mark.requirement("R265")
def test_an_officer_asks_for_the_look_and_the_worker_does_it(city: City):
    released(city)
    assert as_(city, "bian").post("/desk/safety/look/").status_code == 302
    assert Job.objects.filter(kind="safety.inspect").count() == 1
    run_inspect([])
    assert Inspection.objects.get().pages == 1
    page = as_(city, "bian").get("/desk/safety/").content.decode()
    assert "没有问题" in page
    assert as_(city, "shen").post("/desk/safety/look/").status_code == 403


@pytest.mark.requirement("R265")
def test_a_changed_file_is_found(city: City, monkeypatch: pytest.MonkeyPatch):
    release = released(city)
    monkeypatch.setattr(
        "gongkai.oversight.safety.actions.inspecting.wrong_files", lambda one: [f"《{one.title}》：附件已被改动"]
    )
    actions.inspect(by=BY, whole=True)
    assert Incident.objects.get().facts == [f"《{release.title}》：附件已被改动"]


def test_many_are_looked_at_a_batch_at_a_time(city: City, monkeypatch: pytest.MonkeyPatch):
    asked = []
    for number in (7, 8, 9, 10):
        tampered(released(city, number))
        with CaptureQueriesContext(connection) as captured:
            actions.inspect(by=BY)
        asked.append(sum("events_logentry" in one["sql"] and "content_sha256" in one["sql"] for one in captured))
    assert asked == asked[:1] * 4
    found = Incident.objects.get()
    assert found.affected.count() == 4
    monkeypatch.setattr("gongkai.oversight.safety.actions.inspecting.CHUNK", 1)
    row = actions.inspect(by=BY)
    assert (row.pages, len(row.faults)) == (4, 4)


def test_a_library_changed_as_a_whole_is_one_incident_with_a_bounded_list(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gongkai.oversight.safety.actions.inspecting.MOST_FAULTS", 2)
    for number in (7, 8, 9):
        tampered(released(city, number))
    row = actions.inspect(by=BY)
    actions.inspect(by=BY)
    found = Incident.objects.get()
    assert (len(found.facts), found.facts[-1]) == (3, "另有1处，见受影响的内容")
    assert (found.affected.count(), found.steps.count(), len(row.faults)) == (3, 1, 2)


def test_a_text_that_the_log_never_saw_is_found(city: City):
    release = released(city)
    sha = Edition.objects.get(pk=release.edition_id).content_sha256
    forged = Edition.objects.get(pk=release.edition_id).snapshot | {"html": "<p>伪造</p>"}
    Edition.objects.filter(pk=release.edition_id).update(snapshot=forged, content_sha256=digest(forged))
    assert apps.get_model("events", "LogEntry").objects.filter(content_sha256=sha).exists()
    assert any("不在公开日志里" in fault for fault in actions.inspect(by=BY).faults)


def test_a_stranger_is_sent_to_sign_in(db: None, client: Client):
    assert client.get("/desk/safety/").status_code == 302
