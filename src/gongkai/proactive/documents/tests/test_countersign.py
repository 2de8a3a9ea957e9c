"""会签 by the joint agency itself: it sees that one draft, answers once, and is told in words when it comes too late."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from gongkai.base.jobs.actions import run_worker
from gongkai.base.notify.models import Message
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import OutOfSight, the_system
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Countersign, CountersignRequest, Document
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.project.tests.cast import PASSWORD, START, City, document_at

SCHOOLS = "云川市教育局"
TEXT = "每户每月三百元"


@pytest.fixture
def joint_city(city: City) -> City:
    """The city with 晏, who signs for the education bureau, and 桂, who signs for the government office."""
    system = the_system("test")
    for username, name, agency in (("yan", "晏清和", city.schools), ("gui", "桂闻", city.office)):
        person = organisations.create_person(username=username, name=name, password=PASSWORD, agency=agency, by=system)
        organisations.appoint(person=person, agency=agency, role="signing_leader", starts_on=START, by=system)
        city.people[username] = person
    return city


def asked(city: City) -> tuple[Document, CountersignRequest]:
    document = document_at(city, Status.SIGNING, joint_issuers=[SCHOOLS])
    return document, actions.ask_countersign(document=document, agency_name=SCHOOLS, by=city.shen)


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def page(request: CountersignRequest) -> str:
    return f"/desk/documents/countersigning/{request.pk}/"


def seen(client: Client, request: CountersignRequest) -> str:
    return str(client.get(page(request)).context["digest"])


def post(client: Client, request: CountersignRequest, digest: str, **more: str) -> Any:
    return client.post(page(request), {"seen": digest, "result": "agree", "opinion": ""} | more)


def body(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.requirement("R017")
def test_the_joint_agency_reads_and_signs_at_its_own_desk(joint_city: City) -> None:
    document, request = asked(joint_city)
    yan = as_(joint_city, "yan")
    assert working_edition(document).title in body(yan.get("/desk/documents/countersigning/"))
    assert TEXT in body(yan.get(page(request)))
    assert post(yan, request, seen(yan, request)).status_code == 302
    row = Countersign.objects.get()
    assert (row.agency, row.signer, row.result) == (joint_city.schools, "晏清和", "agree")
    actions.sign(document=document, by=joint_city.zheng)
    assert "云川市教育局会签：同意" in [one.title for one in Message.objects.all()]


def test_it_sees_this_one_document_and_nothing_else_of_it(joint_city: City) -> None:
    document, _ = asked(joint_city)
    yan = as_(joint_city, "yan")
    for tail in ("", "history/", "slip/", "countersign/", "compare/", "edit/"):
        assert yan.get(f"/desk/documents/{document.pk}/{tail}").status_code == 404, tail
    assert working_edition(document).title not in body(yan.get("/desk/documents/?tab=all"))


@pytest.mark.parametrize("stranger", ["gui", "shen", "mo"])
def test_another_agency_finds_nothing_there(joint_city: City, stranger: str) -> None:
    _, request = asked(joint_city)
    client = as_(joint_city, stranger)
    assert client.get(page(request)).status_code == 404
    assert post(client, request, "x").status_code == 404
    with pytest.raises(OutOfSight):
        actions.sign_jointly(request=request, result="agree", by=joint_city.lin)


def test_the_second_tab_is_told_that_it_was_signed(joint_city: City) -> None:
    _, request = asked(joint_city)
    one, two = as_(joint_city, "yan"), as_(joint_city, "yan")
    digest = seen(one, request)
    assert post(one, request, digest).status_code == 302
    late = post(two, request, digest, result="refused", opinion="不同意")
    assert late.status_code == 409
    assert "本机关已经会签，不能重复办理" in body(late)
    assert Countersign.objects.get().result == "agree"


def test_taken_back_meanwhile_it_says_why_and_shows_nothing(joint_city: City) -> None:
    document, request = asked(joint_city)
    yan = as_(joint_city, "yan")
    digest = seen(yan, request)
    as_(joint_city, "shen").post(
        f"/desk/documents/{document.pk}/countersign/{request.pk}/recall/", {"reason": "改为单独发文"}
    )
    late = post(yan, request, digest)
    assert late.status_code == 409
    assert "送签机关已撤回会签：改为单独发文" in body(late)
    assert TEXT not in body(yan.get(page(request)))


def test_sent_back_to_the_drafter_meanwhile_it_waits_and_comes_again(joint_city: City) -> None:
    document, request = asked(joint_city)
    yan = as_(joint_city, "yan")
    digest = seen(yan, request)
    actions.return_(document=document, by=joint_city.zheng, cause="内容需要修改", detail="补充期限")
    late = post(yan, request, digest)
    assert late.status_code == 409
    assert "已退回起草单位" in body(late)
    assert TEXT not in body(late)
    assert working_edition(document).title not in body(yan.get("/desk/documents/countersigning/"))


def test_what_changed_since_it_was_read_must_be_read_again(joint_city: City) -> None:
    _, request = asked(joint_city)
    yan = as_(joint_city, "yan")
    again = post(yan, request, "the-digest-of-an-older-text")
    assert again.status_code == 409
    assert "请重新阅读" in body(again)
    assert post(yan, request, str(again.context["digest"])).status_code == 302


def test_sending_back_needs_words_and_stops_the_signature(joint_city: City) -> None:
    document, request = asked(joint_city)
    yan = as_(joint_city, "yan")
    digest = seen(yan, request)
    assert "请写明怎样修改" in body(post(yan, request, digest, result="refused"))
    assert post(yan, request, digest, result="refused", opinion="第二条须注明范围").status_code == 302
    with pytest.raises(actions.Refused, match="云川市教育局退回了会签"):
        actions.sign(document=document, by=joint_city.zheng)
    assert "第二条须注明范围" in body(as_(joint_city, "shen").get(f"/desk/documents/{document.pk}/countersign/"))
    actions.ask_countersign(document=document, agency_name=SCHOOLS, by=joint_city.shen)  # after talking, once more


def test_the_office_records_only_for_who_does_not_sign_here(joint_city: City) -> None:
    document = document_at(joint_city, Status.SIGNING, joint_issuers=[SCHOOLS, "云川市邮政管理局"])
    shen, office = as_(joint_city, "shen"), f"/desk/documents/{document.pk}/countersign/"
    form = {"result": "agree", "signer": "某", "signed_on": timezone.localdate().isoformat()}
    assert shen.post(office, form | {"agency_name": SCHOOLS}).status_code == 422
    assert shen.post(office, form | {"agency_name": "云川市邮政管理局"}).status_code == 302
    with pytest.raises(actions.Refused, match="没有签发人"):
        actions.ask_countersign(document=document, agency_name="云川市邮政管理局", by=joint_city.shen)
    assert shen.post(f"{office}ask/", {"agency_name": SCHOOLS}).status_code == 302
    with pytest.raises(actions.Refused, match="已送云川市教育局自行会签"):
        actions.countersign(
            document=document, agency_name=SCHOOLS, result="agree", signer="某", signed_on=timezone.localdate(),
            by=joint_city.shen,
        )  # fmt: skip


def test_asking_twice_is_refused_in_words(joint_city: City) -> None:
    document, _ = asked(joint_city)
    with pytest.raises(actions.Refused, match="正在等待意见"):
        actions.ask_countersign(document=document, agency_name=SCHOOLS, by=joint_city.shen)


def test_who_signs_is_told_by_mail_without_the_title_and_reminded_when_late(joint_city: City) -> None:
    document, request = asked(joint_city)
    joint_city.people["yan"].email = "yan@yunchuan.example"
    joint_city.people["yan"].save()
    run_worker(once=True)
    assert working_edition(document).title not in "".join(f"{one.subject}{one.body}" for one in mail.outbox)
    assert actions.remind_countersigners() == 0
    assert actions.remind_countersigners(today=request.due_on + dt.timedelta(days=1)) == 1
    assert actions.remind_countersigners(today=request.due_on + dt.timedelta(days=1)) == 0
