"""The vectors of rules 11.2, 11.3, 5.1, 5.2 and 6.2."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.identifiers import (
    has_luhn_digit,
    is_organisation_code,
    judge_credit_code,
    judge_id_number,
    judge_index_number,
    judge_publication_time,
    judge_site_code,
    looks_like_bank_card,
    write_index_number,
)
from gongkai.law.masks import DEFAULT_MASKS, MASK_SETS


@pytest.mark.parametrize("text", ["11010519491231002X", "440524188001010014"])
def test_an_id_number_holds(text):
    assert judge_id_number(text).valid


@pytest.mark.parametrize(
    "text", ["１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002x", "110105-19491231-002X"]
)
def test_an_id_number_is_seen_through_full_width_and_blanks(text):
    assert judge_id_number(text).normalised == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("110105194912310021", "校验码"),
        ("11010519490231002X", "出生日期不存在"),
        ("1101051949123100", "18位"),
        ("1101051949123100X2", "18位"),
        ("00010519491231002X", "行政区划"),
        ("١1010519491231002X", "18位"),
        ("", "18位"),
    ],
)
def test_an_id_number_fails(text, why):
    verdict = judge_id_number(text)
    assert not verdict.valid
    assert why in verdict.reason


def test_an_old_number_of_fifteen_digits_gets_its_eighteen():
    assert judge_id_number("110105491231002").normalised == "11010519491231002X"
    assert not judge_id_number("110105491331002").valid


def test_nobody_is_born_tomorrow():
    assert judge_id_number("11010519491231002X", today=date(1949, 12, 31)).valid
    assert not judge_id_number("11010519491231002X", today=date(1949, 12, 30)).valid


CODES = ["91350100M000100Y43", "11441700007280420Y", "11370812004339255B", "11341702486344515H", "113708280043326001"]


@pytest.mark.parametrize("code", CODES)
def test_a_credit_code_holds(code):
    assert judge_credit_code(code).valid
    assert judge_credit_code(code.lower()).normalised == code


@pytest.mark.parametrize(
    ("code", "why"),
    [("91350100M000100Y44", "校验码"), ("91350100M000100Y4", "18位"), ("9135010IM000100Y43", "不用I、O、S、V、Z")],
)
def test_a_credit_code_fails(code, why):
    verdict = judge_credit_code(code)
    assert not verdict.valid
    assert why in verdict.reason


@given(st.sampled_from(CODES), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_is_always_found(code, place, character):
    changed = code[:place] + character + code[place + 1 :]
    assert judge_credit_code(changed).valid is (changed == code)


def test_an_organisation_code_holds():
    assert is_organisation_code("M000100Y4")
    assert is_organisation_code("D2143569X")
    assert not is_organisation_code("M000100Y5")


@pytest.mark.parametrize(
    ("number", "holds"), [("4111111111111111", True), ("79927398713", True), ("4111111111111112", False), ("", False)]
)
def test_luhn(number, holds):
    assert has_luhn_digit(number) is holds


def test_a_bank_card_needs_length_prefix_and_digit():
    assert looks_like_bank_card("4111 1111 1111 1111")
    assert not looks_like_bank_card("79927398713")
    assert not looks_like_bank_card("8111111111111113")


def test_masks_keep_what_their_set_says():
    narrow, wide = MASK_SETS["id-2-3"], MASK_SETS["id-6-4"]
    assert narrow.mask_phone("13812341234") == "138****1234"
    assert narrow.mask_id_number("11010519491231002X") == "11*************02X"
    assert wide.mask_id_number("11010519491231002X") == "110105********002X"
    assert wide.mask_bank_card("6222020000000000000") == "622202*********0000"
    assert [narrow.mask_name(name) for name in ("张三", "欧阳某某", "张")] == ["张*", "欧**某", "*"]


def test_by_default_the_id_number_is_dropped():
    assert DEFAULT_MASKS.mask_id_number("11010519491231002X") == ""


@given(st.text(alphabet="0123456789", max_size=24))
def test_a_mask_hides_something_of_every_number(text):
    masked = MASK_SETS["id-6-4"].mask_id_number(text)
    assert len(masked) == len(text)
    assert not text or "*" in masked


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("11441700007280420Y/2021-00050", True),
        ("113708280043326001/2024-02411", True),
        ("000014349/2017-00110", True),
        ("SY0024361740202100238", True),
        ("11441700007280421Y/2021-00050", False),
        ("11441700007280420Y/21-50", False),
        ("//", False),
        ("", False),
    ],
)
def test_an_index_number(number, valid):
    assert judge_index_number(number).valid is valid


def test_our_own_index_numbers_hold():
    assert write_index_number(CODES[1], 2026, 7) == "11441700007280420Y/2026-00007"
    assert judge_index_number(write_index_number(CODES[1], 2026, 7)).valid


@pytest.mark.parametrize(
    ("code", "valid"),
    [("3100000087", True), ("bm12345678", True), ("310000008", False), ("310000008７", False), ("31000000870", False)],
)
def test_a_site_code(code, valid):
    assert judge_site_code(code).valid is valid


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-04-29 09:22", "2026-04-29 09:22"),
        ("2026-08-03 13:04:31", "2026-08-03 13:04"),
        ("2026-11-05", None),
        ("1970-01-01 08:00", None),
        ("2026-13-05 10:00", None),
    ],
)
def test_a_publication_time(text, written):
    assert judge_publication_time(text).normalised == written
