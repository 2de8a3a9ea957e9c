"""Who hears of what: once, rightly named, and not at all of what is gone."""

from __future__ import annotations

import datetime as dt
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.actions import sending
from gongkai.doors.subscriptions.models import Campaign, Delivery, Letter
from gongkai.doors.subscriptions.rules import Criteria
from gongkai.doors.subscriptions.tests.world import confirmed, corrected, hear, letters, public, sent_to, withdrawn
from gongkai.engine.publishing.models import ConsumerCursor, OutboxEntry, Release

CHINA = ZoneInfo("Asia/Shanghai")


def at(text):
    return mock.patch.object(timezone, "now", return_value=dt.datetime.fromisoformat(text).replace(tzinfo=CHINA))


@pytest.mark.requirement("R185")
def test_only_what_matches_is_delivered_and_once(city):
    mine = confirmed(criteria=Criteria.of(["租赁补貼"], (), {"agency": ["yc-gov"], "theme": ["住房保障"]}))
    other = confirmed("sun@example.com", Criteria.of(["租赁补贴"], (), {"agency": ["yc-jyj"]}))
    public(city.housing)
    public(city.housing, title="关于防汛的通知", text="加强巡查。")
    hear()
    actions.send_due()
    assert len(sent_to(mine)) == 1
    assert "关于住房租赁补贴的通知" in sent_to(mine)[0]
    assert not sent_to(other)
    ConsumerCursor.objects.all().delete()  # a worker that died before it wrote down how far it had heard
    hear()
    actions.send_due()
    assert len(sent_to(mine)) == 1


def test_two_subscriptions_of_one_person_bring_one_letter(city):
    mine = confirmed()
    actions.add(subscriber=mine, name="主题", criteria=Criteria.of((), (), {"theme": ["住房保障"]}))
    public(city.housing)
    hear()
    actions.send_due()
    assert len(sent_to(mine)) == 1


def released_together(city):
    """Two things in one action: what the desk does with a policy and its interpretation."""
    both = [public(city.housing, title=f"住房租赁补贴{what}") for what in ("办法", "办法的解读")]
    Release.objects.filter(pk__in=[one.pk for one in both]).update(published_at=timezone.now())
    return both


@pytest.mark.requirement("R184")
def test_what_is_released_in_one_action_comes_in_one_letter(city):
    mine = confirmed()
    released_together(city)
    hear()
    actions.send_due()
    (letter,) = sent_to(mine)
    assert "住房租赁补贴办法\n" in letter
    assert "住房租赁补贴办法的解读" in letter
    ConsumerCursor.objects.all().delete()
    hear()
    actions.send_due()
    assert len(sent_to(mine)) == 1
    apart = public(city.housing, title="另一份租赁补贴通知")
    hear()
    actions.send_due()
    assert [apart.title in one for one in sent_to(mine)] == [False, True]


@pytest.mark.parametrize("gone", ["sent", "offered"])
def test_what_is_heard_after_the_common_letter_left_gets_its_own(city, gone):
    mine = confirmed()
    _, second = released_together(city)
    later = OutboxEntry.objects.filter(item_id=second.item_id)
    entries = list(later)
    later.delete()  # the worker is stopped between the two
    hear()
    if gone == "sent":
        actions.send_due()
    else:
        Letter.objects.update(tries=1)  # offered, and nobody knows whether it was taken
    OutboxEntry.objects.bulk_create([OutboxEntry(**{**vars_of(one), "id": None}) for one in entries])
    hear()
    actions.send_due()
    assert [second.title in letter for letter in sent_to(mine)] == [False, True]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def vars_of(entry):
    return {one.attname: getattr(entry, one.attname) for one in entry._meta.concrete_fields}


def test_a_later_subscription_and_a_dropped_one_are_followed_without_a_restart(city):
    mine = confirmed()
    public(city.housing)
    hear()
    late = confirmed("sun@example.com")
    actions.drop(subscriber=mine, pk=mine.subscriptions.get().pk)
    public(city.housing, title="第二份租赁补贴通知")
    hear()
    actions.send_due()
    assert [len(sent_to(one)) for one in (mine, late)] == [1, 1]
    assert "第二份" in sent_to(late)[0]


def test_a_policy_withdrawn_between_match_and_sending_is_not_sent(city):
    mine = confirmed()
    release = public(city.housing)
    hear()
    withdrawn(release)  # and the consumer has not heard of it yet
    actions.send_due()
    hear()
    actions.send_due()
    assert not sent_to(mine)
    assert letters() == ["dropped"]


def test_whoever_was_told_is_told_of_the_withdrawal_without_the_content(city):
    mine = confirmed()
    release = public(city.housing)
    hear()
    actions.send_due()
    late = confirmed("sun@example.com")
    withdrawn(release)
    hear()
    actions.send_due()
    assert len(sent_to(mine)) == 2
    assert "撤下" in sent_to(mine)[1]
    assert release.key in sent_to(mine)[1]
    assert "租赁补贴" not in sent_to(mine)[1]
    assert not sent_to(late)


