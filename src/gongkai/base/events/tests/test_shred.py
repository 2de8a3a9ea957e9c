from __future__ import annotations

import pytest

from gongkai.base.events import actions, queries, rules
from gongkai.base.events.models import Event, SubjectKey
from gongkai.base.events.tests.conftest import OFFICER, PAPER

pytestmark = pytest.mark.django_db
OTHER = rules.Subject("paper", "8")


@pytest.fixture
def sealed(submit):
    submit(sealed={"申请人": "张三", "电话": "138****1234"})
    submit(sealed={"申请人": "李四"}, subject=OTHER)


def words():
    return [seen.words for seen in queries.unseal(Event.objects.order_by("seq")).values()]


def test_sealed_values_are_unreadable_in_the_row_and_readable_for_the_reader(sealed):
    assert "张三" not in repr(Event.objects.filter(seq=1).values())
    assert words() == ["申请人：张三；电话：138****1234", "申请人：李四"]


def test_shredding_clears_one_subject_and_leaves_a_record(sealed):
    event = actions.shred(subject=PAPER, by=OFFICER, remark="本人申请删除，依法核准")
    assert words() == ["已按规定清除", "申请人：李四", ""]
    assert (event.words, event.remark) == ("清除个人信息", "本人申请删除，依法核准")
    assert not SubjectKey.objects.filter(subject_id=PAPER.id).exists()


def test_the_chain_stays_valid(sealed):
    actions.shred(subject=PAPER, by=OFFICER, remark="到期")
    assert queries.verify() == []


def test_what_is_sealed_afterwards_is_readable_and_the_old_stays_cleared(sealed, submit):
    actions.shred(subject=PAPER, by=OFFICER, remark="到期")
    submit(sealed={"申请人": "王五"})
    assert words() == ["已按规定清除", "申请人：李四", "", "申请人：王五"]
    assert queries.verify() == []


def test_it_says_when_there_is_nothing_to_clear(sealed):
    with pytest.raises(actions.NothingToShred, match="没有加密保存"):
        actions.shred(subject=rules.Subject("paper", "9"), by=OFFICER, remark="到期")


def test_it_wants_a_reason(sealed):
    with pytest.raises(ValueError, match="依据和原因"):
        actions.shred(subject=PAPER, by=OFFICER, remark=" ")


def test_a_seal_moved_to_another_event_does_not_open(sealed):
    first, second = Event.objects.order_by("seq")
    second.sealed = first.sealed
    assert queries.unseal([second])[2].words.startswith("密文无法解开")
