"""From the plan to the public: choose, read twice, approve, release; and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing import actions as publishing_actions
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.actions import Refused
from gongkai.proactive.gazette.rules import State
from gongkai.proactive.gazette.tests.world import (
    City,
    corrected,
    entry_of,
    filled,
    gazette,
    planned,
    proofed,
    public,
    released,
    town,
)
from gongkai.project.tests.cast import START

if TYPE_CHECKING:
    from gongkai.proactive.gazette.models import Gazette

__all__ = ["gazette", "town"]


@pytest.mark.requirement("R286")
def test_an_issue_goes_out_whole_with_its_texts_under_one_timestamp(gazette: Gazette, town: City) -> None:
    paper = public(town)
    issue = released(filled(gazette, town, paper), town)
    assert issue.state == State.RELEASED
    whole = publishing.release_by_key("gazette/2026/1")
    assert whole is not None
    assert whole.title == "云川市人民政府公报2026年第1号（总第1期）"
    texts = queries.texts_of(whole)
    assert [one.key for one in texts] == ["gazette/2026/1/1", "gazette/2026/1/2"]
    assert {one.published_at for one in texts} == {whole.published_at}
    assert texts[0].title == paper.item.release.title
    assert texts[0].doc_number == "云川住建发〔2026〕12号"
    assert "各区住房和城乡建设局" in texts[0].edition.text
    assert "2026年3月9日" in texts[0].edition.text


def test_numbers_are_given_once(gazette: Gazette, town: City) -> None:
    planned(gazette, town, number=1, total=5)
    with pytest.raises(Refused, match="不能重复"):
        planned(gazette, town, number=1, total=9)
    with pytest.raises(Refused, match="不能重复"):
        planned(gazette, town, number=2, total=5)


def test_a_document_is_printed_once(gazette: Gazette, town: City) -> None:
    paper = public(town)
    filled(gazette, town, paper)
    second = planned(gazette, town, 2, 2)
    with pytest.raises(Refused, match="不能重复刊登"):
        actions.choose(issue=second, items=[paper.item_id], by=town.bian)


def test_both_readings_are_by_different_people_and_the_editor_does_not_read_last(gazette: Gazette, town: City) -> None:
    issue = actions.select(issue=filled(gazette, town), by=town.bian)
    first = actions.open_reading(issue=issue, by=town.gao)
    with pytest.raises(Refused, match="正在校对"):
        actions.open_reading(issue=issue, by=town.ni)
    actions.close_reading(reading=first, by=town.gao)
    with pytest.raises(Refused, match="另一人"):
        actions.open_reading(issue=issue, by=town.gao)
    with pytest.raises(Refused, match="编辑本期的人"):
        actions.open_reading(issue=issue, by=town.bian)


def test_an_open_finding_keeps_the_second_reading_open(gazette: Gazette, town: City) -> None:
    issue = actions.select(issue=filled(gazette, town), by=town.bian)
    first = actions.open_reading(issue=issue, by=town.gao)
    entry = issue.entries.get()
    with pytest.raises(Refused, match="没有找到"):
        actions.note_finding(reading=first, entry=entry, quote="九日，全省", remark="笔误", by=town.gao)
    finding = actions.note_finding(reading=first, entry=entry, quote="9日", remark="应为“10日”", by=town.gao)
    actions.close_reading(reading=first, by=town.gao)
    second = actions.open_reading(issue=issue, by=town.ni)
    with pytest.raises(Refused, match="没有处理"):
        actions.close_reading(reading=second, by=town.ni)
    with pytest.raises(Refused, match="理由"):
        actions.decide_finding(finding=finding, verdict="kept", by=town.bian)
    body = entry.text.replace("9日", "10日")
    actions.edit_entry(entry=entry, column="chronicle", title=entry.title, body=body, by=town.bian)
    actions.decide_finding(finding=finding, verdict="mended", by=town.bian)
    assert actions.close_reading(reading=second, by=town.ni).state == State.PROOFED


def test_who_read_does_not_approve(gazette: Gazette, town: City) -> None:
    issue = proofed(filled(gazette, town), town)
    organisations.appoint(
        person=town.people["gao"], agency=town.government, role="signing_leader", starts_on=START, by=the_system("test")
    )
    with pytest.raises(Refused, match="参加校对的人不能审定"):
        actions.approve(issue=issue, by=town.gao)


@pytest.mark.requirement("R286")
def test_a_text_that_is_not_the_documents_own_is_not_approved(gazette: Gazette, town: City) -> None:
    paper = public(town)
    issue = proofed(filled(gazette, town, paper), town)
    corrected(paper, town, "三百元", "四百元")
    with pytest.raises(Refused, match="第2版不一致"):
        actions.approve(issue=issue, by=town.wei)
    issue = actions.reopen(issue=issue, reason="文件已更正", by=town.bian)
    actions.refresh(entry=entry_of(issue, paper), by=town.bian)
    assert released(issue, town).state == State.RELEASED
    text = publishing.release_by_key("gazette/2026/1/1")
    assert text is not None
    assert "四百元" in text.edition.text


def test_a_change_between_approval_and_release_is_refused_and_may_be_recalled(gazette: Gazette, town: City) -> None:
    paper = public(town)
    issue = actions.approve(issue=proofed(filled(gazette, town, paper), town), by=town.wei)
    corrected(paper, town, "三百元", "四百元")
    with pytest.raises(Refused, match="撤回审定"):
        actions.release(issue=issue, by=town.gao)
    assert publishing.release_by_key("gazette/2026/1") is None
    issue = actions.recall(issue=issue, reason="文件更正", by=town.wei)
    actions.refresh(entry=entry_of(issue, paper), by=town.bian)
    assert released(issue, town).state == State.RELEASED


def test_what_was_withdrawn_for_privacy_leaves_the_gazette_too(gazette: Gazette, town: City) -> None:
    paper = public(town)
    released(filled(gazette, town, paper), town)
    documents.withdraw(document=paper, kind=Withdrawal.PRIVACY, reason="含个人信息", by=town.shen)
    publishing_actions.deliver()
    assert publishing.release_by_key("gazette/2026/1/1") is None
    assert publishing.tombstone("gazette/2026/1/1") is not None
    assert publishing.release_by_key("gazette/2026/1") is not None


@pytest.mark.requirement("R293")
def test_appointments_and_commendations_are_columns_proposed_by_themselves(gazette: Gazette, town: City) -> None:
    paper = public(town, title="关于表彰2025年度住房保障工作先进集体的通报", number="云川住建发〔2026〕13号")
    issue = planned(gazette, town)
    (candidate,) = queries.candidates(issue)
    assert candidate.column_name == "表彰褒扬"
    assert "社会关注的表彰褒扬" in candidate.reasons
    (entry,) = actions.choose(issue=issue, items=[paper.item_id], by=town.bian)
    assert entry.column == "honours"
    made = actions.add_text(
        issue=issue, column="personnel", title="市政府人事任免", body="任命张甲为市档案馆馆长。", by=town.bian
    )
    assert made.get_column_display() == "人事任免"
