"""Sealing and fingerprints, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.vault import rules

KEY, OTHER = rules.new_key(), rules.new_key()
RING = {key.id: key for key in (KEY, OTHER)}


@given(st.binary(max_size=300), st.text(max_size=40))
def test_what_was_sealed_opens_in_its_place_and_nowhere_else(plain: bytes, context: str) -> None:
    token = rules.seal(plain, key=KEY, context=context)
    assert rules.unseal(token, RING, context) == plain
    with pytest.raises(rules.Unreadable):
        rules.unseal(token, RING, context + "x")
    sealed = rules.seal_bytes(plain, key=OTHER, context=context)
    assert rules.unseal_bytes(sealed, RING, context) == plain
    assert rules.key_id_of_bytes(sealed) == OTHER.id


def test_the_same_text_is_never_sealed_alike_twice() -> None:
    assert rules.seal(b"x", key=KEY, context="c") != rules.seal(b"x", key=KEY, context="c")


@pytest.mark.parametrize("at", [0, 4, 16, 17, 25, -1])
def test_one_changed_character_is_enough(at: int) -> None:
    token = rules.seal("身份证号".encode(), key=KEY, context="c")
    changed = list(token)
    changed[at] = "A" if changed[at] != "A" else "Q"
    with pytest.raises((rules.Unreadable, rules.KeyMissing)):
        rules.unseal("".join(changed), RING, "c")


def test_the_key_named_in_a_token_is_bound_too() -> None:
    token = rules.seal(b"x", key=KEY, context="c").replace(KEY.id, OTHER.id)
    with pytest.raises(rules.Unreadable):
        rules.unseal(token, RING, "c")


def test_a_missing_key_is_named() -> None:
    with pytest.raises(rules.KeyMissing, match=KEY.id):
        rules.unseal(rules.seal(b"x", key=KEY, context="c"), {OTHER.id: OTHER}, "c")


@pytest.mark.parametrize("text", ["", "张三", "v1.", "v2.0123456789ab.xxxx"])
def test_plain_text_does_not_pass_for_a_token(text: str) -> None:
    assert not rules.is_token(text)
    with pytest.raises(rules.Unreadable):
        rules.unseal(text, RING, "c")


def test_a_key_does_not_show_itself() -> None:
    assert "secret" not in repr(KEY)
    with pytest.raises(rules.KeyMissing, match="32"):
        rules.Key(b"short")


@pytest.mark.parametrize(
    "text", ["11010519491231002x", " 110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_one_number_in_any_writing_has_one_fingerprint(text: str) -> None:
    assert rules.fingerprint(text, b"p", "id") == rules.fingerprint("11010519491231002X", b"p", "id")


def test_fingerprints_of_another_purpose_or_pepper_cannot_be_joined() -> None:
    found = {rules.fingerprint("张三", *rest) for rest in ((b"p", "name"), (b"p", "id"), (b"q", "name"))}
    assert len(found) == 3
    assert rules.fingerprint("  ", b"p", "name") == ""
