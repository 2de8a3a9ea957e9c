"""Somebody shows that a record about him is wrong (条例第四十一条): taken in, settled by a signed letter, counted by itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from gongkai.base.events.models import Event
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of, wording_of
from gongkai.engine.duties.models import Duty
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.records import subject_of_record
from gongkai.responsive.applications.models import RecordRequest
from gongkai.responsive.applications.queries.facts import facts as all_facts
from gongkai.responsive.applications.tests.desk_world import REGISTER, signed_in
from gongkai.responsive.applications.tests.world import staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
PATH = f"{REGISTER}records/"
WRONG = "公租房轮候登记中我的家庭人口写成2人"


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def facts(town: City, **changes: Any) -> dict[str, Any]:
    return {
        "agency": town.housing.pk, "who": "钱一鸣", "contact": "13800000000", "record": WRONG,
        "evidence": "户口簿载明3人", "received_on": today(), "due_on": today() + dt.timedelta(days=28),
    } | changes  # fmt: skip


def taken_in(town: City) -> RecordRequest:
    return actions.receive_record_request(**facts(town) | {"agency": town.housing, "by": town.jing})


def test_it_is_entered_looked_at_settled_signed_and_closed_by_the_pages(town: City) -> None:
    jing, zheng = signed_in(town, "jing"), signed_in(town, "zheng")
    assert jing.post(f"{PATH}new/", facts(town, evidence="")).status_code == 422
    assert jing.post(f"{PATH}new/", facts(town)).status_code == 302
    one = RecordRequest.objects.get()
    url = f"{PATH}{one.pk}/"
    html = jing.get(url).content.decode()
    assert WRONG not in html
    assert WRONG in jing.post(f"{url}look/", {"look-why": "核对证据"}).content.decode()
    settled = {"outcome": "corrected", "reason": "家庭人口由2人更正为3人。", "seen": one.version}
    assert jing.post(f"{url}settle/", {"outcome": "", "reason": ""}).status_code == 422
    done = jing.post(f"{url}settle/", settled)
    assert done.status_code == 302
    letter = letters_of(subject_of_record(one)).get()
    assert letter.state == "countersigning"
    opened = zheng.get(f"/desk/letters/{letter.pk}/").content.decode()
    assert "负责人批准" in opened
    casework.countersign(letter=letter, step="approve", by=town.zheng)
    answer = jing.post(f"/desk/letters/{letter.pk}/issue/", {"back": url})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.outcome, one.closed_on) == ("closed", "corrected", today())
    words = wording_of(letters_of(subject_of_record(one)).get())
    for part in ("第四十一条", "3人", "行政复议", "行政诉讼"):
        assert part in words
    assert Duty.objects.get(subject_type="record-request").status == "done"
    assert "经审核属实，已更正" in jing.get(PATH).content.decode()


def test_it_is_no_row_of_table_three_and_nothing_of_it_stands_in_the_clear(town: City) -> None:
    one = taken_in(town)
    assert list(all_facts()) == []
    raw = RecordRequest.objects.filter(pk=one.pk).extra(select={"raw": "record"}).values_list("raw", flat=True)[0]
    assert WRONG not in str(raw)
    assert not [row for row in Event.objects.all() if WRONG in f"{row.new}{row.old}{row.remark}"]


def test_what_another_agency_may_correct_is_forwarded_with_a_letter_to_it(town: City) -> None:
    one = taken_in(town)
    with pytest.raises(actions.Refused, match="有权更正的机关"):
        actions.settle_record_request(request=one, outcome="forwarded", reason="户籍信息", by=town.jing)
    letter = actions.settle_record_request(
        request=one, outcome="forwarded", reason="该信息由公安机关登记。", other="云川市公安局", by=town.jing
    )
    casework.countersign(letter=letter, step="approve", by=town.zheng)
    casework.issue(letter=letter, by=town.jing)
    kinds = {row.kind: row for row in letters_of(subject_of_record(one))}
    assert set(kinds) == {"record.forwarded", "record.handover"}
    assert "钱一鸣" not in wording_of(kinds["record.handover"])
    assert "云川市公安局" in wording_of(kinds["record.forwarded"])


def test_a_voided_letter_brings_it_back_on_its_day(town: City) -> None:
    one = taken_in(town)
    letter = actions.settle_record_request(request=one, outcome="kept", reason="记录无误。", by=town.jing)
    casework.countersign(letter=letter, step="approve", by=town.zheng)
    casework.issue(letter=letter, by=town.jing)
    casework.void(letter=letter, reason="事实有误", by=town.jing)
    one.refresh_from_db()
    assert (one.state, one.outcome, one.closed_on) == ("open", "", None)
    assert Duty.objects.filter(subject_type="record-request", status="open").get().due_on >= today()


def test_nobody_else_sees_it_and_the_drafter_does_not_sign(town: City) -> None:
    one = taken_in(town)
    for name in ("mo", "ke"):
        assert signed_in(town, name).get(f"{PATH}{one.pk}/").status_code in {403, 404}, name
    letter = actions.settle_record_request(request=one, outcome="kept", reason="记录无误。", by=town.shen)
    with pytest.raises(NotAllowed):
        casework.countersign(letter=letter, step="approve", by=town.shen)


def test_personal_data_goes_when_its_time_is_over(town: City) -> None:
    one = taken_in(town)
    letter = actions.settle_record_request(request=one, outcome="kept", reason="记录无误。", by=town.jing)
    casework.countersign(letter=letter, step="approve", by=town.zheng)
    casework.issue(letter=letter, by=town.jing)
    actions.erase_due(today())
    one.refresh_from_db()
    assert one.who == "钱一鸣"
    long_ago = dt.date(2014, 3, 3)
    RecordRequest.objects.filter(pk=one.pk).update(received_on=long_ago, closed_on=long_ago)
    actions.erase_due(today())
    one.refresh_from_db()
    assert (one.who, one.record, one.outcome) == ("", "", "kept")
    assert one.erased_at is not None
