"""Work and questions, without a database."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.guard import rules
from gongkai.base.guard.rules.question import plain

KEY = b"k" * 32
NOW = 1_900_000_000


def challenge(**kwargs: Any) -> rules.Challenge:
    return rules.make(**{"key": KEY, "purpose": "apply", "expires": NOW + 60, "most": 50} | kwargs)


def changed(proof: str, **parts: Any) -> str:
    return base64.b64encode(json.dumps(json.loads(base64.b64decode(proof)) | parts).encode()).decode()


def test_work_that_was_done_passes() -> None:
    made = challenge()
    assert rules.verify(rules.solve(made), key=KEY, purpose="apply", now=NOW) == (made.challenge, NOW + 60)


@pytest.mark.parametrize(
    "parts",
    [
        {"number": 51}, {"number": "1"}, {"number": True}, {"number": None}, {"signature": "0" * 64}, {"challenge": "0" * 64},
        {"algorithm": "SHA-1"}, {"salt": "x?expires=9999999999&purpose=apply&"}, {"salt": ""}, {"salt": None}, {"salt": "é?expires=1&"},
    ],
)  # fmt: skip
def test_whatever_is_changed_in_it_is_noticed(parts: dict[str, Any]) -> None:
    with pytest.raises(rules.GuardRefused, match="再提交一次"):
        rules.verify(changed(rules.solve(challenge()), **parts), key=KEY, purpose="apply", now=NOW)


def test_a_later_expiry_cannot_be_borrowed_from_the_number() -> None:
    made = challenge()
    proof = json.loads(base64.b64decode(rules.solve(made)))
    text = made.salt + str(proof["number"])
    for cut in range(len(made.salt) - 8, len(text)):
        if text[cut:].isdigit() and cut != len(made.salt):
            forged = changed(rules.solve(made), salt=text[:cut], number=int(text[cut:]))
            with pytest.raises(rules.GuardRefused):
                rules.verify(forged, key=KEY, purpose="apply", now=NOW)


def test_another_purpose_and_a_late_proof_are_refused() -> None:
    proof = rules.solve(challenge())
    with pytest.raises(rules.GuardRefused):
        rules.verify(proof, key=KEY, purpose="track", now=NOW)
    with pytest.raises(rules.GuardRefused, match="过期"):
        rules.verify(proof, key=KEY, purpose="apply", now=NOW + 60)
    with pytest.raises(rules.GuardRefused):
        rules.verify(proof, key=b"x" * 32, purpose="apply", now=NOW)


@given(st.text(max_size=300))
def test_rubbish_is_refused_with_the_same_sentence(text: str) -> None:
    with pytest.raises(rules.GuardRefused, match="再提交一次"):
        rules.verify(text, key=KEY, purpose="apply", now=NOW)
    with pytest.raises(rules.GuardRefused, match="再提交一次"):
        rules.is_right(text, "8", key=KEY, purpose="apply", now=NOW)
    with pytest.raises(rules.GuardRefused, match="再提交一次"):
        rules.verify(base64.b64encode(json.dumps(text).encode()).decode(), key=KEY, purpose="apply", now=NOW)


def answer_of(question: rules.Question) -> str:
    """Answer as a person does, from the words alone."""
    words = {rules.numeral(n): n for n in range(100)}
    text = question.text
    if text.startswith("“"):
        word, rest = text[1:].split("”")
        return word["一二三四".index(rest[2])]
    for sign, way in (("加", 1), ("减", -1)):
        if sign in text:
            left, right = text.removesuffix("等于多少？").split(sign)
            return str(words[left] + way * words[right])
    raise AssertionError(text)


def test_every_question_can_be_answered_and_its_token_does_not_tell() -> None:
    for _ in range(200):
        question = rules.ask(key=KEY, purpose="apply", expires=NOW + 60)
        answer = answer_of(question)
        assert rules.is_right(question.token, answer, key=KEY, purpose="apply", now=NOW)[0]
        assert not rules.is_right(question.token, answer + "1", key=KEY, purpose="apply", now=NOW)[0]
        told = json.loads(base64.urlsafe_b64decode(question.token.partition(".")[0]))
        assert set(told) == {"p", "e", "s", "a"}
        assert len(told["a"]) == 64


@pytest.mark.parametrize("given_", ["12", "１２", " 12 。", "十二"])
def test_a_number_counts_in_any_writing(given_: str) -> None:
    from gongkai.base.guard.rules.question import _token

    token = _token(KEY, "apply", NOW + 60, "12")
    assert rules.is_right(token, given_, key=KEY, purpose="apply", now=NOW)[0]
    assert plain(given_) in {"12", "十二"}


def test_a_question_is_bound_to_purpose_time_and_key() -> None:
    question = rules.ask(key=KEY, purpose="apply", expires=NOW + 60)
    for other in ({"purpose": "track"}, {"now": NOW + 60}, {"key": b"x"}):
        with pytest.raises(rules.GuardRefused):
            rules.is_right(question.token, "1", **{"key": KEY, "purpose": "apply", "now": NOW} | other)


def test_numerals_read_as_people_write_them() -> None:
    assert [rules.numeral(n) for n in (0, 8, 10, 12, 20, 21, 39)] == [
        "零",
        "八",
        "十",
        "十二",
        "二十",
        "二十一",
        "三十九",
    ]


def test_one_household_is_one_visitor() -> None:
    assert rules.network_of("2001:db8:1:2::9") == rules.network_of("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert rules.network_of("::ffff:10.0.0.1") == "10.0.0.1" == rules.network_of("10.0.0.1")
    assert rules.network_of("") == ""


def test_the_wait_is_said_in_round_words() -> None:
    assert "30秒" in str(rules.TooMany(30))
    assert "2分钟" in str(rules.TooMany(61))
    assert "2小时" in str(rules.TooMany(3700))
    assert rules.TooMany(0).wait == 1


def test_a_purpose_that_could_bend_the_salt_is_an_error() -> None:
    with pytest.raises(ValueError, match="小写英文"):
        rules.check_purpose("apply&expires=1")
