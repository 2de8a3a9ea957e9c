"""A new policy item finds by itself those whom it fits or may fit: by the form of the space, the outbox, the job and the mail."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from gongkai.base.jobs.models import Job
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.doors.subscriptions import actions, reactions
from gongkai.doors.subscriptions.actions.fitting import fitting
from gongkai.doors.subscriptions.actions.subscribing import PROFILE_JOB
from gongkai.doors.subscriptions.actions.telling import FIT_JOB
from gongkai.doors.subscriptions.models import Campaign, Delivery, Letter, Subscriber
from gongkai.doors.subscriptions.queries import manage_path
from gongkai.doors.subscriptions.rules import Criteria
from gongkai.doors.subscriptions.tests.world import confirmed, hear
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.policy import actions as policy
from gongkai.proactive.policy import queries as policies
from gongkai.proactive.policy.tests.world import RENT, extracted, policy_document

OTHER = Criteria.of(["没有人写的词"])
ANOTHER = "云川住建发〔2026〕22号"
YOUNG = {"age": "24", "household_here": "yes", "home_here": "no", "graduated_years": "1"}
ASKED: dict[str, Any] = {
    "all": [
        {"fact": "household_here", "op": "is", "value": True}, {"fact": "graduated_years", "op": "le", "value": 5},
    ]
}  # fmt: skip
OFFICE = {"all": [*ASKED["all"], {"free": "认定为本市紧缺人才"}]}


def run() -> None:
    """Let the worker do what the outbox left to it, as often as it is there."""
    for job in Job.objects.filter(kind=FIT_JOB):
        reactions.run_fitting([ClaimedJob(job.pk, job.kind, job.key, job.payload, 1, 5)])


def look_through() -> None:
    """Let the worker do what a filled-in profile left to it."""
    for job in Job.objects.filter(kind=PROFILE_JOB):
        reactions.run_looking_through([ClaimedJob(job.pk, job.kind, job.key, job.payload, 1, 5)])


def tell() -> None:
    hear()
    run()


def person(client, address: str, answers: dict[str, str], **chosen: Any) -> Subscriber:
    mine = confirmed(address, OTHER, **chosen)
    answer = client.post(f"{manage_path(mine)}/profile", answers | {"agree": "1"})
    assert answer.status_code == 302
    return mine


def released(city, condition=None, row=None):
    row = row or extracted(city)
    if condition is not None:
        version = policies.working_edition(row).version
        policy.set_condition(row=row, version=version, condition=condition, by=city.lin)
        row.refresh_from_db()
    policy.submit(row=row, by=city.lin)
    policy.release(row=row, by=city.shen)
    row.refresh_from_db()
    return row


def mails() -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in mail.outbox:
        if "请确认" not in one.subject:
            found.setdefault(one.to[0], []).append(one)
    return found


@pytest.mark.requirement("R183", "R184", "R190")
def test_a_release_tells_by_itself_whom_it_fits_or_may_fit_and_why(city, client):
    person(client, "fits@example.com", YOUNG)
    person(client, "unknown@example.com", {"household_here": "yes"})
    person(client, "no@example.com", YOUNG | {"household_here": "no"})
    confirmed("silent@example.com", OTHER)
    row = released(city, ASKED)
    tell()
    actions.send_due()
    told = mails()
    assert set(told) == {"fits@example.com", "unknown@example.com"}
    (sure,), (unsure,) = told["fits@example.com"], told["unknown@example.com"]
    assert sure.subject.startswith("与您有关的政策：")
    assert "的条件" in sure.body
    assert unsure.subject.startswith("可能与您有关的政策：")
    assert "可能适用：还要看毕业年数（您还没有填写）" in unsure.body
    assert "List-Unsubscribe" in unsure.extra_headers
    campaign = Campaign.objects.get(topic="chosen")
    assert (campaign.item_key, campaign.targeted, campaign.author) == (row.item.key, 2, None)
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/subscriptions/pushes/{campaign.pk}/").content.decode()
    assert "unknown@example.com" not in page
    assert client.get(f"/subscriptions/to/{campaign.code}")["Location"] == f"/policies/{row.item.key}"


@pytest.mark.requirement("R183", "R190")
def test_what_an_office_decides_is_told_as_open_to_nobody_as_a_yes(city, client):
    person(client, "fits@example.com", YOUNG)
    person(client, "no@example.com", YOUNG | {"graduated_years": "6"})
    released(city, OFFICE)
    tell()
    actions.send_due()
    told = mails()
    assert set(told) == {"fits@example.com"}
    assert "可能适用：还要看认定为本市紧缺人才（由办理部门认定）" in told["fits@example.com"][0].body


@pytest.mark.requirement("R185")
def test_nobody_is_told_twice_however_often_the_worker_runs(city, client):
    person(client, "fits@example.com", YOUNG)
    released(city, ASKED)
    for _ in range(3):
        tell()
        actions.send_due()
    assert len(mails()["fits@example.com"]) == 1
    assert Delivery.objects.count() == 1


def test_it_waits_for_the_day_and_the_hours_that_were_chosen(city, client):
    mine = person(client, "daily@example.com", YOUNG, frequency="day")
    other = person(client, "night@example.com", YOUNG)
    hour = timezone.localtime().hour
    rhythm = {"frequency": "now", "quiet_from": str(hour), "quiet_until": str((hour + 2) % 24)}
    assert client.post(f"{manage_path(other)}/rhythm", rhythm).status_code == 302
    released(city, ASKED)
    tell()
    actions.send_due()
    assert not mails()
    assert Letter.objects.get(subscriber=mine).slot.startswith("day:")
    actions.send_due(now=timezone.now() + dt.timedelta(hours=26))
    assert set(mails()) == {"daily@example.com", "night@example.com"}


def test_withdrawn_between_match_and_sending_is_not_sent(city, client):
    person(client, "fits@example.com", YOUNG)
    row = released(city, ASKED)
    tell()
    policy.withdraw(row=row, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    actions.send_due()  # nobody has heard of the withdrawal yet
    assert not mails()
    assert Delivery.objects.get().state == "dropped"


def test_an_item_whose_document_is_gone_is_not_sent(city, client):
    person(client, "fits@example.com", YOUNG)
    document = policy_document(city)
    released(city, ASKED, extracted(city, document))
    tell()
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    actions.send_due()
    assert not mails()


def test_what_somebody_no_longer_says_of_themselves_is_not_used(city, client):
    emptied = person(client, "emptied@example.com", YOUNG)
    changed = person(client, "changed@example.com", YOUNG)
    released(city, ASKED)
    tell()
    client.post(f"{manage_path(emptied)}/profile", {})
    client.post(f"{manage_path(changed)}/profile", YOUNG | {"household_here": "no"})
    actions.send_due()
    assert not mails()


def test_a_correction_reaches_who_was_told_and_whom_it_fits_now(city, client):
    person(client, "fits@example.com", YOUNG)
    person(client, "gone@example.com", YOUNG | {"graduated_years": "3"})
    person(client, "older@example.com", YOUNG | {"age": "40", "graduated_years": "1.5", "home_here": "yes"})
    row = released(city, {"all": [*ASKED["all"], {"fact": "home_here", "op": "is", "value": False}]})
    tell()
    actions.send_due()
    assert set(mails()) == {"fits@example.com", "gone@example.com"}
    mail.outbox.clear()
    row = policy.open_next(row=row, reason="条件写错了", by=city.lin)
    released(city, {"all": [{"fact": "graduated_years", "op": "le", "value": 2}]}, row)
    for _ in range(2):
        tell()
        actions.send_due()
    told = mails()
    assert {address: len(several) for address, several in told.items()} == dict.fromkeys(
        ("fits@example.com", "gone@example.com", "older@example.com"), 1
    )
    assert "已更正" in told["gone@example.com"][0].subject
    assert "已经不符合条件" in told["gone@example.com"][0].body
    assert "已更正" in told["fits@example.com"][0].subject
    assert told["older@example.com"][0].subject.startswith("与您有关的政策")


def test_a_correction_before_the_letter_leaves_takes_its_place(city, client):
    mine = person(client, "fits@example.com", YOUNG, frequency="week")
    row = released(city, ASKED)
    tell()
    row = policy.open_next(row=row, reason="条件写错了", by=city.lin)
    released(city, {"all": [{"fact": "graduated_years", "op": "le", "value": 0}]}, row)
    tell()
    actions.send_due(now=timezone.now() + dt.timedelta(days=9))
    assert not mails()
    assert set(Delivery.objects.filter(subscriber=mine).values_list("state", flat=True)) == {"dropped"}


def second(city, period: str = "每年3月1日至10月31日"):
    """Release an item of another policy, with another time for applying."""
    html = RENT.replace("每年3月1日至10月31日", period)
    title = "关于高校毕业生安家补贴的通知"
    return released(city, ASKED, extracted(city, policy_document(city, html=html, number=ANOTHER, title=title)))


@pytest.mark.requirement("R184", "R190")
def test_who_says_later_who_they_are_hears_once_of_what_is_still_open(city, client):
    row = released(city, ASKED)
    over = second(city, "2026年3月1日至2026年3月31日")
    assert policies.item_at(over.item.key).standing.key == "closed"
    tell()
    mine = person(client, "late@example.com", YOUNG)
    for _ in range(2):
        look_through()
        actions.send_due()
    (only,) = mails()["late@example.com"]
    assert only.subject.startswith("与您有关的政策：")
    assert Delivery.objects.get().item_id == row.item_id
    client.post(f"{manage_path(mine)}/profile", YOUNG | {"age": "25"})
    look_through()
    actions.send_due()
    assert len(mails()["late@example.com"]) == 1


def test_several_that_are_open_come_in_one_letter(city, client):
    released(city, ASKED)
    second(city)
    tell()
    person(client, "late@example.com", YOUNG)
    look_through()
    actions.send_due()
    (only,) = mails()["late@example.com"]
    assert "2项可能与您有关的政策" in only.subject
    assert only.body.count("【与您有关的政策】") == 2


def test_whoever_changes_what_they_say_hears_of_what_fits_now(city, client):
    mine = person(client, "moved@example.com", YOUNG | {"household_here": "no"})
    released(city, ASKED)
    tell()
    actions.send_due()
    assert not mails()
    client.post(f"{manage_path(mine)}/profile", YOUNG)
    client.post(f"{manage_path(mine)}/profile", YOUNG | {"household_here": "no"})
    client.post(f"{manage_path(mine)}/profile", YOUNG)
    look_through()
    client.post(f"{manage_path(mine)}/profile", YOUNG | {"household_here": "no"})
    actions.send_due()
    assert not mails()
    client.post(f"{manage_path(mine)}/profile", YOUNG)
    look_through()
    actions.send_due()
    assert len(mails()["moved@example.com"]) == 1


def test_nobody_hears_of_what_was_withdrawn_before_they_said_who_they_are(city, client):
    row = released(city, ASKED)
    policy.withdraw(row=row, kind=Withdrawal.ERROR, reason="有误", by=city.shen)
    tell()
    person(client, "late@example.com", YOUNG)
    look_through()
    actions.send_due()
    assert not mails()


def test_whoever_was_told_by_itself_is_not_pushed_to_again_by_hand(city, client):
    person(client, "fits@example.com", YOUNG)
    row = released(city, OFFICE)
    tell()
    with pytest.raises(actions.Refused, match="自动通知过"):
        actions.prepare(key=row.item.key, method="precise", kind="person", by=city.shen)


def test_who_stopped_or_pauses_is_not_told(city, client):
    actions.stop(subscriber=person(client, "stopped@example.com", YOUNG))
    paused = person(client, "paused@example.com", YOUNG)
    until = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    client.post(f"{manage_path(paused)}/rhythm", {"frequency": "now", "paused_until": until})
    released(city, ASKED)
    tell()
    actions.send_due()
    assert not mails()


def test_ten_thousand_profiles_are_asked_in_well_under_two_seconds(city, client):
    first = person(client, "fits@example.com", {"household_here": "yes"})
    row = released(city, OFFICE)
    first.refresh_from_db()
    common = {"profile": first.profile, "has_profile": True}
    Subscriber.objects.bulk_create(
        [Subscriber(address="", address_print=f"{n:064d}", **common) for n in range(10_000)], batch_size=1000
    )
    begun = time.process_time()  # a neighbour on the machine is not our slowness
    found = sum(len(some) for some in fitting(row.item.key, "person"))
    spent = time.process_time() - begun
    assert found == 10_001
    assert spent < 2


def test_who_stopped_and_comes_back_hears_of_what_is_still_open(city, client):
    mine = person(client, "back@example.com", YOUNG)
    look_through()
    actions.stop(subscriber=mine)
    released(city, ASKED)
    tell()
    actions.send_due()
    assert "back@example.com" not in mails()
    mine.refresh_from_db()
    actions.start(subscriber=mine)
    look_through()
    actions.send_due()
    (one,) = mails()["back@example.com"]
    assert "与您有关的政策" in one.subject
