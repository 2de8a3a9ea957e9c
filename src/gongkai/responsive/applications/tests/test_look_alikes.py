"""Several forms of one person become one case; the same matter of several people is judged once and answered to each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.queries import letters_of, wording_of
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.queries.facts import facts
from gongkai.responsive.applications.tests.desk_world import do, page, signed_in
from gongkai.responsive.applications.tests.test_road import REFUSAL
from gongkai.responsive.applications.tests.world import COMPANY, QIAN, at_work, fresh, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
WHY = "同一申请人同日两次提交相同内容。"


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def rows() -> list[str]:
    """The rows of table 三, "" for what is under way."""
    return sorted(one.row for one in facts())


@pytest.mark.requirement("R230")
def test_two_forms_of_one_person_become_one_case_with_a_letter_and_a_row(town: City) -> None:
    first, second = at_work(town, on=today()), at_work(town, on=today())
    client = signed_in(town, "jing")
    html = page(client, second)
    assert "?merge=" in html
    assert "?tie=" not in html
    assert do(client, second, "merge", number=first.number, reason=WHY).status_code == 302
    second = fresh(second)
    assert (second.status, second.outcome, second.merged_into_id) == ("closed", "R17", first.pk)
    letter = letters_of(actions.subject_of(second)).get(kind="application.merged")
    words = wording_of(letter)
    assert first.number in words
    assert WHY in words
    assert rows() == ["", "o3"]
    assert "并入" in page(client, second)
    assert second.number in page(client, first)


def test_merging_is_undone_while_the_other_is_not_answered(town: City) -> None:
    first, second = at_work(town, on=today()), at_work(town, on=today())
    due = fresh(second).due_on
    actions.merge(application=second, into=first, reason=WHY, by=town.jing)
    assert do(signed_in(town, "jing"), second, "unmerge", reason="内容不同").status_code == 302
    second = fresh(second)
    assert (second.status, second.outcome, second.merged_into, second.due_on) == ("handling", "", None, due)
    assert letters_of(actions.subject_of(second)).get(kind="application.merged").state == "void"
    assert rows() == ["", ""]


def test_when_the_leading_case_is_taken_back_the_merged_one_stands_alone_again(town: City) -> None:
    first, second = at_work(town, on=today()), at_work(town, on=today())
    due = fresh(second).due_on
    actions.merge(application=second, into=first, reason=WHY, by=town.jing)
    assert do(signed_in(town, "jing"), first, "withdraw", reason="不要了").status_code == 302
    second = fresh(second)
    assert (second.status, second.outcome, second.merged_into, second.due_on) == ("handling", "", None, due)
    assert "恢复单独办理" in second.steps.order_by("pk").last().public
    assert "并入的申请已终结，请单独答复" in signed_in(town, "jing").get("/desk/messages/").content.decode()
    assert rows() == ["", "o3"]


def test_after_the_answer_nothing_is_merged_and_nothing_undone(town: City) -> None:
    first, second, third = (at_work(town, on=today()) for _ in range(3))
    actions.merge(application=second, into=first, reason=WHY, by=town.jing)
    actions.decide(application=first, code="R2", where="随信寄送", by=town.jing)
    actions.issue(application=first, by=town.jing)
    with pytest.raises(actions.Refused, match="已经作出答复"):
        actions.unmerge(application=fresh(second), reason="不同", by=town.jing)
    with pytest.raises(actions.Refused, match="重复申请"):
        actions.merge(application=third, into=fresh(first), reason=WHY, by=town.jing)


def test_different_people_later_cases_and_open_questions_are_not_merged(town: City) -> None:
    early = at_work(town, on=today() - dt.timedelta(days=3))
    late, other = at_work(town, on=today()), at_work(town, on=today(), party=COMPANY)
    with pytest.raises(actions.Refused, match="不是同一申请人"):
        actions.merge(application=other, into=early, reason=WHY, by=town.jing)
    with pytest.raises(actions.Refused, match="先收到"):
        actions.merge(application=early, into=late, reason=WHY, by=town.jing)
    with pytest.raises(actions.Refused, match="为什么"):
        actions.merge(application=late, into=early, reason=" ", by=town.jing)
    actions.inquire(application=late, party="third-party", name="甲", about="乙", by=town.jing, on=today())
    with pytest.raises(actions.Refused, match="征求意见"):
        actions.merge(application=fresh(late), into=early, reason=WHY, by=town.jing)


@pytest.mark.requirement("R242")
def test_the_same_matter_of_several_people_is_judged_once_and_answered_to_each(town: City) -> None:
    lead, other = at_work(town, on=today(), party=QIAN), at_work(town, on=today(), party=COMPANY)
    client = signed_in(town, "jing")
    assert do(client, other, "tie", number=lead.number, reason="同一项目的批复").status_code == 302
    actions.search(
        application=lead, on=today(), place="档案室", words="批复", result="未检索到", found=False, searched_by="经手清",
        by=town.jing,
    )  # fmt: skip
    actions.meet(application=lead, on=today(), people="办公室、法规科", conclusion="没有该信息", by=town.jing)
    actions.decide(application=lead, code="R6", reason="经检索没有该批复。", by=town.jing)
    done = do(client, lead, "copy_answer")
    assert done.status_code == 302
    assert f"{other.number}已拟出答复" in client.get(done["Location"]).content.decode()
    other = fresh(other)
    assert (other.status, other.searches.count(), other.meetings.count()) == ("deciding", 1, 1)
    for one in (lead, other):
        actions.approve(application=fresh(one), by=town.zheng)
        letter = actions.issue(application=fresh(one), by=town.jing)
        sent = casework.dispatch(letter=letter, route="post", by=town.jing, address="明德路1号")
        casework.record_posted(dispatch=sent, on=today(), tracking=f"XA{one.pk:011}", by=town.jing)
    letters = [actions.reply_of(one) for one in (lead, other)]
    words = [wording_of(one) for one in letters if one is not None]
    assert QIAN.name in words[0]
    assert COMPANY.name in words[1]
    assert [fresh(one).outcome for one in (lead, other)] == ["R6", "R6"]
    assert len({fresh(one).number for one in (lead, other)}) == 2


def test_what_depends_on_the_applicant_is_not_copied_and_one_that_waits_is_told(town: City) -> None:
    lead, other = at_work(town, on=today()), at_work(town, on=today(), party=COMPANY)
    actions.tie(application=other, lead=lead, reason="同一事项", by=town.jing)
    actions.inquire(application=other, party="third-party", name="甲", about="乙", by=town.jing, on=today())
    actions.decide(application=lead, code="R4d", override="第三方无法联系", by=town.jing, **REFUSAL)
    rows = actions.copy_answer(application=fresh(lead), by=town.jing)
    assert [(one.pk, "征求意见" in why) for one, why in rows] == [(other.pk, True)]
    assert fresh(other).status == "handling"
    mine, theirs = at_work(town, on=today()), at_work(town, on=today(), party=COMPANY)
    actions.tie(application=theirs, lead=mine, reason="同一事项", by=town.jing)
    actions.decide(application=mine, code="R10", reason="属于投诉。", by=town.jing)
    with pytest.raises(actions.Refused, match="逐件"):
        actions.copy_answer(application=fresh(mine), by=town.jing)
    actions.untie(application=fresh(theirs), by=town.jing)
    assert fresh(theirs).together_with is None


def test_chains_of_joint_handling_are_refused(town: City) -> None:
    one, two, three = at_work(town, on=today()), at_work(town, on=today(), party=COMPANY), at_work(town, on=today())
    actions.tie(application=two, lead=one, reason="同", by=town.jing)
    with pytest.raises(actions.Refused, match="随另一件"):
        actions.tie(application=three, lead=fresh(two), reason="同", by=town.jing)
    with pytest.raises(actions.Refused, match="已有申请随这一件"):
        actions.tie(application=fresh(one), lead=three, reason="同", by=town.jing)
