"""The pages of what follows an answer: conversions, cases, notices, hot spots, frequency, parties, the archive."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from gongkai.base.files import actions as files
from gongkai.base.vault import actions as vault_actions
from gongkai.base.vault import queries as vault
from gongkai.project.tests.cast import City
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.challenging import subject_of_challenge
from gongkai.responsive.applications.models import Application, Bulletin, Challenge, Conversion, Material
from gongkai.responsive.applications.queries.demand import asked_by_many
from gongkai.responsive.applications.queries.hot import Asked, hot, nameless, said
from gongkai.responsive.applications.rules.forms import Matter, Party
from gongkai.responsive.applications.tests.desk_world import REGISTER, signed_in
from gongkai.responsive.applications.tests.world import COMPANY, MATTER, QIAN, at_work, fresh, handed_in, staff

pytestmark = pytest.mark.django_db
SUN = Party(
    kind="natural", name="孙二川", identity="id-card", identity_number="11010119900307002X", phone="13900000000"
)


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


def given(town: City, *, party: Party = QIAN, title: str = MATTER.title, **facts: Any) -> Application:
    application = at_work(town, on=today(), party=party, matters=(Matter(title),))
    actions.decide(application=application, code="R2", where="随信寄送", by=town.jing, **facts)
    actions.issue(application=fresh(application), by=town.jing)
    return actions.delivered(application=fresh(application), by=town.jing, on=today())


def case(town: City, **facts: Any) -> Challenge:
    wanted: dict[str, Any] = {
        "agency": town.housing, "kind": "review", "body": "云川市人民政府", "claims": "撤销答复", "filed_on": today(),
        "by": town.jing,
    }  # fmt: skip
    return actions.file_challenge(**(wanted | facts))


def text(client: Client, path: str, status: int = 200) -> str:
    answer: Any = client.get(f"{REGISTER}{path}")
    assert answer.status_code == status, path
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def post(client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
    return client.post(f"{REGISTER}{path}", data or {})


# Conversions


@pytest.mark.requirement("R237", "R238")
def test_what_was_given_is_judged_line_by_line_and_drafted_without_the_applicant(town: City) -> None:
    application = given(town)
    one = Conversion.objects.get(application=application)
    client = signed_in(town, "shen")
    assert application.title in text(client, "conversions/?state=proposed")
    refused = post(
        client, f"conversions/{one.pk}/settle/", {f"s{one.pk}-eligible": "yes", f"s{one.pk}-reason": "常有人问"}
    )
    assert refused.status_code == 422
    assert "哪一条标准" in refused.content.decode()
    assert "常有人问" in refused.content.decode()
    done = post(
        client,
        f"conversions/{one.pk}/settle/",
        {f"s{one.pk}-eligible": "yes", f"s{one.pk}-criteria": ["repeated"], f"s{one.pk}-reason": "常有人问"},
    )
    assert done.status_code == 302
    shown = text(client, "conversions/")
    assert "重复性高" in shown
    assert "剩余" in shown
    refused = post(client, f"conversions/{one.pk}/draft/", {f"d{one.pk}-title": f"给{QIAN.name}的明细"})
    assert refused.status_code == 422
    assert "改写" in refused.content.decode()
    assert post(client, f"conversions/{one.pk}/draft/", {f"d{one.pk}-title": "住房租赁补贴发放明细"}).status_code == 302
    one.refresh_from_db()
    assert one.item is not None
    assert one.item.key in text(client, "conversions/")
    assert one.item.key in text(client, "conversions/export.csv")


def test_who_may_not_release_only_reads_and_an_empty_list_says_what_comes_there(town: City) -> None:
    assert "没有需要审查的信息" in text(signed_in(town, "shen"), "conversions/")
    one = Conversion.objects.get(application=given(town))
    client = signed_in(town, "jing")
    assert "作出结论" not in text(client, "conversions/")
    assert post(client, f"conversions/{one.pk}/settle/", {f"s{one.pk}-eligible": "no"}).status_code in {403, 422}
    assert post(signed_in(town, "mo"), f"conversions/{one.pk}/settle/").status_code == 404
    assert "没有这样的信息" in text(client, "conversions/?q=不存在的词")


@pytest.mark.requirement("R238")
def test_several_applicants_for_the_same_make_a_proposal_and_one_applicant_twice_does_not(town: City) -> None:
    given(town, title="2025年住房租赁补贴发放明细")
    given(town, title="2025年住房租赁补贴的发放明细")
    assert asked_by_many(town.shen, today=today()) == []
    given(town, party=SUN, title="2025年度住房租赁补贴发放明细")
    given(town, party=COMPANY, title="老旧小区加装电梯名单")
    found = asked_by_many(town.shen, today=today())
    assert [(one.applicants, len(one.cases)) for one in found] == [(2, 3)]
    shown = text(signed_in(town, "shen"), "conversions/")
    assert "第四十四条" in shown
    assert QIAN.name not in shown
    one = Conversion.objects.filter(application__title__contains="租赁补贴").first()
    assert one is not None
    actions.settle_conversion(conversion=one, eligible=True, criteria=["many"], reason="多人申请", by=town.shen)
    assert asked_by_many(town.shen, today=today()) == []


# Cases


@pytest.mark.requirement("R244")
def test_a_case_is_filed_from_an_application_heard_decided_and_reported(town: City) -> None:
    application = given(town)
    client = signed_in(town, "jing")
    assert application.number in text(client, f"challenges/new/?application={application.pk}")
    data = {
        "agency": town.housing.pk, "kind": "review", "application": application.number, "body": "云川市人民政府",
        "who": "钱一鸣", "claims": "撤销答复", "filed_on": today(), "hearing_on": today() + dt.timedelta(days=20),
    }  # fmt: skip
    assert post(client, "challenges/new/", data | {"application": "没有的号"}).status_code == 422
    assert post(client, "challenges/new/", data).status_code == 302
    one = Challenge.objects.get()
    page = text(client, f"challenges/{one.pk}/")
    assert "剩余" in page
    assert "钱一鸣" not in page
    assert "还没有报备" in text(client, "challenges/")
    decide = {"decide-result": "corrected", "decide-on": today(), "decide-text": "责令重作", "seen": one.version}
    refused = post(client, f"challenges/{one.pk}/do/decide/", decide)
    assert refused.status_code == 422
    assert "责令重作" in refused.content.decode()
    better = decide | {"decide-cause": "search", "decide-measures": "补充检索档案"}
    assert post(client, f"challenges/{one.pk}/do/decide/", better).status_code == 302
    assert post(client, f"challenges/{one.pk}/do/decide/", better).status_code == 409
    report = {"report-to": "云川市司法局", "report-on": today()}
    assert post(client, f"challenges/{one.pk}/do/report/", report).status_code == 302
    assert "检索不充分" in text(client, f"challenges/{one.pk}/")
    assert "没有这样的案件" in text(client, "challenges/?unreported=1")
    assert "云川市司法局" in text(client, "challenges/export.csv")
    assert "钱一鸣" not in text(client, "challenges/export.csv")
    assert post(client, f"challenges/{one.pk}/do/nothing/").status_code == 404


def test_editing_keeps_who_brought_it_and_moves_the_hearing(town: City) -> None:
    one = case(town, who="钱一鸣", hearing_on=today() + dt.timedelta(days=20))
    client, later = signed_in(town, "jing"), today() + dt.timedelta(days=40)
    data = {
        "edit-number": "云府复〔2026〕8号",
        "edit-body": one.body,
        "edit-claims": one.claims,
        "edit-hearing_on": later,
    }
    assert post(client, f"challenges/{one.pk}/do/edit/", data).status_code == 302
    one.refresh_from_db()
    assert (one.number, one.who, one.hearing_on) == ("云府复〔2026〕8号", "钱一鸣", later)


def test_who_brought_it_is_shown_once_for_a_reason(town: City) -> None:
    one = case(town, who="钱一鸣")
    client = signed_in(town, "jing")
    assert post(client, f"challenges/{one.pk}/look/", {"look-why": ""}).status_code == 422
    assert "钱一鸣" in post(client, f"challenges/{one.pk}/look/", {"look-why": "送达应诉材料"}).content.decode()
    assert "钱一鸣" not in text(client, f"challenges/{one.pk}/")
    assert vault.looks_at(subject_of_challenge(one)).get().why == "送达应诉材料"
    assert post(signed_in(town, "lu"), f"challenges/{one.pk}/look/", {"look-why": "看看"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?kind=direct", 1), ("?result=open", 2), ("?result=upheld", 0), ("?q=撤销", 1), ("?agency=yc-zjj", 2)],
)
def test_filters_narrow_the_cases(town: City, query: str, found: int) -> None:
    case(town)
    case(town, kind="direct", body="云川市中级人民法院", claims="确认违法")
    assert text(signed_in(town, "jing"), f"challenges/{query}").count("challenges/") >= found
    assert text(signed_in(town, "jing"), f"challenges/export.csv{query}").count("\n") == found + 1


@pytest.mark.requirement("R243")
def test_how_often_the_agency_was_corrected_stands_by_period_kind_and_cause(town: City) -> None:
    for result in ("corrected", "upheld", "upheld", "other"):
        one = case(town, kind="direct")
        more: dict[str, Any] = {"cause": "late", "measures": "逐件提醒"} if result == "corrected" else {}
        actions.decide_challenge(challenge=one, result=result, on=today(), text="判决", by=town.jing, **more)
    case(town)
    shown = text(signed_in(town, "xu"), "challenges/figures/")
    assert "25.0%" in shown
    assert "逾期答复或者未答复" in shown
    assert "25.0%" in text(signed_in(town, "xu"), "challenges/figures/export.csv")
    assert "25.0%" not in text(signed_in(town, "xu"), "challenges/figures/?since=2020-01-01&until=2020-12-31")
    assert "25.0%" not in text(signed_in(town, "mo"), "challenges/figures/")


# Notices


@pytest.mark.requirement("R244")
def test_a_notice_counts_its_figures_goes_out_and_is_read_below_but_not_beside(town: City) -> None:
    case(town)
    client = signed_in(town, "shen")
    assert "还没有通报" in text(client, "bulletins/")
    data = {
        "agency": town.housing.pk,
        "title": "三季度通报",
        "since": today(),
        "until": today(),
        "text": "检索须留痕。",
    }
    preview = post(client, "bulletins/new/", data)
    assert preview.status_code == 200
    html = preview.content.decode()
    assert "所有下级中能看到依申请公开的" in html
    assert not Bulletin.objects.exists()
    wrong = post(client, "bulletins/new/", data | {"until": today() - dt.timedelta(days=9)})
    assert wrong.status_code == 422
    assert "检索须留痕" in wrong.content.decode()
    unseen = post(client, "bulletins/new/", data | {"send": "1"})
    assert "请重新预览" in unseen.content.decode()
    seal = html.partition('name="previewed" value="')[2].partition('"')[0]
    changed = post(client, "bulletins/new/", data | {"send": "1", "previewed": seal, "text": "另一段。"})
    assert changed.status_code == 422
    assert post(client, "bulletins/new/", data | {"send": "1", "previewed": seal}).status_code == 302
    one = Bulletin.objects.get()
    shown = text(signed_in(town, "ke"), f"bulletins/{one.pk}/")
    assert "行政复议" in shown
    assert "检索须留痕" in shown
    assert "三季度通报" in text(signed_in(town, "ke"), "bulletins/")
    assert text(signed_in(town, "mo"), f"bulletins/{one.pk}/", 404)
    assert text(signed_in(town, "ke"), "bulletins/new/", 403)
    assert "检索须留痕" in signed_in(town, "ke").get("/desk/messages/").content.decode()
    assert post(signed_in(town, "ke"), f"bulletins/{one.pk}/withdraw/", {"reason": "有误"}).status_code == 403
    assert post(client, f"bulletins/{one.pk}/withdraw/", {"reason": " "}).status_code == 422
    assert post(client, f"bulletins/{one.pk}/withdraw/", {"reason": "数字有误"}).status_code == 302
    for path in (f"/desk/applications/bulletins/{one.pk}/", "/desk/messages/"):
        html = signed_in(town, "ke").get(path).content.decode()
        assert "数字有误" in html
        assert "检索须留痕" not in html


# Hot spots


def asked(*lines: tuple[str, str]) -> list[Asked]:
    return [Asked(place, "机关", "", title, frozenset({mark})) for place, (title, mark) in enumerate(lines)]


@pytest.mark.requirement("R246")
def test_a_word_counts_when_three_different_people_used_it_in_its_longest_form() -> None:
    rows = asked(
        ("2025年住房租赁补贴发放明细", "a"),
        ("住房租赁补贴的标准", "b"),
        ("申请住房租赁补贴名单", "c"),
        ("物业费收费标准", "a"),
    )
    assert said(rows) == [("住房租赁补贴", 3)]
    assert said(asked(*[("住房租赁补贴", "a")] * 9)) == []


def test_several_people_on_one_form_ask_once_and_one_phrase_stands_once() -> None:
    twelve = Asked(1, "住建局", "", "老旧小区加装电梯补助名单", frozenset("abcdefghijkl"))
    assert said([twelve]) == []
    again = Asked(2, "住建局", "", "老旧小区加装电梯补助名单", frozenset("a"))
    assert said([twelve, again]) == [], "who signed with others is not somebody else afterwards"
    others = [Asked(n, "住建局", "", "老旧小区加装电梯补助名单", frozenset({str(n)})) for n in (3, 4)]
    ((word, people),) = said([twelve, again, *others])
    assert (people, "加装电梯补助" in word) == (3, True)


def test_no_name_of_a_person_becomes_a_hot_word() -> None:
    assert "王小明" not in nameless("户主王小明，身份证号110101199003070038的房屋登记")
    rows = asked(*[("申请人王小明，男，的房屋登记簿", mark) for mark in "abc"])
    assert not [word for word, _ in said(rows) if "王小明" in word]


@pytest.mark.requirement("R246")
def test_hot_spots_stand_against_the_period_before_and_lead_to_what_can_be_opened(town: City) -> None:
    for party in (QIAN, SUN, COMPANY):
        given(town, party=party, title=f"住房租赁补贴{party.name[:0]}发放户数")
    at_work(town, on=today() - dt.timedelta(days=10), matters=(Matter("住房租赁补贴政策"),))
    day = today().isoformat()
    shown = text(signed_in(town, "shen"), f"hot/?since={day}&until={day}")
    assert "住房租赁补贴发放户数" in shown
    assert "提请主动公开" in shown
    for person in (QIAN, SUN, COMPANY):
        assert person.name not in shown
    found = hot([town.housing], today(), today())
    assert (found.total.now, found.total.applicants, found.agencies[0].now) == (3, 3, 3)
    assert hot([town.housing], today() - dt.timedelta(days=9), today()).total.then == 1
    assert "住房租赁补贴" in text(signed_in(town, "shen"), f"hot/export.csv?since={day}&until={day}")
    assert "没有多个申请人" in text(signed_in(town, "mo"), "hot/")


# Number and frequency


@pytest.mark.requirement("R245")
def test_frequency_shows_facts_and_writes_them_into_the_notice(town: City) -> None:
    old = at_work(town, on=today() - dt.timedelta(days=100), matters=(Matter("物业合同"),))
    application = at_work(town, on=today())
    at_work(town, on=today(), party=COMPANY, matters=(Matter("别人的申请"),))
    client = signed_in(town, "jing")
    shown = text(client, f"{application.pk}/frequency/")
    assert old.number in shown
    assert "别人的申请" not in shown
    assert "提出2件政府信息公开申请" in shown
    assert QIAN.name not in shown
    exported = text(client, f"{application.pk}/frequency/export.csv")
    assert exported.count("\n") == 3
    assert QIAN.name not in exported
    application.refresh_from_db()
    data = {"ask_reasons-facts": "先后提出2件申请。", "seen": application.version}
    assert post(client, f"{application.pk}/do/ask_reasons/", data).status_code == 302
    assert application.reason_request.facts == "先后提出2件申请。"
    assert "要求说明理由" in text(client, f"{application.pk}/frequency/")
    assert text(signed_in(town, "mo"), f"{application.pk}/frequency/", 404)


def _addresses(prefix: str = "") -> Iterator[str]:
    for group in get_resolver().url_patterns:
        yield from _inside(group, prefix)


def _inside(pattern: Any, prefix: str) -> Iterator[str]:
    path = f"{prefix}{pattern.pattern}"
    for below in getattr(pattern, "url_patterns", ()):
        yield from _inside(below, path)
    if not hasattr(pattern, "url_patterns"):
        yield path


@pytest.mark.requirement("R245")
def test_no_page_and_no_export_lists_applicants_by_number(town: City) -> None:
    for _ in range(3):
        given(town)
    given(town, party=SUN)
    plain = [path for path in _addresses() if path.startswith(REGISTER.lstrip("/")) and "<" not in path]
    assert f"{REGISTER.lstrip('/')}hot/" in plain
    client = signed_in(town, "shen")
    for path in plain:
        answer: Any = client.get(f"/{path}")
        if answer.status_code != 200:
            continue
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown = body.decode(errors="ignore")
        for word in ("申请人排名", "申请次数", "申请最多的申请人"):
            assert word not in shown, path
        for person in (QIAN, SUN):
            assert person.name not in shown, path
    # The register can be put in order by urgency or day only, never by who asks or how often.
    names = text(client, "?sort=applicant")
    assert names.count('<option value="newest"') == 1
    assert "sort=count" not in names


# Parties and corrections


def test_somebody_dies_and_another_takes_over_at_the_desk(town: City) -> None:
    application = handed_in(town, on=today())
    first, client = application.submission.applicants.get(), signed_in(town, "jing")
    base = f"{application.pk}/parties/"
    assert QIAN.name not in text(client, base)
    leave = {"applicant": first.pk, f"leave{first.pk}-on": today(), f"leave{first.pk}-reason": "死亡"}
    refused = post(client, f"{base}leave/", leave)
    assert refused.status_code == 422
    assert "只剩这一位" in refused.content.decode()
    join = {"join-kind": "natural", "join-name": "钱二川", "join-phone": "13900000000"}
    assert post(client, f"{base}join/", join | {"join-name": ""}).status_code == 422
    assert post(client, f"{base}join/", join).status_code == 302
    assert post(client, f"{base}leave/", leave).status_code == 302
    shown = text(client, base)
    assert "死亡" in shown
    assert "新增申请人" in shown
    assert "钱二川" not in shown
    case = text(client, f"{application.pk}/")
    assert case.count("申请人变更") >= 2  # among what was done, without a name
    assert "钱二川" not in case
    heir = application.submission.applicants.get(left_on__isnull=True)
    contact = {"applicant": heir.pk, f"contact{heir.pk}-email": "heir@example.com"}
    assert post(client, f"{base}contact/", {"applicant": heir.pk}).status_code == 422
    assert post(client, f"{base}contact/", contact | {"seen": "1"}).status_code == 409
    assert post(client, f"{base}contact/", contact).status_code == 302
    heir.refresh_from_db()
    assert (heir.email, heir.phone) == ("heir@example.com", "13900000000")
    assert post(signed_in(town, "lu"), f"{base}contact/", contact).status_code == 403
    assert post(client, f"{base}nothing/", contact).status_code == 404


def test_a_wrong_row_is_put_right_at_the_desk_with_its_history(town: City) -> None:
    application = given(town)
    client = signed_in(town, "zheng")
    path = f"{application.pk}/correct/"
    assert "没有更正过" in text(client, path)
    assert post(client, path, {"code": "R1", "reason": ""}).status_code == 422
    assert post(client, path, {"code": "R1", "reason": "实为已主动公开"}).status_code == 302
    assert "实为已主动公开" in text(client, path)
    assert fresh(application).outcome == "R1"
    assert post(signed_in(town, "jing"), path, {"code": "R2", "reason": "改回"}).status_code == 403
    assert "还没有办结" in text(client, f"{at_work(town, on=today()).pk}/correct/")


# The archive


def test_the_archive_of_a_closed_case_holds_everything_with_its_checksums(town: City) -> None:
    stored = files.store(data="各区户数".encode(), filename="明细.txt", by="test")
    application = given(town, given=[(stored, "../../明细.txt")])
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 64
    sealed = vault_actions.keep_file(data=png, name="身份证.png", by=town.jing, purpose="test")
    Material.objects.create(submission=application.submission, file=sealed)
    client, path = signed_in(town, "jing"), f"{application.pk}/archive/"
    assert "生成并下载" in text(client, path)
    assert post(client, path, {"why": ""}).status_code == 422
    answer = post(client, path, {"why": "移交档案室", "materials": "on"})
    assert "filename" in answer["Content-Disposition"]
    package = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    names = package.namelist()
    assert package.testzip() is None
    assert package.read("00 封面.pdf").startswith(b"%PDF")
    assert not [name for name in names if ".." in name]
    assert [package.read(name).decode() for name in names if name.startswith("提供的信息/")] == ["各区户数"]
    assert package.read("申请材料/01 身份证.png") == png
    assert [name for name in names if name.startswith("文书/") and name.endswith(".pdf")]
    assert "登记" in package.read("办理记录.csv").decode() or "开始办理" in package.read("办理记录.csv").decode()
    assert QIAN.name not in package.read("办理记录.csv").decode()
    assert not re.search(r"True|False|None|：R\d", package.read("办理记录.csv").decode())
    for line in package.read("校验值.txt").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(package.read(name)).hexdigest() == digest
    assert {one.why for one in vault.looks_at(actions.subject_of(application))} == {"移交档案室"}


def test_without_the_right_to_look_no_material_and_without_an_end_no_archive(town: City) -> None:
    application = given(town)
    counsel = signed_in(town, "lu")
    assert "包含申请材料" not in text(counsel, f"{application.pk}/archive/")
    assert post(counsel, f"{application.pk}/archive/", {"why": "研究", "materials": "on"}).status_code == 403
    running = at_work(town, on=today())
    assert "还没有办结" in text(signed_in(town, "jing"), f"{running.pk}/archive/")
    assert post(signed_in(town, "jing"), f"{running.pk}/archive/", {"why": "移交"}).status_code == 422
    assert text(signed_in(town, "mo"), f"{application.pk}/archive/", 404)


def test_divisions_and_strangers_read_none_of_it(town: City) -> None:
    one = case(town)
    for path in ("conversions/", "challenges/", f"challenges/{one.pk}/", "hot/", "challenges/figures/"):
        assert text(signed_in(town, "ke"), path, 403)
        assert Client().get(f"{REGISTER}{path}").status_code == 302
    assert text(signed_in(town, "mo"), f"challenges/{one.pk}/", 404)


def test_what_was_not_opened_is_taken_up_again_at_the_desk(town: City, client: Client) -> None:
    conversion = Conversion.objects.get(application=given(town, proactive="ineligible", proactive_reason="只涉及个人"))
    client.force_login(town.people["shen"])
    assert "重新审查" in text(client, "conversions/")
    empty = client.post(f"{REGISTER}conversions/{conversion.pk}/reopen/", {f"r{conversion.pk}-reason": ""})
    assert empty.status_code == 422
    client.post(f"{REGISTER}conversions/{conversion.pk}/reopen/", {f"r{conversion.pk}-reason": "又有两人申请"})
    assert fresh(conversion).state == "proposed"
