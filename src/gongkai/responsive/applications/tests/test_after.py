"""What follows an answer: opened to everybody, challenged, corrected, forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.engine.duties.queries import of_subject
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.converting import subject_of_conversion
from gongkai.responsive.applications.models import Applicant, Conversion
from gongkai.responsive.applications.rules.facts import FACT_LISTENERS, Fact
from gongkai.responsive.applications.rules.forms import Party
from gongkai.responsive.applications.tests.world import COMPANY, MATTER, QIAN, at_work, fresh, handed_in, on_day, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


@pytest.fixture
def told() -> Iterator[list[Fact]]:
    heard: list[Fact] = []
    listen = heard.append
    FACT_LISTENERS.append(listen)
    yield heard
    FACT_LISTENERS.remove(listen)


def today() -> dt.date:
    return timezone.localdate()


def given(town: City, **facts: object) -> Application:
    application = at_work(town, on=today())
    actions.decide(application=application, code="R2", where="随信寄送", by=town.jing, **facts)
    actions.issue(application=fresh(application), by=town.jing)
    return actions.delivered(application=fresh(application), by=town.jing, on=today())


def test_what_is_given_is_reviewed_for_everybody_in_the_same_breath(town: City) -> None:
    conversion = Conversion.objects.get(application=given(town))
    assert conversion.state == "proposed"
    with pytest.raises(actions.Refused, match="哪一条标准"):
        actions.settle_conversion(conversion=conversion, eligible=True, criteria=[], reason="多人申请", by=town.shen)
    actions.settle_conversion(
        conversion=conversion, eligible=True, criteria=["repeated"], reason="同类申请多", by=town.shen
    )
    assert of_subject(subject_of_conversion(conversion)).get().status == "open"
    conversion = actions.draft_for_all(conversion=fresh(conversion), title="住房租赁补贴发放明细", by=town.shen)
    assert conversion.item is not None
    assert "钱一鸣" not in conversion.item.document.item.key
    with pytest.raises(actions.Refused, match="已经起草"):
        actions.draft_for_all(conversion=conversion, title="再一次", by=town.shen)


def test_what_was_not_opened_is_looked_at_again_with_a_reason(town: City) -> None:
    conversion = Conversion.objects.get(application=given(town, proactive="ineligible", proactive_reason="只涉及个人"))
    assert conversion.state == "ineligible"
    actions.reopen_conversion(conversion=conversion, reason="又有两人申请同一信息", by=town.shen)
    assert fresh(conversion).state == "proposed"
    with pytest.raises(actions.Refused, match="可以重新审查"):
        actions.reopen_conversion(conversion=fresh(conversion), reason="再来一次", by=town.shen)


def test_its_clock_ends_when_it_is_public(town: City) -> None:
    conversion = Conversion.objects.get(application=given(town, proactive="eligible", proactive_reason="需广泛知晓"))
    conversion = actions.draft_for_all(conversion=conversion, title="住房租赁补贴发放明细", by=town.shen)
    assert actions.follow_releases([conversion.item_id]) == 1
    assert actions.follow_releases([conversion.item_id]) == 0
    assert fresh(conversion).state == "public"
    assert of_subject(subject_of_conversion(conversion)).get().status == "done"


def test_a_case_in_court_has_its_day_and_a_correction_its_cause(town: City, told: list[Fact]) -> None:
    application = given(town)
    case = actions.file_challenge(
        agency=town.housing, kind="review", body="云川市人民政府", claims="撤销答复", filed_on=today(), by=town.jing,
        application=application, hearing_on=today() + dt.timedelta(days=20),
    )  # fmt: skip
    assert (told[-1].kind, told[-1].row, told[-1].closed_on) == ("review", "", None)
    actions.edit_challenge(challenge=case, hearing_on=today() + dt.timedelta(days=30), by=town.jing)
    with pytest.raises(actions.Refused, match="纠错原因"):
        actions.decide_challenge(challenge=case, result="corrected", on=today(), text="责令重新答复", by=town.jing)
    actions.decide_challenge(
        challenge=case, result="corrected", on=today(), text="责令重新答复", cause="search", measures="补充检索档案",
        by=town.jing,
    )  # fmt: skip
    assert (told[-1].row, told[-1].closed_on) == ("corrected", today())
    actions.report_challenge(challenge=fresh(case), to="云川市司法局", on=today(), by=town.jing)
    assert fresh(case).reported_on == today()


def test_a_bulletin_reaches_everybody_who_reads_applications_below(town: City) -> None:
    actions.file_challenge(
        agency=town.housing, kind="direct", body="云川市中级人民法院", claims="确认违法", filed_on=today(), by=town.jing
    )
    sent = actions.send_bulletin(
        agency=town.housing, title="三季度复议诉讼情况通报", since=today() - dt.timedelta(days=90), until=today(),
        text="检索须留痕。", by=town.shen,
    )  # fmt: skip
    assert sent.told > 1
    assert sent.figures["种类"]["行政诉讼（未经复议直接起诉）"] == 1


def test_when_an_applicant_dies_the_next_one_speaks(town: City) -> None:
    application = handed_in(town, on=today())
    first = application.submission.applicants.get()
    with pytest.raises(actions.Refused, match="只剩这一位"):
        actions.leave(applicant=first, on=today(), reason="死亡", by=town.jing)
    heir = actions.join(
        submission=application.submission, party=Party("natural", "钱二川", phone="13900000000"), by=town.jing
    )
    actions.leave(applicant=first, on=today(), reason="死亡", by=town.jing)
    assert [one.name for one in application.submission.applicants.filter(left_on__isnull=True)] == [heir.name]
    assert fresh(application).column == "natural"


def test_twelve_people_may_apply_together(town: City) -> None:
    people = [Party("natural", f"邻居{n}", phone=f"138000000{n:02d}") for n in range(12)]
    received = actions.submit(
        agency=town.housing, door="counter", form="paper", method="post", by=town.jing,
        matters=[MATTER], parties=people,
    )  # fmt: skip
    assert received.submission.applicants.count() == 12
    assert received.submission.applications.count() == 1


def test_a_company_is_no_natural_person(town: City) -> None:
    wrong = Party(kind="natural", name=COMPANY.name, identity="credit-code", identity_number=COMPANY.identity_number)
    with pytest.raises(actions.Refused, match="像是单位的"):
        handed_in(town, on=today(), party=wrong)


def test_two_hundred_matters_in_one_form_are_refused_in_words(town: City) -> None:
    with pytest.raises(actions.Refused, match="最多写20项，现有200项"):
        handed_in(town, on=today(), matters=(MATTER,) * 200)


def test_personal_data_stands_sealed_in_the_database(town: City) -> None:
    handed_in(town, on=today())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, identity_number, phone FROM applications_applicant")
        row = cursor.fetchone()
    assert all(value.startswith("v1.") for value in row)
    assert QIAN.identity_number not in "".join(row)


def test_a_wrong_row_is_put_right_with_a_reason_and_told(town: City, told: list[Fact]) -> None:
    application = given(town)
    assert told[-1].row == "granted"
    actions.correct_outcome(application=application, code="R1", reason="实为已主动公开", by=town.zheng)
    assert fresh(application).outcome == "R1"
    assert len({fact.subject_id for fact in told}) == 1


def test_after_its_time_the_person_is_gone_and_the_figures_stay(town: City) -> None:
    with on_day("2026-04-20") as on:
        application = handed_in(town, on=on)
        actions.answer_at_once(application=application, where="当场提供", by=town.jing)
    with on_day("2036-04-20") as on:
        assert actions.erase_due(on) == 0
    with on_day("2036-04-21") as on:
        assert actions.erase_due(on) == 1
        assert actions.erase_due(on) == 0
    person = Applicant.objects.get(submission=application.submission)
    assert (person.name, person.fingerprint, person.kind) == ("", "", "natural")
    assert fresh(application).outcome == "R2"
