"""A list of questions is written, reviewed by others, released, asked from, and goes when its policy goes."""

from __future__ import annotations

import pytest

from gongkai.engine.answers.queries import ask
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import AlreadyReviewed, Refused, Stale
from gongkai.engine.publishing.models import Item
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.faq import actions, queries
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.faq.rules import Status
from gongkai.proactive.faq.tests.conftest import ROWS
from gongkai.project.tests.cast import NOTHING_FOUND, document_at
from gongkai.project.tests.cast import Status as Stand

ASKED = "合租的能各自申请租房补贴吗？"


def test_the_writer_does_not_review_the_own_list(city, written):
    actions.submit(one=written, by=city.lin)
    with pytest.raises(Exception, match="岗位"):
        actions.approve(one=written, by=city.lin)
    actions.approve(one=written, by=city.shen)
    written.refresh_from_db()
    assert written.status == Status.SECRECY


def test_one_who_wrote_and_may_review_is_still_refused(city, policy):
    one = actions.begin(policy=policy.item, by=city.shen)
    actions.save(one=one, version=2, rows=ROWS, by=city.shen)
    actions.submit(one=one, by=city.shen)
    with pytest.raises((AlreadyReviewed, Refused)):
        actions.approve(one=one, by=city.shen)


def test_secrecy_is_reviewed_item_by_item(city, written):
    actions.submit(one=written, by=city.lin)
    actions.approve(one=written, by=city.zhou)
    with pytest.raises(Exception, match="逐项"):
        actions.approve(one=written, by=city.he, checks={})
    actions.approve(one=written, by=city.he, checks=NOTHING_FOUND)


def test_an_answer_is_demanded_and_a_double_named(city, written):
    actions.save(
        one=written, version=3, by=city.lin,
        rows=[*ROWS, {"question": "租房补贴一个月多少钱？", "answer": "三百元。"}, {"question": "去哪里办？", "answer": ""}],
    )  # fmt: skip
    with pytest.raises(Refused, match="第4个问题没有写答复"):
        actions.submit(one=written, by=city.lin)
    with pytest.raises(Refused, match="第2个和第3个问题相同"):
        actions.submit(one=written, by=city.lin)


def test_a_second_tab_loses_nothing_and_overwrites_nothing(city, written):
    with pytest.raises(Stale):
        actions.save(one=written, version=2, rows=[], by=city.lin)
    written.refresh_from_db()
    assert written.count == 2


def test_a_policy_has_one_list(city, written, policy):
    with pytest.raises(Refused, match="已经有问题清单"):
        actions.begin(policy=policy.item, by=city.lin)


def test_the_policy_goes_first(city):
    document = document_at(city, Stand.ISSUED, number="云川住建发〔2026〕40号")
    one = actions.begin(policy=document.item, by=city.lin)
    actions.save(one=one, version=2, rows=[{"question": "去哪里办？", "answer": "街道办事处。"}], by=city.lin)
    actions.submit(one=one, by=city.lin)
    actions.approve(one=one, by=city.zhou)
    actions.approve(one=one, by=city.he, checks=NOTHING_FOUND)
    with pytest.raises(Refused, match="没有公开"):
        actions.publish(one=one, by=city.shen)


@pytest.mark.requirement("R255")
def test_ask_answers_from_the_list_with_a_link_to_the_question(city, written, release):
    release(written)
    found = ask(ASKED)
    assert found.known
    assert found.passages[0].release.kind == "faq"
    assert found.text == "可以。合租的每一户分别申请。"
    assert found.passages[0].url == f"/faq/{written.item.key}#p1"


@pytest.mark.requirement("R255")
def test_ask_stops_when_the_list_is_withdrawn(city, written, release):
    release(written)
    actions.withdraw(one=written, kind=Withdrawal.ERROR, reason="答复有误", by=city.shen)
    assert all(one.release.kind != "faq" for one in ask(ASKED).passages)


