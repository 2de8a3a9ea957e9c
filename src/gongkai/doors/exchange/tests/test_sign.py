"""Who calls: signature, clock, replay, rotation, rate."""

import datetime as dt
import time

import pytest

from gongkai.base.events import queries as events
from gongkai.doors.exchange import actions
from gongkai.doors.exchange.models import Message
from gongkai.doors.exchange.rules import signed_headers
from gongkai.doors.exchange.tests.conftest import WHOLE, Caller
from gongkai.project.tests.cast import City

MESSAGES = "/api/v1/exchange/messages"
BODY = {"kind": "document", "external_id": "OA-1", "document": WHOLE}


@pytest.mark.requirement("R027")
def test_a_wrong_signature_is_refused_and_on_record(city: City, oa: Caller) -> None:
    answer = oa.send(BODY, **{"Gongkai-Signature": "0" * 64})
    assert (answer.status_code, Message.objects.count()) == (401, 0)
    assert "签名不符" in answer.json()["detail"]
    assert events.events(tag="exchange:call:refuse").count() == 1


def test_a_changed_body_address_or_method_does_not_fit_the_signature(city: City, oa: Caller) -> None:
    headers = signed_headers(oa.key_id, oa.secret, method="POST", path=MESSAGES, body=b"{}", now=time.time())
    for method, path, body in (
        ("POST", MESSAGES, b"{ }"),
        ("POST", f"{MESSAGES}?x=1", b"{}"),
        ("GET", f"{MESSAGES}/1", b""),
    ):
        answer = oa.client.generic(method, path, body, content_type="application/json", headers=headers)
        assert answer.status_code == 401


@pytest.mark.parametrize("name", ["Gongkai-Key", "Gongkai-Timestamp", "Gongkai-Nonce", "Gongkai-Signature"])
def test_a_missing_header_is_named(city: City, oa: Caller, name: str) -> None:
    answer = oa.send(BODY, **{name: ""})
    assert answer.status_code == 401
    assert name in answer.json()["detail"]


@pytest.mark.parametrize("off", [-400, 400])
def test_a_clock_that_is_off_is_told_by_how_much(city: City, oa: Caller, off: int) -> None:
    answer = oa.send(BODY, now=time.time() + off)
    assert answer.status_code == 401
    assert "校准时钟" in answer.json()["detail"]


def test_the_same_call_again_is_a_replay(city: City, oa: Caller) -> None:
    headers = signed_headers(oa.key_id, oa.secret, method="GET", path=f"{MESSAGES}/1", body=b"", now=time.time())
    first, second = (oa.client.get(f"{MESSAGES}/1", headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (404, 401)
    assert "重复" in second.json()["detail"]


def test_old_and_new_key_both_count_until_the_overlap_is_over(city: City, oa: Caller) -> None:
    new, secret = actions.issue_key(partner=oa.partner, by=city.shen)
    assert Caller(oa.partner, new.key_id, secret).document("OA-1").status_code == 201
    assert oa.document("OA-2").status_code == 201
    actions.issue_key(partner=oa.partner, by=city.shen, overlap=dt.timedelta(0))
    assert oa.document("OA-3").status_code == 401


def test_a_key_that_was_seen_ends_at_once(city: City, oa: Caller) -> None:
    actions.revoke_key(key=oa.partner.keys.get(), reason="误发到工作群", by=city.shen)
    assert oa.document().status_code == 401


def test_a_partner_that_calls_too_often_is_told_when_to_come_again(city: City, oa: Caller) -> None:
    actions.edit_partner(partner=oa.partner, changes={"calls_per_minute": 2}, by=city.shen)
    answers = [oa.document(f"OA-{number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[2]["Retry-After"]) > 0


def test_a_partner_that_was_switched_off_and_one_of_the_other_kind_get_nowhere(
    city: City, oa: Caller, superior: Caller
) -> None:
    assert superior.document().status_code == 403
    actions.edit_partner(partner=oa.partner, changes={"active": False}, by=city.shen)
    assert oa.document().status_code == 403


def test_a_secret_is_kept_sealed_and_shown_only_once(city: City, oa: Caller) -> None:
    row = oa.partner.keys.get()
    assert oa.secret not in row.sealed + row.fingerprint + str([event.new for event in events.events()])


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example", "http://u:p@a.example", "http://169.254.169.254/", "http://[::ffff:169.254.1.1]/", "http://0.0.0.0", "a.example", "http://a.example/?x=1", "http://a:99999"],
)  # fmt: skip
def test_an_address_that_leads_somewhere_else_is_refused(city: City, oa: Caller, url: str) -> None:
    with pytest.raises(actions.Refused):
        actions.edit_partner(partner=oa.partner, changes={"base_url": url}, by=city.shen)
