"""An important policy goes out with its interpretation, in one action and under one timestamp, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents import queries as document_queries
from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.rules import Status
from gongkai.project.tests.cast import EXPLAINED, WRITTEN, document_at, drafted, sign_interpretations, step

NORM = {"category": "行政规范性文件", "genre": "办法", "title": "云川市新市民住房租赁补贴办法"}


def only(document):
    (one,) = queries.interpretations_of(document.item)
    return one


@pytest.mark.requirement("R162")
def test_a_normative_document_is_not_handed_on_without_a_plan(city):
    document = drafted(city, **NORM)
    with pytest.raises(Refused, match="还没有填写解读方案"):
        documents.submit(document=document, by=city.lin)


@pytest.mark.requirement("R163")
def test_who_drafts_interprets_and_another_only_with_a_reason(city):
    document = drafted(city, **NORM)
    plan = actions.plan(
        document=document, by=city.lin, forms=["text"], channels=["portal"], outline="要点", timing="同时"
    )
    assert (plan.agency, plan.division) == (city.housing, city.rental)
    with pytest.raises(Refused, match="写明原因"):
        actions.assign(plan=plan, agency=city.office, division=None, reason=" ", by=city.shen)
    actions.assign(plan=plan, agency=city.office, division=None, reason="涉及多个部门，由办公室统一解读", by=city.shen)
    assert queries.plan_of(document.item).agency == city.office


@pytest.mark.requirement("R165")
def test_the_head_approves_the_plan_before_the_draft_leaves_the_division(city):
    document = document_at(city, Stand.HEAD_REVIEW, **NORM)
    with pytest.raises(Refused, match="解读方案还没有经科室负责人审定"):
        documents.approve_head(document=document, by=city.zhou)
    actions.approve_plan(plan=queries.plan_of(document.item), by=city.zhou)
    documents.approve_head(document=document, by=city.zhou)


@pytest.mark.requirement("R164")
def test_the_leader_does_not_sign_the_document_before_its_interpretation(city):
    document = document_at(city, Stand.SIGNING, **NORM)
    with pytest.raises(Refused, match="同步审签"):
        documents.sign(document=document, by=city.zheng)
    step(city, document)
    assert document.status == Stand.SIGNED


@pytest.mark.requirement("R164")
def test_both_are_public_at_the_same_instant(city):
    document = document_at(city, Stand.PUBLISHED, number="云川住建规〔2026〕1号", **NORM)
    one = only(document)
    releases = Release.objects.filter(item__in=[document.item_id, one.pk])
    assert len(releases) == 2
    assert len({release.published_at for release in releases}) == 1
    assert one.status == Status.PUBLISHED


@pytest.mark.requirement("R164")
def test_an_interpretation_that_fails_keeps_the_document_back_too(city, monkeypatch):
    document = document_at(city, Stand.ISSUED, number="云川住建规〔2026〕1号", **NORM)
    from gongkai.engine.publishing.rules import KINDS

    def broken(edition):
        raise RuntimeError("disk full")

    monkeypatch.setitem(KINDS, "interpretation", KINDS["interpretation"].__class__(
        **{**KINDS["interpretation"].__dict__, "snapshot": broken}
    ))  # fmt: skip
    with pytest.raises(RuntimeError):
        documents.publish(document=document, by=city.shen)
    assert not Release.objects.filter(item__in=[document.item_id, only(document).pk]).exists()
    document.refresh_from_db()
    assert document.status == Stand.ISSUED


@pytest.mark.requirement("R164")
def test_the_interpretation_alone_is_refused_while_the_document_waits(city):
    document = document_at(city, Stand.ISSUED, number="云川住建规〔2026〕1号", **NORM)
    with pytest.raises(Refused, match="一起发布"):
        actions.publish(interpretation=only(document), by=city.shen)


@pytest.mark.requirement("R164")
def test_a_scheduled_document_takes_its_interpretation_along(city):
    document = document_at(city, Stand.ISSUED, number="云川住建规〔2026〕1号", **NORM)
    at = timezone.now() + dt.timedelta(hours=2)
    documents.schedule(document=document, at=at, by=city.shen)
    assert publishing.release_due(now=at + dt.timedelta(seconds=1)) == 1
    releases = Release.objects.filter(item__in=[document.item_id, only(document).pk])
    assert len({release.published_at for release in releases}) == 1
    assert len(releases) == 2


def test_one_taken_back_after_the_signature_stops_the_release(city):
    document = document_at(city, Stand.ISSUED, number="云川住建规〔2026〕1号", **NORM)
    actions.reopen(interpretation=only(document), reason="补充案例", by=city.lin)
    with pytest.raises(Refused, match="还没有签发"):
        documents.publish(document=document, by=city.shen)


def test_a_changed_document_voids_what_was_signed_for_the_old_wording(city):
    document = document_at(city, Stand.SIGNING, **NORM)
    sign_interpretations(city, document)
    documents.return_(document=document, by=city.zheng, cause="内容需要修改", detail="标准改为三百五十元")
    edition = document_queries.working_edition(document)
    documents.save(
        document=document, version=edition.version, by=city.lin, title=edition.title,
        html="<p>每户每月三百五十元。</p><p>本办法自发布之日起施行。</p>", mode=edition.mode,
    )  # fmt: skip
    assert not queries.is_ready(only(document))
    assert "改动" in queries.missing_for("sign", document, document_queries.working_edition(document))[0]


@pytest.mark.requirement("R169")
def test_a_second_interpretation_names_the_new_problem_and_goes_out_by_itself(city):
    document = document_at(city, Stand.PUBLISHED, number="云川住建规〔2026〕1号", **NORM)
    with pytest.raises(Refused, match="新情况"):
        actions.draft(
            policy=document.item, title="再说合租", by=city.lin, sort="second", stage="implementation", **WRITTEN
        )
    one = actions.draft(
        policy=document.item, title="再说合租怎么领", html=EXPLAINED, by=city.lin, sort="second",
        stage="implementation", reason="群众多次问到合租", **WRITTEN,
    )  # fmt: skip
    actions.submit(interpretation=one, by=city.lin)
    actions.approve(interpretation=one, by=city.zhou)
    actions.approve(
        interpretation=one, by=city.he, checks={"state_secret": "none", "work_secret": "none", "sensitive": "none"}
    )
    actions.approve(interpretation=one, by=city.zheng)
    actions.publish(interpretation=one, by=city.shen)
    assert Release.objects.filter(item=one.pk).exists()


@pytest.mark.requirement("R166")
def test_an_element_is_written_or_said_not_to_apply(city):
    document = drafted(city, **NORM)
    one = actions.draft(policy=document.item, title="解读", html="<p>补贴怎么领。</p>", by=city.lin)
    with pytest.raises(Refused, match="要素“背景依据”没有写明"):
        actions.submit(interpretation=one, by=city.lin)


@pytest.mark.requirement("R167")
def test_a_doubt_of_the_drafting_is_answered_before_the_interpretation_goes_on(city):
    document = drafted(city, **NORM)
    doubt = actions.raise_doubt(policy=document.item, question="合租算一户吗？", source="drafting", by=city.lin)
    one = actions.draft(policy=document.item, title="解读", html=EXPLAINED, by=city.lin, **WRITTEN)
    with pytest.raises(Refused, match="合租算一户吗"):
        actions.submit(interpretation=one, by=city.lin)
    actions.answer_doubt(doubt=doubt, answer="合租的，各算一户。", by=city.lin)
    actions.submit(interpretation=one, by=city.lin)


@pytest.mark.requirement("R175")
def test_a_decision_that_many_watch_says_why_a_channel_is_not_used(city):
    document = drafted(city, **NORM)
    with pytest.raises(Refused, match="说明不使用的原因"):
        actions.plan(document=document, by=city.lin, attention=True, channels=["portal", "press"], forms=["text"])


@pytest.mark.requirement("R174")
def test_what_is_easily_misread_needs_a_media_plan(city):
    document = drafted(city, **NORM)
    actions.plan(
        document=document,
        by=city.lin,
        forms=["text"],
        channels=["portal"],
        outline="要点",
        timing="同时",
        misreading=True,
    )
    with pytest.raises(Refused, match="媒体沟通"):
        documents.submit(document=document, by=city.lin)


def test_a_withdrawn_document_takes_its_interpretations_down(city):
    document = document_at(city, Stand.PUBLISHED, number="云川住建规〔2026〕1号", **NORM)
    one = only(document)
    documents.withdraw(document=document, kind=Withdrawal.ERROR, reason="标准有误", by=city.shen)
    publishing.deliver()
    assert not Release.objects.filter(item=one.pk).exists()
    one.refresh_from_db()
    assert one.status == Status.WITHDRAWN


def test_strangers_do_not_see_a_plan(city):
    document = drafted(city, **NORM)
    from gongkai.base.organisations.queries import OutOfSight

    with pytest.raises(OutOfSight):
        actions.plan(document=document, by=city.mo, forms=["text"])
