"""Pushes prepared by people, messages through adapters, paper for counters, registers of cooperation."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.models import Campaign, Cooperation, Delivery, OfflinePoint, Partner, Subscriber
from gongkai.doors.subscriptions.queries import effect_of
from gongkai.doors.subscriptions.rules import Criteria, adapters
from gongkai.doors.subscriptions.rules.eligibility import ELIGIBLE, Judged
from gongkai.doors.subscriptions.tests.world import confirmed, hear, public

WORDS = Criteria.of(["没有人写的词"])


@pytest.fixture
def judged(monkeypatch):
    """Whoever has at most a hundred people is eligible."""

    def small(key, kind, profiles):
        del key, kind
        return [Judged("yes" if int(one["staff"][0]) <= 100 else "no", "职工不超过100人") for one in profiles]

    monkeypatch.setattr("gongkai.doors.subscriptions.rules.eligibility.ELIGIBLE", [small])
    monkeypatch.setattr("gongkai.doors.subscriptions.actions.pushing.ELIGIBLE", [small])


def enterprise(city, address, staff, channel="mail"):
    return actions.register(
        agency=city.housing, channel=channel, address=address, kind="enterprise", consent_note="登记表第3号",
        criteria=WORDS, name="政策", by=city.shen, profile={"staff": [str(staff)]},
    )  # fmt: skip


@pytest.mark.requirement("R190", "R184")
def test_eligible_enterprises_are_computed_reviewed_by_another_and_told(city, client, judged):
    small, large = enterprise(city, "small@example.com", 20), enterprise(city, "large@example.com", 900)
    release = public(city.housing)
    client.force_login(city.people["shen"])
    sent = {"key": release.key, "method": "precise", "kind": "enterprise", "target": ""}
    answer = client.post("/desk/subscriptions/pushes/new/", sent)
    campaign = Campaign.objects.get(method="precise")
    assert answer["Location"] == f"/desk/subscriptions/pushes/{campaign.pk}/"
    assert campaign.targeted == 1
    client.post(f"/desk/subscriptions/pushes/{campaign.pk}/do/approve/")
    campaign.refresh_from_db()
    assert campaign.state == "draft"  # nobody approves what he wrote
    client.force_login(city.people["xu"])
    page = client.get(f"/desk/subscriptions/pushes/{campaign.pk}/").content.decode()
    assert "职工不超过100人" in page
    client.post(f"/desk/subscriptions/pushes/{campaign.pk}/do/approve/")
    actions.send_due()
    assert [one.to for one in mail.outbox] == [[small.address]]
    assert "与您有关的政策" in mail.outbox[0].subject
    assert large.address not in mail.outbox[0].body
    lead = f"/subscriptions/to/{campaign.code}"
    assert client.get(lead)["Location"] == f"/documents/{release.key}"
    client.head(lead)
    client.post(f"/desk/subscriptions/pushes/{campaign.pk}/do/applied/", {"applied": "1"})
    campaign.refresh_from_db()
    assert (campaign.opened, campaign.applied) == (1, 1)
    table = client.get("/desk/subscriptions/pushes/export.csv").content.decode()
    assert release.key in table


def test_a_push_of_something_withdrawn_is_not_approved(city, judged):
    from gongkai.doors.subscriptions.tests.world import withdrawn

    enterprise(city, "small@example.com", 20)
    release = public(city.housing)
    campaign = actions.prepare(key=release.key, method="precise", by=city.shen)
    withdrawn(release)
    with pytest.raises(actions.Refused, match="撤下"):
        actions.approve(campaign=campaign, by=city.xu)


@pytest.mark.requirement("R183")
def test_messages_go_through_the_adapter_and_its_file_keeps_no_number(city, client, judged, settings):
    enterprise(city, "13800001234", 20, channel="sms")
    release = public(city.housing)
    campaign = actions.prepare(key=release.key, method="direct", by=city.shen)
    actions.approve(campaign=campaign, by=city.xu)
    actions.send_due()
    (line,) = (Path(settings.DATA_DIR) / "push" / "sms.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert said["to"] == "138****1234"
    assert said["template"] == "chosen"
    assert "关于住房租赁补贴的通知" in said["text"]
    assert Delivery.objects.get().state == "filed"  # nobody was told: a file is no telephone
    client.force_login(city.people["xu"])
    page = client.get(f"/desk/subscriptions/pushes/{campaign.pk}/").content.decode()
    assert "短信：1条只写入试用文件，没有发出" in page
    effect = effect_of(campaign)
    assert (effect.targeted, effect.sent, effect.reached) == (1, 0, 0)


class Stubborn:
    """An adapter of a provider that answers late, then refuses."""

    def __init__(self):
        self.seen = []

    def send(self, messages):
        self.seen += [one.id for one in messages]
        later = len(self.seen) <= len(messages)
        return [adapters.Outcome("later" if later else "refused", sentence="停机") for _ in messages]


def test_a_message_offered_again_has_the_same_id_and_a_refusal_stops_the_number(city):
    stubborn = Stubborn()
    adapters.register("sms", stubborn)
    try:
        actions.register(
            agency=city.housing, channel="sms", address="13800001234", kind="person", consent_note="登记表",
            criteria=Criteria.of(["租赁补贴"]), name="住房", by=city.shen,
        )  # fmt: skip
        public(city.housing)
        hear()
        actions.send_due()
        actions.send_due(now=timezone.now() + dt.timedelta(minutes=6))
    finally:
        adapters.unregister("sms")
    assert len(stubborn.seen) == 2
    assert len(set(stubborn.seen)) == 1
    assert Subscriber.objects.get().stop_reason == "bounced"


def test_a_template_with_a_strange_variable_is_refused():
    with pytest.raises(adapters.TemplateRefused, match="变量"):
        adapters.filled("{title}{password}", {"title": "x"})


@pytest.mark.requirement("R183")
def test_paper_for_counters_is_printed_handed_out_and_signed_for(city, client):
    release = public(city.housing)
    campaign = actions.prepare(key=release.key, method="offline", by=city.shen)
    actions.approve(campaign=campaign, by=city.xu)
    client.force_login(city.people["shen"])
    for name in ("poster", "leaflet"):
        paper = client.get(f"/desk/subscriptions/pushes/{campaign.pk}/{name}.pdf")
        assert paper.content.startswith(b"%PDF")
    point = actions.save_point(agency=city.housing, name="临江街道办事窗口", kind="window", by=city.shen)
    today = timezone.localdate().isoformat()
    url = f"/desk/subscriptions/pushes/{campaign.pk}/do"
    client.post(f"{url}/hand-out/", {"point": point.pk, "sheets": "50", "handed_on": today})
    handed = campaign.hand_outs.get()
    client.post(f"{url}/receive/", {"hand_out": handed.pk, "received_on": today, "received_by": "窗口岗"})
    page = client.get(f"/desk/subscriptions/pushes/{campaign.pk}/").content.decode()
    assert "窗口岗" in page
    handed.refresh_from_db()
    assert (handed.sheets, handed.received_by) == (50, "窗口岗")


@pytest.mark.requirement("R189")
def test_coaching_demands_evaluations_and_agreements_are_kept(city, client):
    client.force_login(city.people["shen"])
    base = "/desk/subscriptions"
    partner = {"agency": city.housing.pk, "kind": "park", "name": "云川软件园", "keeper": "服务部", "active": "on",
               "email": "", "webhook_url": ""}  # fmt: skip
    assert client.post(f"{base}/partners/add/", partner).status_code == 302
    made = Partner.objects.get()
    record = {"agency": city.housing.pk, "partner": made.pk, "on": "2026-03-09", "title": "租赁补贴政策辅导"}
    without = client.post(f"{base}/cooperation/add/", record | {"kind": "coaching"})
    assert "请填写参加人数" in without.content.decode()
    for kind, more in (("coaching", {"people": 30}), ("demand", {"text": "希望简化材料"}), ("evaluation", {}),
                       ("agreement", {"ends_on": "2027-03-09"})):  # fmt: skip
        assert client.post(f"{base}/cooperation/add/", record | {"kind": kind} | more).status_code == 302
    assert Cooperation.objects.count() == 4
    assert "租赁补贴政策辅导" in client.get(f"{base}/cooperation/").content.decode()


def test_an_officer_elsewhere_sees_nothing_of_it(city, client, judged):
    enterprise(city, "small@example.com", 20)
    release = public(city.housing)
    campaign = actions.prepare(key=release.key, method="precise", by=city.shen)
    actions.save_point(agency=city.housing, name="明德专用点位", kind="window", by=city.shen)
    client.force_login(city.people["mo"])
    assert client.get(f"/desk/subscriptions/pushes/{campaign.pk}/").status_code == 404
    assert "明德专用点位" not in client.get("/desk/subscriptions/points/").content.decode()
    client.force_login(city.people["zheng"])
    assert client.get("/desk/subscriptions/").status_code == 403
    assert OfflinePoint.objects.count() == 1


def test_the_platform_can_compute_eligibility(city):
    assert ELIGIBLE, "the policy package gave no function"
    mine = confirmed(kind="enterprise")
    assert mine.kind == "enterprise"


def test_the_policy_is_chosen_from_a_list_and_a_refusal_is_said_once(city, client):
    release = public(city.housing)
    client.force_login(city.people["shen"])
    page = client.get("/desk/subscriptions/pushes/new/").content.decode()
    assert f'<option value="{release.key}">' in page
    sent = {"key": "nothing/2026-1", "method": "offline", "kind": "person", "target": "窗口"}
    refused = client.post("/desk/subscriptions/pushes/new/", sent)
    assert refused.status_code == 422
    assert refused.content.decode().count("没有提交成功") == 1
    row = enterprise(city, "small@example.com", 20)
    entry = client.get(f"/desk/subscriptions/push-subscribers/{row.pk}/").content.decode()
    assert "subscriber" not in entry.partition("<h1")[2].partition("</h1>")[0]
