"""Entering what came over the counter, by word of mouth, by mail, by fax."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.project.tests.cast import City
from gongkai.responsive.applications.models import Application, Submission
from gongkai.responsive.applications.tests.desk_world import REGISTER, do, signed_in
from gongkai.responsive.applications.tests.world import QIAN, staff

pytestmark = pytest.mark.django_db
NEW = f"{REGISTER}new/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def typed(town: City, door: str = "counter", **more: Any) -> dict[str, Any]:
    return {
        "agency": town.housing.pk, "door": door, "arrived_on": today(), "form": "electronic", "method": "post",
        "matters": "1", "parties": "1", "m0-title": "2025年住房租赁补贴发放明细", "p0-kind": "natural", "p0-name": QIAN.name,
        "p0-identity": QIAN.identity, "p0-identity_number": QIAN.identity_number, "p0-phone": QIAN.phone,
    } | more  # fmt: skip


def test_over_the_counter_it_is_received_the_same_day_and_a_slip_is_printed(town: City) -> None:
    client = signed_in(town, "jing")
    answer = client.post(NEW, typed(town), follow=True)
    application = Application.objects.get()
    slip = answer.content.decode()
    assert application.received_on == today()
    assert application.submission.receipt in slip
    assert "查询密码" in slip
    assert "<svg" in slip
    assert QIAN.name not in slip
    again = client.get(f"{REGISTER}{application.pk}/slip/").content.decode()
    assert "查询密码不再显示" in again


def test_every_channel_says_which_day_counts(town: City) -> None:
    page = signed_in(town, "jing").get(NEW).content.decode()
    for word in ("当面口述", "需签收的邮寄", "平常信函", "电子邮件", "传真", "双方确认之日", "第三十一条"):
        assert word in page


def test_ordinary_mail_waits_until_it_is_confirmed_and_warns_when_late(town: City) -> None:
    client = signed_in(town, "jing")
    client.post(NEW, typed(town, "ordinary-mail", arrived_on=today() - dt.timedelta(days=2)))
    application = Application.objects.get()
    assert application.status == "arrived"
    queue = client.get(f"{REGISTER}confirming/").content.decode()
    assert "本件未在当日确认" in queue
    assert do(client, application, "confirm", on=today(), how="phone").status_code == 302
    application.refresh_from_db()
    assert (application.status, application.received_on) == ("examining", today())


def test_mail_confirmed_at_once_is_registered_with_the_day_of_the_confirmation(town: City) -> None:
    client = signed_in(town, "jing")
    posted = typed(town, "ordinary-mail", arrived_on=today() - dt.timedelta(days=2), confirmed_on=today())
    answer = client.post(NEW, posted)
    assert answer.status_code == 422
    assert "请选择怎样确认的" in answer.content.decode()
    answer = client.post(NEW, posted | {"confirmed_how": "phone"}, follow=True)
    assert "未在当日确认" in answer.content.decode()
    assert Application.objects.get().received_on == today()


def test_what_is_said_is_written_down_and_read_back(town: City) -> None:
    client = signed_in(town, "jing")
    answer = client.post(NEW, typed(town, "oral"))
    assert answer.status_code == 422
    assert "请向申请人宣读" in answer.content.decode()
    client.post(NEW, typed(town, "oral", original="我想知道补贴发了多少。", read_back="on"))
    assert Submission.objects.get().original == "我想知道补贴发了多少。"


def test_rows_are_added_without_losing_anything(town: City) -> None:
    client = signed_in(town, "jing")
    answer = client.post(NEW, typed(town) | {"more": "matters"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="m1-title"' in page
    assert "2025年住房租赁补贴发放明细" in page
    assert not Application.objects.exists()
    page = client.post(NEW, typed(town) | {"more": "parties"}).content.decode()
    assert 'name="p1-name"' in page


def test_several_matters_and_applicants_come_in_together(town: City) -> None:
    more = {
        "matters": "3",
        "parties": "2",
        "m1-title": "公租房轮候名册",
        "m2-title": "",
        "p1-kind": "natural",
        "p1-name": "孙二川",
    }
    signed_in(town, "jing").post(NEW, typed(town, **more))
    assert Application.objects.count() == 2
    assert Submission.objects.get().applicants.count() == 2


def test_a_scan_is_sealed_and_stays_when_the_form_comes_back(town: City) -> None:
    client = signed_in(town, "jing")
    wrong = typed(town, **{"p0-identity_number": "110101199003070030"})
    answer = client.post(NEW, wrong | {"scan": SimpleUploadedFile("申请表.pdf", PDF)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "申请表.pdf" in page
    token = page.split('name="scan-kept" value="')[1].split('"')[0]
    client.post(NEW, typed(town) | {"scan-kept": token})
    material = Submission.objects.get().materials.get()
    application = Application.objects.get()
    paper = f"{REGISTER}{application.pk}/papers/material/1/"
    assert client.post(paper, {"look-why": ""}).status_code == 422
    got = client.post(paper, {"look-why": "核对申请表"})
    assert got.content == PDF
    assert material.file.name == "申请表.pdf"
    assert client.post(f"{REGISTER}{application.pk}/papers/material/9/", {"look-why": "x"}).status_code == 404


def test_a_wrong_number_and_a_company_as_person_are_said_in_words(town: City) -> None:
    client = signed_in(town, "jing")
    answer = client.post(NEW, typed(town, **{"p0-name": "江畔物业服务有限公司"}))
    assert answer.status_code == 422
    assert "像是单位" in answer.content.decode()
    assert "江畔物业服务有限公司" in answer.content.decode()
    assert not Submission.objects.exists()


def test_the_same_paper_is_not_entered_twice(town: City) -> None:
    client = signed_in(town, "jing")
    client.post(NEW, typed(town, external_id="收文7"))
    answer = client.post(NEW, typed(town, external_id="收文7"))
    assert answer.status_code == 422
    assert "已经登记过" in answer.content.decode()


def test_it_goes_to_another_agency_before_it_is_confirmed(town: City) -> None:
    client = signed_in(town, "jing")
    client.post(NEW, typed(town, "fax"))
    application = Application.objects.get()
    answer = do(client, application, "reroute", agency=town.schools.pk, reason="学校由教育局负责")
    assert answer.status_code == 302
    application.refresh_from_db()
    assert application.agency == town.schools
    assert client.get(f"{REGISTER}{application.pk}/").status_code == 404


def test_who_does_not_accept_is_told_who_does(town: City) -> None:
    assert signed_in(town, "lu").get(NEW).status_code == 403
    posted = typed(town) | {"agency": town.schools.pk}
    assert signed_in(town, "jing").post(NEW, posted).status_code == 422