def test_a_withdrawal_while_the_letter_is_in_hand_is_told_as_well(city):
    mine = confirmed()
    release = public(city.housing)
    hear()
    taken = sending.mail_post

    def slow_post():
        if not Letter.objects.filter(slot__startswith="withdrawn").exists():
            withdrawn(release)  # after the letter was written, before the mail server had it
            hear()
        return taken()

    with mock.patch.object(sending, "mail_post", slow_post):
        actions.send_due()
    actions.send_due()
    assert ["撤下" in one for one in sent_to(mine)] == [False, True]


def test_a_correction_is_told_as_correction_also_when_it_does_not_match_any_more(city):
    mine = confirmed()
    release = public(city.housing)
    hear()
    actions.send_due()
    new = confirmed("sun@example.com", Criteria.of(["五百元"]))
    corrected(release, title="关于住房补助的通知")
    hear()
    actions.send_due()
    assert "【已更正】关于住房补助的通知" in sent_to(mine)[1]
    assert "【新公开】关于住房补助的通知" in sent_to(new)[0]


def test_a_digest_gathers_a_day_and_leaves_once_after_midnight(city):
    with at("2026-03-09T10:00:00"):
        mine = confirmed(frequency="day")
    with at("2026-03-09T23:59:30"):
        public(city.housing, title="第一份租赁补贴通知")
        hear()
    with at("2026-03-10T00:00:30"):
        public(city.housing, title="第二份租赁补贴通知")
        hear()
        actions.send_due()
        assert not sent_to(mine)
    with at("2026-03-10T08:00:01"):
        actions.send_due()
        actions.send_due()
    assert len(sent_to(mine)) == 1
    assert all(word in sent_to(mine)[0] for word in ("第一份", "第二份"))
    assert mail.outbox[-1].subject.endswith("2件您订阅的内容")


def test_whoever_stops_and_comes_back_the_same_day_still_gets_the_digest(city):
    with at("2026-03-09T10:00:00"):
        mine = confirmed(frequency="day")
        public(city.housing, title="第一份租赁补贴通知")
        hear()
        actions.stop(subscriber=mine)
        actions.start(subscriber=mine)
        public(city.housing, title="第二份租赁补贴通知")
        hear()
    with at("2026-03-10T08:00:01"):
        actions.send_due()
    assert len(sent_to(mine)) == 1
    assert "第二份" in sent_to(mine)[0]


def test_letters_are_forgotten_in_time_and_who_was_told_is_not(city):
    mine = confirmed()
    release = public(city.housing)
    hear()
    actions.send_due()
    assert actions.forget_letters() == 0
    assert actions.forget_letters(now=timezone.now() + dt.timedelta(days=200)) == 1
    withdrawn(release)
    hear()
    actions.send_due()
    assert len(sent_to(mine)) == 2


def test_quiet_hours_hold_a_letter_back_until_morning(city):
    with at("2026-03-09T10:00:00"):
        mine = confirmed()
        actions.set_rhythm(subscriber=mine, frequency="now", quiet_from=21, quiet_until=7)
    with at("2026-03-09T22:30:00"):
        public(city.housing)
        hear()
        actions.send_due()
        assert not sent_to(mine)
    assert timezone.localtime(Letter.objects.get().due_at).isoformat() == "2026-03-10T07:00:00+08:00"
    with at("2026-03-10T07:00:00"):
        actions.send_due()
    assert len(sent_to(mine)) == 1


def test_what_nobody_sent_in_time_does_not_wake_anybody_at_night(city):
    with at("2026-03-09T10:00:00"):
        mine, awake = confirmed(), confirmed("sun@example.com")
        actions.set_rhythm(subscriber=mine, frequency="now", quiet_from=21, quiet_until=7)
    with at("2026-03-09T20:30:00"):
        public(city.housing)
        hear()
    with at("2026-03-09T23:10:00"):  # the worker stood still for some hours
        actions.send_due()
        assert not sent_to(mine)
        assert len(sent_to(awake)) == 1
    waiting = Letter.objects.get(subscriber=mine)
    assert timezone.localtime(waiting.due_at).isoformat() == "2026-03-10T07:00:00+08:00"
    with at("2026-03-10T07:01:00"):
        actions.send_due()
    assert len(sent_to(mine)) == 1


def test_a_paused_subscriber_gets_nothing_of_these_days(city):
    mine = confirmed()
    actions.set_rhythm(subscriber=mine, frequency="now", paused_until=timezone.localdate() + dt.timedelta(days=3))
    public(city.housing)
    hear()
    assert not Delivery.objects.exists()


@pytest.mark.requirement("R184")
def test_each_push_keeps_its_figures(city):
    mine = confirmed()
    confirmed("sun@example.com")
    release = public(city.housing)
    hear()
    actions.send_due()
    campaign = Campaign.objects.get(item_id=release.item_id, method="precise")
    from gongkai.doors.subscriptions.queries import effect_of

    actions.count_opening(code=campaign.code)
    actions.bounce(subscriber=mine, hard=True)
    campaign.refresh_from_db()
    effect = effect_of(campaign)
    assert (effect.targeted, effect.sent, effect.reached, effect.failed, effect.opened) == (2, 2, 1, 1, 1)
