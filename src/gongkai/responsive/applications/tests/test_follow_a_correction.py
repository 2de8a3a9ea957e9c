"""A request to put a record right is followed with number and secret; officers see door and papers; nobody else anything."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongkai.base.guard import queries as guard_queries
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of
from gongkai.engine.publishing import actions as publishing
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.records import subject_of_record
from gongkai.responsive.applications.models import RecordRequest
from gongkai.responsive.applications.tests.desk_world import REGISTER, signed_in
from gongkai.responsive.applications.tests.record_web import PLACE, RIGHT, WHY, WRONG, picture, sent
from gongkai.responsive.applications.tests.test_nothing_leaks import PLACES
from gongkai.responsive.applications.tests.web import entered, receipt_of, text_of
from gongkai.responsive.applications.tests.web import send as send_application
from gongkai.responsive.applications.tests.world import staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
TRACK = "/apply/track"
DESK = f"{REGISTER}records/"
MARKS = ("钱一鸣", "110101199003070038", "13800000000", PLACE, WRONG, RIGHT, WHY)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_queries, "MOST", 50)


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def settled(town: City, one: RecordRequest) -> Any:
    letter = actions.settle_record_request(
        request=one, outcome="corrected", reason="家庭人口由2人更正为3人。", by=town.jing
    )
    casework.countersign(letter=letter, step="approve", by=town.zheng)
    return letter


@pytest.mark.requirement("R227")
def test_it_is_followed_to_the_letter_at_the_same_page_as_applications(town: City) -> None:
    number, secret = sent(Client())
    inside = entered(Client(), number, secret.lower().replace("-", ""))
    page = inside.get(TRACK)
    html = text_of(page)
    one = RecordRequest.objects.get()
    for words in ("已收到，正在核查", one.number, "前告知您处理结果", "网上申请", "2份"):
        assert words in html, words
    assert not [mark for mark in MARKS if mark in html]
    assert page["Cache-Control"] == "no-store, private"
    letter = settled(town, one)
    assert inside.get(f"{TRACK}/records/letters/{letter.pk}").status_code == 404  # signed, not issued
    casework.issue(letter=letter, by=town.jing)
    desk = signed_in(town, "jing")
    assert "还没有安排送达：申请人选择“在本平台查看”" in text_of(desk.get(f"{DESK}{one.pk}/"))
    casework.dispatch(letter=letter, route="site", by=town.jing)
    assert "还没有安排送达" not in text_of(desk.get(f"{DESK}{one.pk}/"))
    html = text_of(inside.get(TRACK))
    assert "经审核属实，已更正" in html
    assert f"{TRACK}/records/letters/{letter.pk}" in html
    paper = inside.get(f"{TRACK}/records/letters/{letter.pk}")
    assert paper["Content-Type"] == "application/pdf"
    assert letter.dispatches.get().state == "signed"
    assert inside.get(f"{TRACK}/records/receipt.pdf").content[:5] == b"%PDF-"
    assert text_of(inside.post(f"{TRACK}/leave", follow=True)).count("已退出查询") == 1
    assert inside.get(f"{TRACK}/records/letters/{letter.pk}").status_code == 302


def test_the_receipt_comes_as_pdf_with_the_secret_from_who_shows_it(town: City) -> None:
    number, secret = sent(Client())
    paper = Client().post("/apply/receipt.pdf", {"number": number, "secret": secret})
    assert paper["Content-Type"] == "application/pdf"
    assert "%E6%9B%B4%E6%AD%A3" in paper["Content-Disposition"]
    assert Client().post("/apply/receipt.pdf", {"number": number, "secret": "AAAA-AAAA"}).status_code == 422


def test_wrong_number_and_wrong_secret_get_one_answer_and_too_many_have_to_wait(town: City) -> None:
    number, secret = sent(Client())
    one = RecordRequest.objects.get()
    entered_at_desk = actions.receive_record_request(
        agency=town.housing, who="孙二川", contact="当面", record="登记表", evidence="户口簿", by=town.jing,
        received_on=timezone.localdate(),
    )  # fmt: skip
    tries = ((number, "AAAA-AAAA"), ("GZ26-AAAA-AAAA", secret), ("SQ26-AAAA-AAAA", secret), ("", ""))
    tries += ((entered_at_desk.number, ""), (entered_at_desk.number, secret))
    said = {text_of(Client().post(TRACK, {"number": a, "secret": b})).count("编号或者查询密码不对") for a, b in tries}
    assert said == {1}
    assert entered(Client(), one.number, secret).get(TRACK).status_code == 200
    for _ in range(10):
        last = Client().post(TRACK, {"number": number, "secret": "AAAA-AAAA"})
    assert last.status_code == 429


def test_one_secret_opens_nothing_of_another(town: City) -> None:
    mine = entered(Client(), *sent(Client()))
    other = entered(Client(), *sent(Client(), token="another-correction-0123456789"))
    application = entered(Client(), *receipt_of(send_application(Client())))
    first = RecordRequest.objects.order_by("pk").first()
    assert first is not None
    letter = settled(town, first)
    casework.issue(letter=letter, by=town.jing)
    address = f"{TRACK}/records/letters/{letter.pk}"
    assert mine.get(address).status_code == 200
    assert other.get(address).status_code == 404
    assert application.get(address).status_code == 302
    assert Client().get(address).status_code == 302
    assert mine.get(f"{TRACK}/letters/{letter.pk}").status_code == 302  # not by the way of applications


def test_the_letter_to_the_other_agency_is_not_for_the_applicant(town: City) -> None:
    inside = entered(Client(), *sent(Client()))
    one = RecordRequest.objects.get()
    letter = actions.settle_record_request(
        request=one, outcome="forwarded", reason="该信息由公安机关登记。", other="云川市公安局", by=town.jing
    )
    casework.countersign(letter=letter, step="approve", by=town.zheng)
    casework.issue(letter=letter, by=town.jing)
    handover = letters_of(subject_of_record(one)).get(kind="record.handover")
    html = text_of(inside.get(TRACK))
    assert f"letters/{letter.pk}" in html
    assert f"letters/{handover.pk}" not in html
    assert inside.get(f"{TRACK}/records/letters/{handover.pk}").status_code == 404


def test_more_evidence_can_be_handed_in_until_it_is_being_decided(town: City) -> None:
    inside = entered(Client(), *sent(Client()))
    one = RecordRequest.objects.get()
    address = f"{TRACK}/records/evidence"
    assert "请选择要上传的文件" in text_of(inside.post(address))
    wrong = inside.post(address, {"upload": picture("证据.exe")})
    assert wrong.status_code == 422
    assert inside.post(address, {"upload": picture("出生证明.png")}, follow=True).status_code == 200
    assert one.materials.count() == 3
    settled(town, one)
    assert inside.post(address, {"upload": picture("又一份.png")}).status_code == 422
    assert Client().post(address, {"upload": picture("生人.png")}).status_code == 302
    assert one.materials.count() == 3


def test_officers_see_the_door_and_the_papers_each_look_on_record(town: City) -> None:
    sent(Client())
    one = RecordRequest.objects.get()
    jing = signed_in(town, "jing")
    assert "网上申请" in text_of(jing.get(DESK))
    assert one.number in text_of(jing.get(f"{DESK}?door=web"))
    assert one.number not in text_of(jing.get(f"{DESK}?door=counter"))
    html = text_of(jing.get(f"{DESK}{one.pk}/"))
    for words in ("网上申请", "申请人网上提交", "身份证明", "证据材料", "在本平台查看"):
        assert words in html, words
    assert not [mark for mark in MARKS if mark in html]
    paper = f"{DESK}{one.pk}/paper/1/"
    assert jing.post(paper, {}).status_code == 422  # no reason, no paper
    got = jing.post(paper, {"look-why": "核对身份"})
    assert got.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert jing.post(f"{DESK}{one.pk}/paper/9/", {"look-why": "核对"}).status_code == 404
    opened = text_of(jing.post(f"{DESK}{one.pk}/look/", {"look-why": "核对证据"}))
    assert PLACE in opened
    assert "居民身份证" in opened


def test_other_agencies_and_other_posts_see_nothing_of_it(town: City) -> None:
    sent(Client())
    one = RecordRequest.objects.get()
    for name in ("mo", "ke"):
        stranger = signed_in(town, name)
        assert stranger.get(f"{DESK}{one.pk}/").status_code in {403, 404}, name
        assert stranger.post(f"{DESK}{one.pk}/paper/1/", {"look-why": "看看"}).status_code in {403, 404}, name
    assert signed_in(town, "mo").get(f"{DESK}{one.pk}/").status_code == 404
    assert Client().get(f"{DESK}{one.pk}/").status_code == 302


def test_several_scans_of_one_at_the_counter_are_all_kept(town: City) -> None:
    facts = {
        "agency": town.housing.pk, "who": "孙二川", "contact": "当面", "record": "登记表", "evidence": "户口簿",
        "received_on": timezone.localdate(), "due_on": timezone.localdate() + dt.timedelta(days=9),
        "door": "ordinary-mail", "scan": [picture("户口簿.png"), picture("出生证.png")],
    }  # fmt: skip
    assert signed_in(town, "jing").post(f"{DESK}new/", facts).status_code == 302
    one = RecordRequest.objects.get()
    assert (one.door, one.materials.count(), one.secret) == ("ordinary-mail", 2, "")


def test_nothing_of_it_stands_on_a_public_page_in_a_log_or_in_the_clear(
    town: City, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        number, secret = sent(Client())
        entered(Client(), number, secret).get(TRACK)
        publishing.deliver()
    one = RecordRequest.objects.get()
    reader = Client()
    found = []
    for address in (
        *PLACES,
        "/apply/records/",
        "/apply/records/guide",
        f"/search?q={one.number}",
        f"/verify/?q={number}",
    ):
        answer = reader.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        text = body.decode(errors="replace")
        found += [(address, mark) for mark in MARKS if mark in text]
        if f"q={one.number}" not in address:
            found += [(address, one.number)] if one.number in text else []
    assert found == []
    lines = [f"{row.getMessage()} {row.__dict__}" for row in caplog.records if row.name != "django.db.backends"]
    assert [line for line in lines for mark in (*MARKS, secret) if mark in line] == []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = str(cursor.fetchall())
            assert not [mark for mark in (*MARKS, secret) if mark in rows], table
    kept = [path for path in settings.DATA_DIR.rglob("*") if path.is_file() and "sqlite" not in path.name]
    assert [path for path in kept for mark in MARKS if mark.encode() in path.read_bytes()] == []


def test_papers_and_person_go_when_their_time_is_over_and_the_page_says_so(town: City) -> None:
    inside = entered(Client(), *sent(Client()))
    one = RecordRequest.objects.get()
    casework.issue(letter=settled(town, one), by=town.jing)
    long_ago = dt.date(2014, 3, 3)
    RecordRequest.objects.filter(pk=one.pk).update(received_on=long_ago, closed_on=long_ago)
    actions.erase_due(timezone.localdate())
    assert not [row for row in one.materials.select_related("file") if row.file.destroyed_at is None]
    assert "按规定清除" in text_of(inside.get(TRACK))
    assert inside.get(f"{TRACK}/records/receipt.pdf").status_code == 404
    assert "材料" in text_of(signed_in(town, "jing").get(f"{DESK}{one.pk}/"))
