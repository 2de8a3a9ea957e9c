"""An answer that comes back after its case was closed is a task until it is served by another way; the figures stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.tests.test_mend_sendings import report
from gongkai.engine.duties.models import Duty
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.queries.facts import facts as all_facts
from gongkai.responsive.applications.queries.service import served_on
from gongkai.responsive.applications.tests.desk_world import page, signed_in
from gongkai.responsive.applications.tests.web import entered, text_of
from gongkai.responsive.applications.tests.world import MATTER, QIAN, at_work, fresh, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
TASK = "答复被退回，请另行送达"
OTHER = {"address": "云川市临江区明德路18号 钱一鸣"}


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def answered(town: City, route: str = "post", **where: Any) -> tuple[Application, Any, Any, str]:
    """A case whose answer was sent and counted: case, letter, sending, secret of the applicant."""
    today = timezone.localdate()
    received = actions.submit(
        agency=town.housing, door="counter", form="paper", method="post", matters=[MATTER], parties=[QIAN],
        arrived_on=today, by=town.jing,
    )  # fmt: skip
    one = actions.accept(application=received.submission.applications.get(), by=town.jing)
    actions.decide(application=one, code="R2", where="云川市政府网站财政专栏。", by=town.jing)
    letter = actions.issue(application=fresh(one), by=town.jing)
    sending = casework.dispatch(letter=letter, route=route, by=town.jing, **(where or OTHER))
    casework.record_posted(dispatch=sending, on=today, by=town.jing, tracking="EB123456789CN")
    return fresh(one), letter, sending, received.secret


def task(application: Application) -> Duty | None:
    return Duty.objects.filter(rule="application-serve-again", subject_id=str(application.pk)).first()


@pytest.mark.requirement("R230")
def test_what_comes_back_is_a_task_on_the_case_until_another_way_brought_it(town: City) -> None:
    one, letter, sending, secret = answered(town)
    before = (one.status, one.outcome, one.closed_on, one.closed_late, list(all_facts()))
    assert before[0] == "closed"
    jing = signed_in(town, "jing")
    returned = {"on": timezone.localdate().isoformat(), "reason": "查无此人", "back": f"/desk/applications/{one.pk}/"}
    assert jing.post(f"/desk/letters/dispatch/{sending.pk}/returned/", returned).status_code == 302
    duty = task(one)
    assert duty is not None
    assert (duty.status, TASK in duty.title) == ("open", True)
    html = page(jing, fresh(one))
    assert "被退回，请另行送达" in html
    assert f"?letter={letter.pk}#letters" in html
    track = entered(Client(), one.submission.receipt, secret)
    shown = text_of(track.get("/apply/track"))
    assert "将改用其他方式送达" in shown
    assert (
        "起算" not in shown.partition("不服怎么办")[2].partition("办理经过")[0]
    )  # no day runs against what nobody has
    assert served_on(fresh(one)) is None
    second = casework.dispatch(letter=letter, route="hand", by=town.jing)
    assert "被退回，请另行送达" in page(jing, fresh(one))  # arranged is not served
    casework.record_signed(dispatch=second, on=timezone.localdate(), signed_by="钱一鸣", by=town.jing)
    one = fresh(one)
    duty = task(one)
    assert duty is not None
    assert duty.status == "done"
    assert "被退回，请另行送达" not in page(jing, one)
    assert served_on(one) == timezone.localdate()
    assert "答复已经另行送达（当面送达）" in text_of(track.get("/apply/track"))
    assert (one.status, one.outcome, one.closed_on, one.closed_late, list(all_facts())) == before
    assert [step.verb for step in one.steps.all()][-2:] == ["return", "serve_again"]


def test_a_mail_that_bounces_after_the_case_was_closed_is_the_same_task(town: City) -> None:
    today = timezone.localdate()
    one = at_work(town, on=today)
    actions.decide(application=one, code="R2", where="云川市政府网站财政专栏。", by=town.jing)
    letter = actions.issue(application=fresh(one), by=town.jing)
    link = "https://open.yunchuan.example/apply/track"
    sending = casework.dispatch(letter=letter, route="mail", by=town.jing, address="qian@example.com", link=link)
    casework.send_mail(sending.pk)
    one = fresh(one)
    closed = (one.status, one.outcome, one.closed_on, list(all_facts()))
    assert closed[0] == "closed"
    message_id = str(mail.outbox[-1].extra_headers["Message-ID"])
    bounce = SimpleUploadedFile("退信.eml", report(message_id), content_type="message/rfc822")
    jing = signed_in(town, "jing")
    assert jing.post("/desk/letters/dispatch/bounce/", {"report": bounce}).status_code == 302
    assert "以“电子邮件”发出的答复被退回，请另行送达" in page(jing, fresh(one))
    assert TASK in text_of(jing.get("/desk/duties/"))
    casework.dispatch(letter=letter, route="site", by=town.jing)
    one = fresh(one)
    assert "请另行送达" not in page(jing, one)
    assert [step.verb for step in one.steps.all()][-3:] == ["deliver", "return", "serve_again"]
    assert (one.status, one.outcome, one.closed_on, list(all_facts())) == closed


def test_what_arrived_by_another_way_already_is_no_task(town: City) -> None:
    one, letter, sending, _ = answered(town)
    casework.dispatch(letter=letter, route="site", by=town.jing)
    casework.record_returned(dispatch=sending, on=timezone.localdate(), reason="拒收", by=town.jing)
    assert task(one) is None
    assert "请另行送达" not in page(signed_in(town, "jing"), fresh(one))
    assert fresh(one).steps.last().verb == "return"


def test_a_return_that_was_dealt_with_otherwise_ends_the_task_at_night(town: City) -> None:
    one, _, sending, _ = answered(town)
    back = casework.record_returned(dispatch=sending, on=timezone.localdate(), reason="地址不详", by=town.jing)
    assert actions.drop_settled_returns() == 0
    casework.settle_returned(dispatch=back, by=town.jing, remark="申请人已到窗口领取复印件")
    assert actions.drop_settled_returns() == 1
    duty = task(one)
    assert duty is not None
    assert duty.status == "cancelled"


def test_the_letter_about_a_record_that_comes_back_shows_on_its_page(town: City) -> None:
    today = timezone.localdate()
    one = actions.receive_record_request(
        agency=town.housing, who="钱一鸣", contact="云川市临江区明德路18号", record="家庭人口写成2人", evidence="户口簿",
        received_on=today, by=town.jing,
    )  # fmt: skip
    letter = actions.settle_record_request(request=one, outcome="kept", reason="记录无误。", by=town.jing)
    casework.countersign(letter=letter, step="approve", by=town.zheng)
    casework.issue(letter=letter, by=town.jing)
    sending = casework.dispatch(letter=letter, route="post", by=town.jing, **OTHER)
    casework.record_posted(dispatch=sending, on=today, by=town.jing, tracking="EB123456789CN")
    jing = signed_in(town, "jing")
    address = f"/desk/applications/records/{one.pk}/"
    assert "请另行送达" not in text_of(jing.get(address))
    casework.record_returned(dispatch=sending, on=today, reason="查无此人", by=town.jing)
    assert "请另行送达" in text_of(jing.get(address))
    casework.dispatch(letter=letter, route="site", by=town.jing)
    assert "请另行送达" not in text_of(jing.get(address))