def test_ask_stops_when_the_policy_is_repealed(city, written, release, policy):
    release(written)
    repealing = document_at(
        city,
        Stand.ISSUED,
        title="关于废止租赁补贴通知的通知",
        html="<p>现予废止。</p>",
        number="云川住建发〔2026〕50号",
    )
    publishing.relate(source=repealing.item, verb="repeals", target=policy.item, by=city.shen)
    documents.publish(document=repealing, by=city.shen)
    publishing.deliver()
    assert Item.objects.get(pk=policy.item_id).repealed_on is not None
    assert all(one.release.kind != "faq" for one in ask(ASKED).passages)


def test_the_list_goes_with_the_policy(city, written, release, policy):
    release(written)
    documents.withdraw(document=policy, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    assert not queries.passages_of(published.release_by_key(written.item.key)), "stops at once, before the worker hears"
    publishing.deliver()
    assert published.release_by_key(written.item.key) is None
    written.refresh_from_db()
    assert written.status == Status.WITHDRAWN


def test_a_new_edition_of_the_policy_asks_for_a_look(city, written, release, policy):
    release(written)
    edition = publishing.open_edition(item=policy.item, note="补正错字", by=city.shen)
    QuestionList.objects.filter(pk=written.pk).update(of_edition=edition.number - 1)
    from gongkai.engine.publishing.models import OutboxEntry
    from gongkai.proactive.faq.reactions import follow_policies

    follow_policies(
        [OutboxEntry(topic="corrected", item_id=policy.item_id, edition_number=edition.number, key="", kind="document")]
    )
    written.refresh_from_db()
    assert written.recheck_since is not None
    with pytest.raises(Refused, match="没有新的版本"):
        actions.recheck(one=written, conclusion="答复不变", by=city.lin)  # it is not public yet


def test_questions_asked_become_entries_without_the_person(city, policy, written, monkeypatch):
    from gongkai.proactive.faq.rules import INCOMING, Asked
    from gongkai.proactive.interpretation import actions as interpretation

    interpretation.raise_doubt(policy=policy.item, question="异地缴社保算吗？", source="drafting", by=city.lin)
    said = Asked(
        "message:1", "我是张三，身份证号11010519491231002X，手机13800138000，合租的能不能申请？", 31, "message"
    )
    monkeypatch.setitem(INCOMING, "messages", lambda key, since: [said])
    import datetime as dt

    assert actions.collect(policy=policy.item, today=dt.date(2026, 11, 22)) == 2
    assert actions.collect(policy=policy.item, today=dt.date(2026, 11, 22)) == 0
    proposal = next(one for one in queries.open_proposals(policy.item) if one.source == "message")
    assert "13800138000" not in proposal.question
    assert "11010519491231002X" not in proposal.question
    assert proposal.count == 31
    actions.merge(one=written, proposal=proposal, entry=written.entries[0]["id"], by=city.lin)
    assert written.entries[0]["asked"] == 31
    doubt = queries.open_proposals(policy.item).get()
    actions.adopt(one=written, proposal=doubt, by=city.lin)
    assert written.entries[-1]["question"] == "异地缴社保算吗？"
    with pytest.raises(Refused, match="已经处理过"):
        actions.decline(one=written, proposal=doubt, reason="重复", by=city.lin)


def test_doubles_are_found_and_joined(city, written):
    rows = [*written.entries, {"question": "请问租房补贴每个月是多少钱呢？", "answer": "按月发三百元。"}]
    actions.save(one=written, version=3, rows=rows, by=city.lin)
    (double,) = queries.suggestions(written)["doubles"]
    assert (double["first"], double["second"]) == (2, 3)
    actions.join(one=written, keep=double["one"]["id"], drop=double["other"]["id"], by=city.lin)
    assert written.count == 2
    assert written.entries[1]["answer"].endswith("按月发三百元。")
