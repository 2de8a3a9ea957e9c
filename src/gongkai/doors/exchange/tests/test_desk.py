"""The officer's side: partners, messages, tasks, runs; strangers and other agencies see nothing."""

from typing import Any

import pytest
from django.test import Client

from gongkai.base.events import queries as events
from gongkai.doors.exchange import actions
from gongkai.doors.exchange.models import Message, Partner, Task
from gongkai.doors.exchange.rules import MessageKind
from gongkai.doors.exchange.tests.conftest import WHOLE, Caller
from gongkai.project.tests.cast import City


def at(city: City, who: str) -> Client:
    client = Client()
    client.force_login(city.people[who])
    return client


@pytest.fixture
def conflict(city: City, oa: Caller) -> Task:
    oa.document()
    oa.document(html="<p>补贴按月发放。</p>", key="other")
    return Task.objects.get()


@pytest.mark.requirement("R027")
def test_an_officer_registers_a_partner_and_sees_its_key_once(city: City) -> None:
    shen = at(city, "shen")
    form = {
        "code": "zjj-oa", "name": "住建局办公系统", "kind": "oa", "agency": city.housing.pk, "calls_per_minute": 60,
        "first_retry_seconds": 10, "timeout_seconds": 15, "active": "on",
    }  # fmt: skip
    assert shen.post("/desk/exchange/partners/add/", form).status_code == 302
    partner = Partner.objects.get()
    page = shen.post(f"/desk/exchange/partners/{partner.pk}/keys/", {"overlap": "3"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    again = shen.get(f"/desk/exchange/partners/{partner.pk}/").content.decode()
    assert partner.keys.get().fingerprint in again
    assert secret not in again


def test_an_officer_changes_how_long_a_partner_is_waited_for(city: City, oa: Caller) -> None:
    form = {
        "name": "住建局办公系统",
        "calls_per_minute": 60,
        "first_retry_seconds": 2.5,
        "timeout_seconds": 20,
        "active": "on",
    }
    assert at(city, "shen").post(f"/desk/exchange/partners/{oa.partner.pk}/edit/", form).status_code == 302
    assert Partner.objects.get().first_retry_seconds == 2.5
    edited = events.events(tag="exchange:partner:edit").get()
    assert (edited.old["first_retry_seconds"], edited.new["first_retry_seconds"]) == ("10.0", "2.5")


def test_a_superior_without_an_address_is_told_what_is_missing(city: City) -> None:
    form = {
        "code": "p", "name": "省平台", "kind": "superior", "agency": city.housing.pk, "calls_per_minute": 60,
        "first_retry_seconds": 10, "timeout_seconds": 15,
    }  # fmt: skip
    answer = at(city, "shen").post("/desk/exchange/partners/add/", form)
    assert answer.status_code == 422
    assert "请填写上级平台的接口地址" in answer.content.decode()


PAGES = (
    "",
    "report.csv",
    "partners/",
    "partners/add/",
    "messages/",
    "messages/export.csv",
    "tasks/",
    "tasks/?open=1&whose=mine",
    "runs/",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_officer_and_not_for_a_drafter(city: City, conflict: Task, page: str) -> None:
    assert at(city, "shen").get(f"/desk/exchange/{page}").status_code == 200
    assert at(city, "lin").get(f"/desk/exchange/{page}").status_code == 403
    assert Client().get(f"/desk/exchange/{page}").status_code == 302


def test_another_agencys_partner_message_task_and_run_are_not_there(
    city: City, conflict: Task, superior: Caller
) -> None:
    mo, message = at(city, "mo"), Message.objects.first()
    run = actions.start(partner=superior.partner, by=city.shen)
    assert message is not None
    for page in (f"partners/{conflict.partner_id}/", f"partners/{conflict.partner_id}/edit/", f"messages/{message.pk}/",
                 f"tasks/{conflict.pk}/", f"runs/{run.pk}/", f"runs/{run.pk}/export.csv"):  # fmt: skip
        assert mo.get(f"/desk/exchange/{page}").status_code == 404, page
    for page in (f"partners/{superior.partner.pk}/reconcile/", f"partners/{conflict.partner_id}/keys/",
                 f"messages/{message.pk}/drop/", f"tasks/{conflict.pk}/decide/", f"tasks/{conflict.pk}/assign/"):  # fmt: skip
        assert mo.post(f"/desk/exchange/{page}", {"reason": "x"}).status_code == 404, page
    assert WHOLE["title"] not in mo.get("/desk/exchange/messages/").content.decode()
    assert WHOLE["title"] not in mo.get("/desk/exchange/tasks/").content.decode()


@pytest.mark.requirement("R027")
def test_a_conflict_is_shown_side_by_side_and_decided(city: City, conflict: Task) -> None:
    shen = at(city, "shen")
    page = shen.get(f"/desk/exchange/tasks/{conflict.pk}/").content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    shen.post(f"/desk/exchange/tasks/{conflict.pk}/decide/", {"decision": "keep", "reason": "以先收为准"})
    conflict.refresh_from_db()
    assert (conflict.decision, conflict.decided_by) == ("keep", "沈若川")


@pytest.mark.parametrize(
    "said",
    [{"decision": "keep", "reason": " "}, {"decision": "resend", "reason": "x"}, {"decision": "", "reason": "x"}],
)
def test_a_decision_needs_a_reason_and_must_be_offered(city: City, conflict: Task, said: Any) -> None:
    at(city, "shen").post(f"/desk/exchange/tasks/{conflict.pk}/decide/", said)
    conflict.refresh_from_db()
    assert conflict.is_open


def test_a_task_gets_an_owner_who_could_decide(city: City, conflict: Task) -> None:
    shen = at(city, "shen")
    shen.post(f"/desk/exchange/tasks/{conflict.pk}/assign/", {"owner": city.people["lin"].pk})
    conflict.refresh_from_db()
    assert conflict.owner != city.people["lin"]
    shen.post(f"/desk/exchange/tasks/{conflict.pk}/assign/", {"owner": city.people["shen"].pk})
    conflict.refresh_from_db()
    assert conflict.owner == city.people["shen"]


@pytest.fixture
def queued(city: City, superior: Caller) -> Message:
    from gongkai.doors.exchange.actions.sending import queue

    return queue(
        partner=superior.partner, kind=MessageKind.FILE_RELEASE, key="k", payload={}, label="一件", index_number="x/1"
    )  # fmt: skip


@pytest.mark.requirement("R027")
def test_a_message_is_held_sent_again_and_dropped_each_with_a_reason(city: City, queued: Message) -> None:
    shen, address = at(city, "shen"), f"/desk/exchange/messages/{queued.pk}/"
    for verb, state in (("hold", "held"), ("retry", "queued"), ("drop", "dropped")):
        shen.post(f"{address}{verb}/", {"reason": ""})
        before = Message.objects.get().state
        assert before != state
        shen.post(f"{address}{verb}/", {"reason": "对方维护"})
        assert Message.objects.get().state == state
    assert "已放弃" in shen.get(address).content.decode()


def test_the_list_is_searched_filtered_and_exported(city: City, conflict: Task) -> None:
    shen = at(city, "shen")
    assert "没有符合条件" in shen.get("/desk/exchange/messages/?q=没有这个词").content.decode()
    assert "住房租赁补贴" in shen.get("/desk/exchange/messages/?state=conflict&sort=-tries").content.decode()
    exported = b"".join(shen.get("/desk/exchange/messages/export.csv?state=conflict"))
    assert exported.decode("utf-8-sig").count("住房租赁补贴") == 1


@pytest.mark.requirement("R027")
def test_the_report_counts_what_came_and_went(city: City, conflict: Task, queued: Message) -> None:
    report = b"".join(at(city, "shen").get("/desk/exchange/report.csv")).decode("utf-8-sig")
    assert "住建局办公系统,办公系统,2,1,0,1,0,0,0,0,0,0" in report
    assert "省政务公开平台,上级平台,0,0,0,0,1,0,1,0,0,0" in report
