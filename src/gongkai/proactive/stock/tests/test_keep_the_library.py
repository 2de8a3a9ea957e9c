from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from gongkai.engine.duties.models import Duty
from gongkai.engine.publishing.actions import deliver
from gongkai.engine.publishing.models import Release
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.stock import actions
from gongkai.proactive.stock.actions import binding, compilations, intervals, normative, results
from gongkai.proactive.stock.models import NormativeEntry, NormativeHint, PlanEntry
from gongkai.proactive.stock.rules import looks_normative, signs_of
from gongkai.project.tests.cast import City, document_at, step

BINDING = "<p>承租人应当在三十日内办理登记备案。违反规定的，处五百元罚款。本办法自2026年1月1日起施行。</p>"
NORMATIVE = {"category": "行政规范性文件", "genre": "办法"}


def rule(city: City, title: str = "云川市住房租赁管理办法", **more: object) -> Document:
    return document_at(city, Status.PUBLISHED, title=title, **(NORMATIVE | more))


def hear() -> None:
    deliver(names=["stock"])


def test_a_unified_number_is_given_once_and_kept_through_a_correction(city: City) -> None:
    document = rule(city)
    hear()
    number = NormativeEntry.objects.get().number
    documents.correct(document=document, note="改正笔误", by=city.shen)
    hear()
    assert NormativeEntry.objects.get().number == number == f"GF-{timezone.localdate().year}-00001"


def test_binding_wording_is_told_from_internal_wording() -> None:
    assert looks_normative(genre="通知", signs=signs_of("承租人应当办理备案。本通知自2026年1月1日起施行。"))
    assert not looks_normative(genre="通知", signs=signs_of("各科室应当按时报送材料。会议不得迟到。"))
    assert not looks_normative(genre="函", signs=signs_of("承租人应当办理备案。本通知自2026年1月1日起施行。"))


@pytest.mark.requirement("R024")
def test_a_public_text_that_binds_citizens_and_is_not_registered_is_reported(city: City) -> None:
    document_at(city, Status.PUBLISHED, html=BINDING)
    document_at(city, Status.PUBLISHED, title="关于召开例会的通知", html="<p>各科室按时参加。</p>")
    hear()
    hint = NormativeHint.objects.get()
    assert {sign["kind"] for sign in hint.signs} >= {"为公众设定义务", "规定处罚或者不利后果"}


def test_expiry_is_noted_once_and_reminded_before(city: City) -> None:
    today = timezone.localdate()
    rule(city, expires_on=today + dt.timedelta(days=90))
    hear()
    assert normative.follow_the_calendar() == {"expired": 0, "evaluating": 1}
    assert Duty.objects.filter(rule="normative-evaluation", status="open").count() == 1
    later = today + dt.timedelta(days=91)
    assert normative.follow_the_calendar(today=later)["expired"] == 1
    assert normative.follow_the_calendar(today=later)["expired"] == 0


@pytest.mark.requirement("R025")
def test_a_clean_up_ends_what_it_repeals_and_names_the_deciding_document(city: City) -> None:
    old = rule(city)
    kept = rule(city, title="云川市物业管理办法")
    hear()
    found = actions.open_round(
        kind="cleanup", agency=city.housing, title="2026年规范性文件清理",
        closes_on=timezone.localdate() + dt.timedelta(days=60), source="市政府清理通知", by=city.shen,
    )  # fmt: skip
    actions.draw(round_=found, by=city.shen)
    actions.assign(round_=found, entries=found.entries.all(), person=city.people["lin"], by=city.shen)
    for entry in found.entries.all():
        verdict = "repeal" if entry.document_id == old.pk else "valid"
        actions.propose(entry=entry, verdict=verdict, reason="依据已经修改", by=city.lin)
        with pytest.raises(actions.Refused, match="合法性审核"):
            actions.approve(entry=entry, by=city.xu)
        actions.check_legality(entry=entry, by=city.fa)
        actions.approve(entry=entry, by=city.xu)
    result = results.draft_result(round_=found, by=city.lin)
    with pytest.raises(actions.Refused, match="向社会公布"):
        actions.finish(round_=found, by=city.shen)
    while result.status != Status.PUBLISHED:
        step(city, result)
    hear()
    assert Release.objects.get(item=old.pk).repealed_on == timezone.localdate()
    assert Release.objects.get(item=kept.pk).repealed_on is None
    assert old.item.reverse_relations.exclude(verb="interprets").get().source_id == result.pk
    assert NormativeEntry.objects.get(item=kept.pk).conclusion == "valid"
    assert actions.finish(round_=found, by=city.shen).report["figures"]["repeal"] == 1


