"""RFC 8291 and RFC 8292 by their own examples, by a receiver that opens, and by what must be refused."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec

from gongkai.doors.subscriptions.rules import MOST_TRIES, push_pause
from gongkai.doors.subscriptions.rules.letters import News, reminder_of
from gongkai.doors.subscriptions.rules.webpush import (
    LONGEST_PLAIN,
    RECORD,
    PushRefused,
    Receiver,
    Sender,
    authorization,
    new_private,
    packed,
    read_endpoint,
    read_receiver,
    sealed,
    seconds_asked,
    topic_of,
    unpacked,
)
from gongkai.doors.subscriptions.tests.browsers import Browser, claims

NOW = dt.datetime(2026, 3, 9, 8, tzinfo=dt.UTC)
# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
OWN_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
ENDPOINT = "https://push.example.com/wpush/v2/abc"


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unpacked(text), "big"), ec.SECP256R1())


def receiver(browser: Browser) -> Receiver:
    return Receiver(ENDPOINT, browser.public, browser.auth)


def test_the_example_of_the_standard_comes_out_byte_for_byte():
    theirs = Receiver(ENDPOINT, unpacked(BROWSER_PUBLIC), unpacked(AUTH))
    assert packed(sealed(PLAIN, theirs, salt=unpacked(SALT), key=private(OWN_PRIVATE))) == BODY


def test_the_receiver_of_these_tests_opens_the_example_of_the_standard():
    assert Browser(private(BROWSER_PRIVATE), unpacked(AUTH)).opened(unpacked(BODY)) == PLAIN


@pytest.mark.parametrize("length", [0, 1, 100, LONGEST_PLAIN])
def test_what_is_sealed_is_opened_by_its_browser_and_fits_one_record(length):
    browser = Browser()
    body = sealed(b"x" * length, receiver(browser))
    assert browser.opened(body) == b"x" * length
    assert len(body) <= RECORD
    assert sealed(b"x" * length, receiver(browser)) != body


def test_more_than_a_record_is_refused():
    with pytest.raises(PushRefused):
        sealed(b"x" * (LONGEST_PLAIN + 1), receiver(Browser()))


def test_the_longest_titles_still_fit():
    long = News(
        "released", "k" * 60, "https://a.example/subscriptions/to/abcdefghijkl", "国" * 5000, "局" * 5000, "今天"
    )
    for several in ([long], [long] * 60):
        said = reminder_of(several, site="站" * 200, origin="https://a.example", subject=topic_of("x"))
        assert len(str(said).encode()) < LONGEST_PLAIN


@pytest.mark.requirement("R183")
def test_the_token_is_for_this_service_alone_short_lived_and_signed_by_our_key():
    sender = Sender(new_private(), "mailto:ops@yunchuan.example")
    header = authorization("https://push.example.com:8443/a?b=c", sender, NOW)
    said, key = claims(header)
    assert said["aud"] == "https://push.example.com:8443"
    assert said["sub"] == "mailto:ops@yunchuan.example"
    assert 0 < said["exp"] - NOW.timestamp() < 86_400
    assert key == sender.public
    assert len(unpacked(key)) == 65
    other = Sender(new_private(), sender.contact).public
    with pytest.raises(InvalidSignature):
        claims(header.replace(f"k={key}", f"k={other}"))


def test_a_topic_is_the_same_for_the_same_thing_and_short():
    assert topic_of("item:1") == topic_of("item:1") != topic_of("item:2")
    assert len(topic_of("item:" + "x" * 500)) <= 32
    unpacked(topic_of("item:1"))


GOOD = Browser(private(BROWSER_PRIVATE), unpacked(AUTH))


@pytest.mark.parametrize(
    ("public", "auth"),
    [
        ("", ""), ("not base64!", packed(GOOD.auth)), (packed(GOOD.public), "密"), (packed(GOOD.public), packed(b"x" * 15)),
        (packed(GOOD.public[:-1]), packed(GOOD.auth)), (packed(b"\x04" + b"\x01" * 64), packed(GOOD.auth)),
        (packed(b"\x02" + GOOD.public[1:]), packed(GOOD.auth)), (packed(GOOD.public) * 400, packed(GOOD.auth)),
    ],
    ids=["empty", "no base64", "no ASCII", "short word", "short point", "not on the curve", "compressed", "long"],
)  # fmt: skip
def test_junk_keys_are_refused(public, auth):
    with pytest.raises(PushRefused):
        read_receiver(ENDPOINT, public, auth)


@pytest.mark.parametrize(
    "written",
    [
        "", "push", "http://push.example.com/a", "https://10.0.0.3/a", "https://127.0.0.1/a", "https://[::1]/a",
        "https://localhost/a", "https://a:b@push.example.com/", "https://push.example.com:22/a", "ftp://push.example.com/",
        "https://169.254.169.254/latest", "https://push.example.com/" + "x" * 10_000, "https://推送.example.com/",
        "https://push.example.com/a b", "https://push.example.com/a\r\nHost: x", "javascript:alert(1)", "https://[/",
        "https://push.example.com:99999/",
    ],
    ids=lambda written: written[:30],
)  # fmt: skip
def test_addresses_that_are_no_push_service_are_refused(written):
    with pytest.raises(PushRefused):
        read_endpoint(written)
    with pytest.raises(PushRefused):
        read_receiver(written, packed(GOOD.public), packed(GOOD.auth))


def test_only_where_it_is_allowed_a_push_service_of_this_machine_passes():
    assert read_endpoint("http://127.0.0.1:9000/a", loopback=True) == "http://127.0.0.1:9000/a"
    with pytest.raises(PushRefused):
        read_endpoint("http://10.0.0.3:9000/a", loopback=True)


def test_a_service_may_ask_in_seconds_or_by_date_and_not_for_ever():
    assert seconds_asked("120", NOW) == 120
    assert seconds_asked("Mon, 09 Mar 2026 08:05:00 GMT", NOW) == 300
    assert [
        seconds_asked(one, NOW) for one in ("", "soon", "-5", "Mon, 09 Mar 2020 08:05:00 GMT", "Mon, 09 Mar 2026")
    ] == [0] * 5
    pauses = [push_pause(tries) for tries in range(1, MOST_TRIES + 1)]
    assert pauses == sorted(pauses)
    assert push_pause(1, 10**9) == pauses[-1] == 7200
