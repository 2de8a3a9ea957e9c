"""A letter from draft to issue, and what stands for ever after."""

from __future__ import annotations

import datetime as dt
import io
from urllib.parse import quote

import mammoth
import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.vault import queries as vault
from gongkai.base.vault.models import SealedFile
from gongkai.base.vault.store import kept  # the files that a fault of the disk would hit
from gongkai.engine.casework import actions, queries, rules
from gongkai.engine.casework.models import Letter, Paper
from gongkai.engine.casework.tests.letters import CASE, FACTS, REPLY, drafted, issued, note, signed
from gongkai.project.tests.cast import City

WHY = "核对"


def test_an_issued_letter_has_number_day_wording_and_both_papers(city: City) -> None:
    letter = issued(city)
    year = timezone.localdate().year
    assert letter.number == f"云川住建依复〔{year}〕第1号"
    assert letter.state == rules.State.ISSUED
    words = queries.wording_of(letter)
    assert "苏未央：" in words
    assert "六十日内向云川市人民政府申请行政复议" in words
    assert "另：" not in words  # an optional part without its variable
    assert queries.pdf_of(letter, city.shen, WHY).startswith(b"%PDF")
    assert events.verify() == []


def test_the_same_bytes_come_after_template_and_facts_changed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = issued(city)
    pdf, docx = queries.pdf_of(letter, city.shen, WHY), queries.docx_of(letter, city.shen, WHY)
    words = queries.wording_of(letter)
    actions.write_template(
        kind="test-reply", agency=city.housing, by=city.shen, reason="改写",
        text="关于{{事项}}：{{决定}}\n[[条款:救济]]",
    )  # fmt: skip
    city.housing.name, city.housing.phone = "云川市住房局", "000-1"
    city.housing.save()
    monkeypatch.setitem(rules.KINDS, "test-reply", rules.LetterKind(
        key="test-reply", name="改", title="改", variables=REPLY.variables, body="{{事项}}", steps=REPLY.steps,
    ))  # fmt: skip
    again = Letter.objects.get(pk=letter.pk)
    assert queries.pdf_of(again, city.shen, WHY) == pdf
    assert queries.docx_of(again, city.shen, WHY) == docx
    assert queries.wording_of(again) == words
    assert queries.stale(again, {"决定": "不予公开。"}) == []
    with pytest.raises(actions.Refused):
        actions.revise(letter=again, by=city.shen, seen=again.revision, text="改")


def test_before_issue_a_changed_fact_is_named(city: City) -> None:
    letter = drafted(city)
    found = queries.stale(letter, {**FACTS, "复议机关": "云川市司法局", "说明": "新的说明"})
    assert [(one.name, one.quoted, one.current) for one in found] == [
        ("复议机关", "云川市人民政府", "云川市司法局"), ("说明", "", "新的说明"),
    ]  # fmt: skip
    actions.revise(letter=letter, by=city.shen, seen=1, variables={"复议机关": "云川市司法局", "说明": "新的说明"})
    again = Letter.objects.get(pk=letter.pk)
    assert queries.stale(again, {"复议机关": "云川市司法局", "说明": "新的说明"}) == []


def test_open_variables_and_missing_clauses_stop_signing_and_issue(city: City) -> None:
    letter = drafted(city, 决定="")
    with pytest.raises(actions.Refused, match=r"“决定”.*没有填写"):
        actions.submit(letter=letter, by=city.shen)
    actions.revise(letter=letter, by=city.shen, seen=1, text="{{事项}}{{决定}}", variables={"决定": "公开"})
    with pytest.raises(actions.Refused, match="缺少必备条款“救济途径”（行政复议法第二十条）"):
        actions.submit(letter=letter, by=city.shen)
    note_ = drafted(city, "test-note", 事项="")
    with pytest.raises(actions.Refused, match="事项"):
        actions.issue(letter=note_, by=city.shen)
    assert not Letter.objects.exclude(number="").exists()


def test_all_sign_in_their_turn_and_the_drafter_signs_nothing(city: City) -> None:
    letter = drafted(city)
    with pytest.raises(actions.Refused, match="科室审核"):
        actions.issue(letter=letter, by=city.shen)
    actions.submit(letter=letter, by=city.shen)
    with pytest.raises(actions.Refused, match="轮到“科室审核”"):
        actions.countersign(letter=letter, step="leader", by=city.zheng)
    with pytest.raises(NotAllowed):
        actions.countersign(letter=letter, step="head", by=city.lin)
    with pytest.raises(OutOfSight):
        actions.countersign(letter=letter, step="head", by=city.mo)
    Letter.objects.filter(pk=letter.pk).update(drafted_by=city.people["zhou"])
    with pytest.raises(actions.Refused, match="不能由起草人办理"):
        actions.countersign(letter=letter, step="head", by=city.zhou)