def test_a_re_examination_begins_by_itself_when_its_interval_has_passed(city: City) -> None:
    actions.set_interval(agency=city.housing, months=6, source="局党组会决定", by=city.shen)
    (begun,) = intervals.begin_due()
    assert "局党组会决定" in begun.source
    assert intervals.begin_due() == []
    assert intervals.begin_due(today=timezone.localdate() + dt.timedelta(days=200)) == []  # the first still runs


@pytest.mark.requirement("R036")
def test_a_plan_is_filed_under_the_period_that_its_title_names(city: City) -> None:
    document_at(city, Status.PUBLISHED, title="云川市住房保障“十三五”规划", genre="规划", category="规划计划")
    hear()
    plan = PlanEntry.objects.get()
    assert (plan.period, plan.first_year, plan.last_year, plan.level) == ("“十三五”", 2016, 2020, "专项规划")


def compiled(city: City, *members: Document) -> compilations.Compilation:
    found = compilations.draft_compilation(
        agency=city.housing, title="住房保障政策汇编", rule="住房保障主题现行文件", theme="住房保障",
        foreword="<p>供基层工作人员使用。</p>", by=city.lin, members=[("住房租赁", one.item.key) for one in members],
    )  # fmt: skip
    compilations.review_compilation(compilation=found, agree=True, by=city.shen)
    compilations.publish_compilation(compilation=found, by=city.shen)
    compilations.make_files(item_pk=found.pk)
    found.refresh_from_db()
    return found


@pytest.mark.requirement("R029")
def test_a_compilation_is_bound_as_pdf_and_zip_with_digests(city: City, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    found = compiled(city, rule(city), rule(city, title="云川市物业管理办法"))
    assert binding.path_of(found.made_digest, "pdf").read_bytes().startswith(b"%PDF")
    with zipfile.ZipFile(binding.path_of(found.made_digest, "zip")) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        import hashlib

        for entry in manifest["files"]:
            assert hashlib.sha256(archive.read(entry["path"])).hexdigest() == entry["sha256"]
        assert len(manifest["files"]) == 3


def test_only_what_is_public_is_compiled_and_the_compiler_does_not_review(city: City) -> None:
    hidden = document_at(city, Status.ISSUED)
    with pytest.raises(actions.Refused, match="已经公开"):
        compilations.draft_compilation(
            agency=city.housing, title="汇编", rule="全部", by=city.lin, members=[("", hidden.item.key)]
        )
    found = compilations.draft_compilation(
        agency=city.housing, title="汇编", rule="全部", by=city.shen, members=[("", rule(city).item.key)]
    )
    with pytest.raises(actions.Refused, match="拟稿人不能审查"):
        compilations.review_compilation(compilation=found, agree=True, by=city.shen)


@pytest.mark.requirement("R029")
def test_what_is_withdrawn_leaves_the_compilation(city: City, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    leaving = rule(city, title="云川市某某秘密办法", html="<p>不再公开的一段话甲乙丙。</p>")
    found = compiled(city, rule(city), leaving)
    old = found.made_digest
    documents.withdraw(document=leaving, kind=Withdrawal.ERROR, reason="内容有误", by=city.shen)
    hear()
    assert not binding.path_of(old, "zip").exists()
    assert not binding.path_of(old, "pdf").exists()
    compilations.make_files(item_pk=found.pk)
    found.refresh_from_db()
    with zipfile.ZipFile(binding.path_of(found.made_digest, "zip")) as archive:
        everything = "".join(archive.namelist()) + archive.read("manifest.json").decode()
    assert "秘密办法" not in everything
    assert leaving.item.key not in everything
