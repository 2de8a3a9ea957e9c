from __future__ import annotations

import base64
import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gongkai.base.events import actions, queries, rules
from gongkai.base.events.rules import merkle, proofs
from gongkai.base.events.tests.conftest import OFFICER, PAPER, RELEASED

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(publish):
    for number in range(7):
        publish(item=f"YC-{number}", content=str(number).encode(), title=f"通知之{number}")


def through_a_file(document):
    return json.loads(json.dumps(document, ensure_ascii=False))


def test_a_citizen_can_check_a_proof_without_us(log):
    document = through_a_file(queries.proof("YC-3"))
    assert document["entry"]["content_sha256"] == hashlib.sha256(b"3").hexdigest()
    assert document["entry"]["at"] == "2026-03-02T01:30:00.000000+00:00"
    assert rules.check_proof(document)
    assert rules.check_proof(document, queries.public_key())


@pytest.mark.parametrize("field", proofs.ENTRY_FIELDS)
def test_a_proof_for_anything_else_fails(log, field):
    document = queries.proof("YC-3")
    value = document["entry"][field]
    document["entry"][field] = value + 1 if isinstance(value, int) else value + "0"
    assert not rules.check_proof(document)


def test_a_proof_with_another_root_time_or_key_fails(log):
    document = queries.proof("YC-3")
    for change in ({"root": "00" * 32}, {"at": "2020-01-01T00:00:00+00:00"}, {"size": 8}):
        assert not rules.check_proof(document | {"tree_head": document["tree_head"] | change})
    assert not rules.check_proof(document | {"audit_path": document["audit_path"][:-1]})
    assert not rules.check_proof(document | {"signature": "x"})


def test_a_proof_signed_by_a_stranger_fails_against_the_published_key(log):
    document, stranger = queries.proof("YC-3"), Ed25519PrivateKey.generate()
    forged = document | {
        "public_key": base64.b64encode(stranger.public_key().public_bytes_raw()).decode(),
        "signature": base64.b64encode(stranger.sign(rules.signed_text(document["tree_head"]))).decode(),
    }
    assert rules.check_proof(forged)
    check = rules.check_proof(forged, queries.public_key())
    assert check.reasons == ("签名所用公钥与公布的公钥不一致",)


@pytest.mark.parametrize("document", [{}, [], "x", None, {"format": "gongkai-log-proof/1", "entry": 3}])
def test_a_malformed_proof_is_invalid_and_breaks_nothing(document):
    assert rules.check_proof(document).reasons == ("证明文件残缺或格式不对，请重新下载",)


def test_a_withdrawal_travels_with_the_proof(log, publish):
    publish(item="YC-3", kind="withdrawn", content=b"3")
    document = through_a_file(queries.proof("YC-3"))
    assert [later["entry"]["kind"] for later in document["later"]] == ["withdrawn"]
    assert rules.check_proof(document)
    document["later"][0]["entry"]["kind"] = "corrected"
    assert not rules.check_proof(document)


def test_an_older_edition_has_its_own_proof(log, publish):
    publish(item="YC-3", kind="corrected", edition=2, content=b"better")
    assert queries.proof("YC-3")["entry"]["edition"] == 2
    first = queries.proof("YC-3", edition=1)
    assert (first["entry"]["edition"], [later["entry"]["edition"] for later in first["later"]]) == (1, [2])


def test_it_says_when_the_log_has_no_such_item(log):
    with pytest.raises(queries.NotInLog, match="核对索引号"):
        queries.proof("YC-99")
    with pytest.raises(queries.NotInLog, match="第 2 版"):
        queries.proof("YC-3", edition=2)


def test_an_entry_is_found_by_what_it_made_public(log):
    entry = queries.entry_by_content(hashlib.sha256(b"5").hexdigest().upper())
    assert entry.item == "YC-5"
    assert queries.entry_by_content("0" * 64) is None


def test_entries_are_read_page_by_page(log):
    assert [entry.index for entry in queries.entries(after=4)] == [5, 6]
    assert queries.entries(agency="other").count() == 0


@pytest.mark.parametrize("first", range(1, 8))
def test_the_log_of_today_continues_that_of_before(log, first):
    document = queries.consistency(first)
    assert merkle.consistency_holds(
        first=first,
        second=7,
        first_root=bytes.fromhex(document["first"]["tree_head"]["root"]),
        second_root=bytes.fromhex(document["second"]["tree_head"]["root"]),
        path=[bytes.fromhex(step) for step in document["path"]],
    )


def test_a_proof_costs_a_few_queries(log, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        queries.proof("YC-3")


def test_disclosing_costs_five_queries(log, publish, django_assert_max_num_queries):
    with django_assert_max_num_queries(3 + 5):
        publish(item="next")


def test_the_fingerprint_can_be_read_aloud(log):
    groups = queries.public_key_fingerprint().split(":")
    assert len(groups) == 16
    assert {len(group) for group in groups} == {4}


@pytest.mark.parametrize(
    "change",
    [{"item": " "}, {"edition": 0}, {"content_sha256": "A" * 64}, {"content_sha256": "a"}, {"kind": "burnt"}],
)
def test_a_line_that_cannot_be_checked_later_is_refused(log, submit, change):
    values = {"kind": "published", "item": "i", "edition": 1, "agency": "a"}
    values |= {"content_sha256": "a" * 64, "at": RELEASED, "event": submit()}
    with pytest.raises(ValueError):
        actions.disclose(**values | change)


def test_the_log_names_nobody(log):
    text = json.dumps(queries.proof("YC-3"), ensure_ascii=False)
    assert OFFICER.name not in text
    assert OFFICER.address not in text
    assert PAPER.label not in text