def test_sent_back_the_signatures_no_longer_count(city: City) -> None:
    letter = drafted(city)
    actions.submit(letter=letter, by=city.shen)
    actions.countersign(letter=letter, step="head", by=city.zhou)
    with pytest.raises(actions.Refused, match="先退回"):
        actions.revise(letter=letter, by=city.shen, seen=1, text="改")
    with pytest.raises(actions.Refused, match="原因"):
        actions.send_back(letter=letter, by=city.zheng, remark=" ")
    back = actions.send_back(letter=letter, by=city.zheng, remark="理由不足")
    assert (back.state, queries.signatures(back)) == (rules.State.DRAFT, {})
    actions.revise(letter=back, by=city.shen, seen=back.revision, variables={"决定": "部分公开。"})
    assert issued_again(city, back).number


def issued_again(city: City, letter: Letter) -> Letter:
    return actions.issue(letter=signed(city, letter), by=city.shen)


def test_a_signature_is_bound_to_the_words(city: City) -> None:
    letter = drafted(city)
    seen = queries.digest_of(letter)
    actions.revise(letter=letter, by=city.shen, seen=1, variables={"决定": "不予公开。"})
    with pytest.raises(rules.Stale):
        actions.submit(letter=letter, by=city.shen, seen=seen)
    letter = signed(city, Letter.objects.get(pk=letter.pk))
    letter.text += "\n偷偷加一句"
    letter.save()
    with pytest.raises(actions.Refused, match="科室审核"):
        actions.issue(letter=letter, by=city.shen)


def test_of_two_tabs_the_second_is_told_and_loses_nothing(city: City) -> None:
    letter = drafted(city)
    actions.revise(letter=letter, by=city.shen, seen=1, variables={"说明": "甲"})
    with pytest.raises(rules.Stale, match="您输入的内容还在"):
        actions.revise(letter=letter, by=city.shen, seen=1, variables={"说明": "乙"})
    assert Letter.objects.get(pk=letter.pk).variables["说明"] == "甲"


def test_a_damaged_paper_is_not_given_out(city: City) -> None:
    letter = issued(city)
    paper = Paper.objects.get(letter=letter, kind="pdf")
    Paper.objects.filter(pk=paper.pk).update(sha256="0" * 64)
    with pytest.raises(rules.Damaged):
        queries.pdf_of(letter, city.shen, WHY)
    sealed = SealedFile.objects.get(pk=Paper.objects.get(letter=letter, kind="docx").file_id)
    path = next(one for one in kept() if sealed.sha256 in one.name)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(rules.Damaged):
        queries.docx_of(letter, city.shen, WHY)


def test_every_look_at_a_paper_is_kept_under_the_case(city: City) -> None:
    letter = issued(city)
    queries.pdf_of(letter, city.shen, "寄送")
    assert [(one.why, one.person_name) for one in vault.looks_at(CASE)] == [("寄送", "沈若川")]
    with pytest.raises(OutOfSight):
        queries.pdf_of(letter, city.mo, "好奇")
    with pytest.raises(NotAllowed):
        queries.pdf_of(letter, city.lin, "好奇")


def test_voided_a_number_stays_used(city: City) -> None:
    first = note(city)
    with pytest.raises(actions.Refused, match="原因"):
        actions.void(letter=first, reason="", by=city.shen)
    voided = actions.void(letter=first, reason="收件人有误", by=city.shen)
    assert voided.state == rules.State.VOID
    assert queries.pdf_of(voided, city.shen, WHY)  # still readable
    desk = Client()
    desk.force_login(city.people["shen"])
    copy = desk.get(f"/desk/letters/{voided.pk}/paper.pdf?download")
    assert quote("（已作废）") in copy["Content-Disposition"]
    assert note(city).number.endswith("第2号")
    dropped = actions.void(letter=drafted(city, "test-note"), reason="不再需要", by=city.shen)
    assert dropped.number == ""


