"""The vectors of rules 1.7 about attributes, grounds, applications and receipt."""

from datetime import date

import pytest

from gongkai.law.application import missing_parts
from gongkai.law.delivery import DeliveryRefused, Route, deliver
from gongkai.law.disclosure import ARTICLE_20, Openness
from gongkai.law.grounds import (
    GROUNDS,
    REASON_CATEGORIES,
    Attribute,
    Effect,
    GroundRefused,
    Mode,
    Override,
    Rank,
    attribute_problems,
    categories_for,
    check_forbidding_rank,
    needs_openness_authority,
)
from gongkai.law.receipt import Channel, NotReceived, receive


@pytest.mark.parametrize("rank", [rank for rank in Rank if rank not in {Rank.LAW, Rank.ADMINISTRATIVE_REGULATION}])
def test_vector_1_23_only_laws_and_administrative_regulations_forbid(rank):
    with pytest.raises(GroundRefused, match="只有法律、行政法规可以禁止公开"):
        check_forbidding_rank(rank)


def test_laws_and_administrative_regulations_may_forbid():
    check_forbidding_rank(Rank.LAW)
    check_forbidding_rank(Rank.ADMINISTRATIVE_REGULATION)


def test_the_seven_grounds_know_their_effect_and_override():
    assert list(GROUNDS) == ["X1", "X2", "X3", "X4", "X5", "X6", "X7"]
    assert [code for code, ground in GROUNDS.items() if ground.effect is Effect.MAY_WITHHOLD] == ["X5", "X6", "X7"]
    assert GROUNDS["X4"].override is Override.CONSENT_OR_PUBLIC_INTEREST
    assert [code for code, ground in GROUNDS.items() if ground.override is Override.LAW_REQUIRES] == ["X6", "X7"]


def test_vector_1_25_an_undisclosed_document_needs_reason_and_category():
    problems = attribute_problems(Attribute.NOT_DISCLOSED)
    assert problems == ("拟不予公开的，请写明理由。", "拟不予公开的，请选择理由种类。")
    assert not attribute_problems(Attribute.NOT_DISCLOSED, reason="属于讨论记录", category="X6")


def test_every_category_names_its_legal_basis_and_fits_its_attribute():
    assert all(category.source.article for category in REASON_CATEGORIES.values())
    assert {category.code for category in categories_for(Attribute.NOT_DISCLOSED)} == set(GROUNDS)
    assert categories_for(Attribute.ON_APPLICATION)
    assert "不适用" in attribute_problems(Attribute.ON_APPLICATION, reason="内部", category="X5")[0]


def test_full_proactive_disclosure_needs_no_reason_but_a_redacted_text_does():
    assert not attribute_problems(Attribute.PROACTIVE)
    assert len(attribute_problems(Attribute.PROACTIVE, mode=Mode.REDACTED)) == 2
    assert not attribute_problems(Attribute.PROACTIVE, mode=Mode.REDACTED, reason="含个人隐私", category="X4")


def test_no_attribute_is_a_problem():
    assert attribute_problems(None) == ("没有选定公开属性，请在主动公开、依申请公开、不予公开中选择一项。",)


def test_anything_but_full_disclosure_needs_the_openness_authority():
    assert not needs_openness_authority(Attribute.PROACTIVE, Mode.FULL_TEXT)
    assert needs_openness_authority(Attribute.PROACTIVE, Mode.REDACTED)
    assert needs_openness_authority(Attribute.ON_APPLICATION, Mode.FULL_TEXT)
    assert needs_openness_authority(Attribute.NOT_DISCLOSED, Mode.FULL_TEXT)


def test_the_note_under_the_date_shows_the_attribute():
    assert Attribute.PROACTIVE.note == "（此件公开发布）"
    assert Attribute.ON_APPLICATION.note == "（此件依申请公开）"


def test_vector_1_24_no_purpose_is_asked_for_but_proof_of_identity_is():
    form = {"name": "甲", "identity": "…", "contact": "…", "description": "…", "form": "电子"}
    assert not missing_parts(form)
    assert missing_parts({**form, "identity": " "}) == ("身份证明",)


def test_vector_1_8_the_web_form_counts_when_both_sides_confirm():
    receipt = receive(Channel.ONLINE, arrived=date(2026, 10, 3), confirmed=date(2026, 10, 8))
    assert receipt.day == date(2026, 10, 8)
    with pytest.raises(NotReceived, match="请联系申请人确认"):
        receive(Channel.ONLINE, arrived=date(2026, 10, 3))


def test_handing_in_and_signing_need_no_confirmation():
    for channel in (Channel.COUNTER, Channel.REGISTERED_MAIL):
        assert receive(channel, arrived=date(2026, 2, 14)).day == date(2026, 2, 14)


def test_ordinary_mail_is_confirmed_the_same_day():
    same = receive(Channel.ORDINARY_MAIL, arrived=date(2026, 2, 2), confirmed=date(2026, 2, 2))
    later = receive(Channel.ORDINARY_MAIL, arrived=date(2026, 2, 2), confirmed=date(2026, 2, 4))
    assert (same.warning, later.day) == ("", date(2026, 2, 4))
    assert "未在当日确认" in later.warning
    with pytest.raises(NotReceived, match="早于到达之日"):
        receive(Channel.ORDINARY_MAIL, arrived=date(2026, 2, 2), confirmed=date(2026, 2, 1))


def test_vector_1_19_a_reply_posted_on_the_last_day_is_on_time():
    delivery = deliver(Route.POST, posted=date(2026, 3, 6), signed=date(2026, 3, 9))
    assert (delivery.day, delivery.warning) == (date(2026, 3, 6), "")
    assert "邮政企业" in deliver(Route.COURIER, posted=date(2026, 3, 6)).warning
    assert deliver(Route.HAND, posted=date(2026, 3, 6), signed=date(2026, 3, 9)).day == date(2026, 3, 9)
    with pytest.raises(DeliveryRefused, match="签收之日"):
        deliver(Route.HAND)


def test_the_items_of_article_20_and_the_five_opennesses_are_complete():
    assert list(ARTICLE_20) == list(range(1, 16))
    assert [stage.word for stage in Openness] == ["决策公开", "执行公开", "管理公开", "服务公开", "结果公开"]
