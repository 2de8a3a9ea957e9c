import pytest

from gongkai.law.grounds import GROUNDS
from gongkai.law.replies import REPLY_KINDS, AgencyKind, Remedy, Row, advise, review_authority


def test_vector_1_21_a_refusal_under_article_15_sends_to_review_first():
    advice = advise(REPLY_KINDS["R4d"], AgencyKind.DEPARTMENT, authority_name="云川市人民政府")
    assert (advice.review_first, advice.review_days, advice.lawsuit_months) == (True, 60, None)
    assert "应当先申请行政复议" in advice.sentence
    assert "60日内向云川市人民政府" in advice.sentence
    assert "诉讼" not in advice.sentence


def test_vector_1_22_a_reply_that_nothing_exists_offers_both():
    advice = advise(REPLY_KINDS["R6"], AgencyKind.DEPARTMENT)
    assert (advice.review_first, advice.review_days, advice.lawsuit_months) == (False, 60, 6)
    assert "60日内向本级人民政府申请行政复议" in advice.sentence
    assert "6个月内向人民法院提起行政诉讼" in advice.sentence


def test_each_refusal_belongs_to_one_ground():
    refusals = {kind.ground: kind for kind in REPLY_KINDS.values() if kind.withholds}
    assert list(refusals) == list(GROUNDS)
    assert all(kind.remedy is Remedy.REVIEW_FIRST for kind in refusals.values())


def test_only_withholding_sends_to_review_first():
    first = {code for code, kind in REPLY_KINDS.items() if kind.remedy is Remedy.REVIEW_FIRST}
    assert first == {"R3", "R4a", "R4b", "R4c", "R4d", "R4e", "R4f", "R4g"}


def test_what_is_inferred_must_be_confirmed_by_a_person():
    assert [code for code, kind in REPLY_KINDS.items() if not kind.settled] == ["R3", "R5"]
    assert advise(REPLY_KINDS["R5"], AgencyKind.DEPARTMENT).needs_confirmation


def test_every_row_of_the_report_is_reached():
    assert {kind.row for kind in REPLY_KINDS.values()} == set(Row)
    assert len(Row) == 21


def test_an_enquiry_under_another_law_counts_as_withheld():
    assert REPLY_KINDS["R5"].row is Row.ENQUIRY


def test_a_withdrawn_application_has_no_remedy():
    assert advise(REPLY_KINDS["R17"], AgencyKind.DEPARTMENT).sentence == ""


@pytest.mark.parametrize(
    ("kind", "authority"),
    [
        (AgencyKind.DEPARTMENT, "本级人民政府"),
        (AgencyKind.GOVERNMENT, "上一级人民政府"),
        (AgencyKind.DISPATCHED, "设立该派出机关的人民政府"),
        (AgencyKind.VERTICAL, "上一级主管部门"),
        (AgencyKind.JUSTICE, "本级人民政府或者上一级司法行政部门"),
    ],
)
def test_the_kind_of_agency_decides_who_reviews(kind, authority):
    assert review_authority(kind) == authority