def test_a_correction_says_what_it_corrects(city: City) -> None:
    old = issued(city)
    fresh = actions.correct(letter=old, reason="决定写错", variables={"决定": "部分公开。"}, by=city.shen)
    with pytest.raises(actions.Refused, match="已经在起草"):
        actions.correct(letter=old, reason="再来", by=city.shen)
    without = fresh.text.replace(f"[[条款:{rules.CORRECTION_KEY}]]", "")
    actions.revise(letter=fresh, by=city.shen, seen=1, text=without)
    with pytest.raises(actions.Refused, match="更正说明"):
        actions.submit(letter=fresh, by=city.shen)
    again = Letter.objects.get(pk=fresh.pk)
    actions.revise(letter=again, by=city.shen, seen=2, text=f"[[条款:{rules.CORRECTION_KEY}]]\n{without}")
    made = actions.issue(letter=signed(city, again), by=city.shen)
    words = queries.wording_of(made)
    assert f"签发的《政府信息公开申请答复书》（{old.number}）。更正原因：决定写错。" in words
    assert "部分公开。" in words
    old.refresh_from_db()
    assert (old.state, list(old.corrected_by.all())) == (rules.State.ISSUED, [made])


def test_another_letter_can_take_the_place_of_a_voided_one(city: City) -> None:
    old = actions.void(letter=note(city), reason="写错", by=city.shen)
    made = actions.draft(
        kind="test-note", subject=CASE, agency=city.housing, variables={"申请人": "苏未央"}, by=city.shen, replaces=old
    )
    assert made.replaces == old
    with pytest.raises(actions.Refused):
        actions.draft(kind="test-note", subject=CASE, agency=city.housing, variables={}, by=city.shen, replaces=made)


@pytest.mark.parametrize(
    "words", ['#panic("x") $x^2$ @ref <b> "引" \\ `c` *粗* [[完]] {{决定}}', "= 标题\n- 项", "{{{{", "#eval"]
)
def test_what_is_put_in_is_never_read_as_a_language(city: City, words: str) -> None:
    letter = note(city, 事项=words)
    said = queries.wording_of(letter)
    for line in words.splitlines():
        assert line.strip() in said
    assert queries.pdf_of(letter, city.shen, WHY).startswith(b"%PDF")


def test_the_word_file_opens_again_with_the_same_words(city: City) -> None:
    letter = issued(city, 说明='第一行\n第二行 #$@ "引" <x>')
    read = mammoth.extract_raw_text(io.BytesIO(queries.docx_of(letter, city.shen, WHY))).value
    assert "".join(read.split()) == "".join(queries.wording_of(letter).split())


def test_the_day_of_issue_is_not_in_the_future_nor_before_the_draft(city: City) -> None:
    letter = drafted(city, "test-note")
    for days in (1, -1):
        with pytest.raises(actions.Refused, match="签发日期"):
            actions.issue(letter=letter, by=city.shen, on=timezone.localdate() + dt.timedelta(days=days))


def test_nothing_of_the_person_stands_in_the_open(city: City) -> None:
    from django.db import connection

    letter = issued(city, 申请人="司马独一")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, variables_json, frozen_json FROM casework_letter WHERE id = %s", [letter.pk])
        row = cursor.fetchone()
        cursor.execute("SELECT old, new, remark, sealed, subject_label FROM events_event")
        told = str(cursor.fetchall())
    assert "司马独一" not in str(row)
    assert "司马独一" not in told
    assert Letter.objects.get(pk=letter.pk).variables["申请人"] == "司马独一"


def test_who_follows_the_case_hears_of_it_and_may_refuse(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def hear(one: rules.Happening) -> None:
        heard.append(f"{one.what} {one.subject_id}")
        if one.what == "voided":
            raise actions.Refused("案件已经办结")

    monkeypatch.setitem(rules.FOLLOWERS, "case", [hear])
    letter = note(city)
    with pytest.raises(actions.Refused, match="案件已经办结"):
        actions.void(letter=letter, reason="试", by=city.shen)
    letter.refresh_from_db()
    assert letter.state == rules.State.ISSUED
    assert heard == ["issued 77", "voided 77"]


def test_unknown_variables_and_kinds_are_refused(city: City) -> None:
    with pytest.raises(actions.Refused, match="身份证"):
        drafted(city, "test-note", 身份证="1")
    with pytest.raises(actions.Refused, match="文书种类"):
        actions.draft(kind="nothing", subject=CASE, agency=city.housing, variables={}, by=city.shen)
    with pytest.raises(actions.Refused, match="5000字"):
        drafted(city, "test-note", 事项="字" * 5001)
