"""One case on one page: what may be done with it, who sees what of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.base.vault import queries as vault
from gongkai.engine.casework import actions as casework
from gongkai.project.tests.cast import City
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.tests.desk_world import REGISTER, do, page, signed_in
from gongkai.responsive.applications.tests.world import COMPANY, QIAN, at_work, fresh, handed_in, staff

pytestmark = pytest.mark.django_db
REFUSAL = {
    "outcome": "R4d", "reason": "该信息包含第三方的经营信息，公开会对其合法权益造成损害。", "severable": "不可分割。",
    "basis_name_0": "《中华人民共和国政府信息公开条例》", "basis_article_0": "第十五条", "basis_rank_0": "行政法规",
    "override": "第三方无法联系",
}  # fmt: skip


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def today() -> dt.date:
    return timezone.localdate()


@pytest.mark.requirement("R230")
def test_it_shows_the_five_stages_with_time_and_person_and_one_next_step(town: City) -> None:
    application = handed_in(town, on=today())
    text = page(signed_in(town, "jing"), application)
    for word in ("接收", "登记", "办理", "调查", "答复", "经手清", "审查通过，开始办理", "一次性告知补正"):
        assert word in text
    assert text.count("btn primary") == 1


def test_names_are_masked_until_somebody_looks_with_a_reason(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "jing")
    assert "钱**" in page(client, application) or "钱*" in page(client, application)
    for secret in (QIAN.name, QIAN.phone, QIAN.identity_number, QIAN.address):
        assert secret not in page(client, application)
    refused = client.post(f"{REGISTER}{application.pk}/look/", {"look-why": ""})
    assert refused.status_code == 422
    assert QIAN.phone not in refused.content.decode()
    shown = client.post(f"{REGISTER}{application.pk}/look/", {"look-why": "电话核实申请内容"}).content.decode()
    assert QIAN.phone in shown
    assert QIAN.name in shown
    assert QIAN.phone not in page(client, application)
    look = vault.looks_at(actions.subject_of(application)).first()
    assert look is not None
    assert look.why == "电话核实申请内容"


def test_counsel_reads_the_case_but_may_not_look(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "lu")
    assert "查看申请人信息" not in page(client, application)
    assert client.post(f"{REGISTER}{application.pk}/look/", {"look-why": "看看"}).status_code == 403


def test_another_agency_finds_nothing_and_a_stranger_signs_in(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "mo")
    for path in ("", "decide/", "approve/", "slip/", "given/1/"):
        assert client.get(f"{REGISTER}{application.pk}/{path}").status_code in {403, 404}, path
    assert client.get(f"{REGISTER}{application.pk}/").status_code == 404
    for path in ("do/accept/", "look/", "papers/proof/1/"):
        assert client.post(f"{REGISTER}{application.pk}/{path}").status_code == 404, path


@pytest.mark.requirement("R241")
def test_verbs_run_from_their_forms(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "jing")
    assert do(client, application, "accept").status_code == 302
    assert fresh(application).status == "handling"
    posted = {"division": town.rental.pk, "handler": town.people["jing"].pk}
    assert do(client, application, "assign", **posted).status_code == 302
    assert fresh(application).handler == town.people["jing"]
    answer = do(
        client,
        application,
        "search",
        on=today(),
        place="档案室",
        words="补贴",
        result="无",
        found="0",
        searched_by="经",
    )
    assert answer.status_code == 302
    answer = do(client, application, "contact", way="电话", text="说明了范围", public="已与您电话沟通")
    assert answer.status_code == 302
    text = page(client, application)
    assert "说明了范围" in text
    assert "档案室" in text


def test_a_refused_verb_keeps_what_was_typed(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "jing")
    answer = do(client, application, "ask_supplement", wanted="请提供身份证明", on=today(), due_on=today())
    assert answer.status_code == 422
    assert "请提供身份证明" in answer.content.decode()
    assert "晚于告知日期" in answer.content.decode()


def test_the_second_tab_is_told_and_loses_nothing(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "jing")
    seen = application.version
    do(client, application, "accept")
    answer = client.post(
        f"{REGISTER}{application.pk}/do/propose_extension/",
        {"propose_extension-days": "10", "propose_extension-reason": "需要核对台账", "seen": seen},
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "已有新的办理" in text
    assert "需要核对台账" in text


def test_an_extension_is_approved_by_somebody_else(town: City) -> None:
    application = at_work(town, on=today())
    do(signed_in(town, "jing"), application, "propose_extension", days="5", reason="涉及年份多，需要逐年核对")
    before = fresh(application).due_on
    assert "批准延长答复" in page(signed_in(town, "zheng"), application)
    assert do(signed_in(town, "zheng"), application, "approve_extension", remark="同意").status_code == 302
    assert fresh(application).due_on > before


@pytest.mark.requirement("R233")
def test_a_third_party_is_asked_and_its_answer_taken_in(town: City) -> None:
    application = at_work(town, on=today())
    client = signed_in(town, "jing")
    do(client, application, "inquire", party="third-party", name="江畔物业", about="合同单价", on=today())
    inquiry = application.inquiries.get()
    text = page(client, application)
    assert "对方收到征求意见函" in text
    assert "江畔物业" not in text
    do(client, application, "receive_letter", inquiry=inquiry.pk, on=today())
    answer = do(
        client, application, "answer_inquiry", inquiry=inquiry.pk, answer="refused", reason="商业秘密", on=today()
    )
    assert answer.status_code == 302
    assert "商业秘密" in page(client, application)


@pytest.mark.requirement("R236")
def test_a_refusal_asks_for_its_fields_only_and_goes_to_somebody_else(town: City) -> None:
    application = at_work(town, on=today())
    client = signed_in(town, "jing")
    path = f"{REGISTER}{application.pk}/decide/"
    chosen = client.get(path).content.decode()
    for group in ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理"):
        assert group in chosen
    form = client.get(f"{path}?outcome=R4d").content.decode()
    assert "第十五条" in form
    assert "能否区分处理" in form
    assert "负责公开的机关" not in form
    answer = client.post(path, {"outcome": "R4d", "reason": "只有理由"})
    assert answer.status_code == 422
    assert "只有理由" in answer.content.decode()
    assert client.post(path, REFUSAL).status_code == 302
    assert fresh(application).status == "deciding"
    approval = f"{REGISTER}{application.pk}/approve/"
    boss = signed_in(town, "zheng")
    shown = boss.get(approval).content.decode()
    assert "应当先申请行政复议" in shown
    assert "第三方无法联系" in shown
    posted = {"seen": fresh(application).version, "opinion": "请补充依据", "verdict": "back"}
    assert boss.post(approval, posted).status_code == 302
    assert "请补充依据" in client.get(path).content.decode()
    assert "该信息包含第三方" in client.get(f"{path}?outcome=R4d").content.decode()


def letter_of(shown: str) -> str:
    return shown.split('name="letter" value="')[1].split('"', maxsplit=1)[0]


def test_approval_is_of_the_wording_that_was_seen(town: City) -> None:
    application = at_work(town, on=today())
    signed_in(town, "jing").post(f"{REGISTER}{application.pk}/decide/", REFUSAL)
    boss, approval = signed_in(town, "zheng"), f"{REGISTER}{application.pk}/approve/"
    seen = letter_of(boss.get(approval).content.decode())
    letter = actions.reply_of(application)
    casework.revise(letter=letter, by=town.jing, seen=letter.revision, text=letter.text + "\n\n特此告知。")
    posted = {"seen": fresh(application).version, "letter": seen, "opinion": "同意", "verdict": "approve"}
    answer = boss.post(approval, posted)
    assert answer.status_code == 409
    assert "文字有改动" in answer.content.decode()
    posted["letter"] = letter_of(answer.content.decode())
    assert boss.post(approval, posted).status_code == 302
    assert fresh(application).status == "replying"


def test_an_unsettled_remedy_is_flagged_for_the_approver(town: City) -> None:
    application = at_work(town, on=today())
    client = signed_in(town, "jing")
    form = client.get(f"{REGISTER}{application.pk}/decide/?outcome=R3").content.decode()
    assert "救济途径为推定，请审批人核对。" in form


@pytest.mark.requirement("R237")
def test_what_is_given_is_looked_through_and_asked_about_for_everybody(town: City) -> None:
    application = at_work(town, on=today())
    client, path = signed_in(town, "jing"), f"{REGISTER}{application.pk}/decide/"
    file = SimpleUploadedFile("明细.txt", f"发放对象：钱一鸣，{QIAN.identity_number}".encode())
    answer = client.post(path, {"outcome": "R2", "where": "随答复书提供", "upload": file})
    assert answer.status_code == 422
    assert "同步审查" in answer.content.decode()
    posted = {"outcome": "R2", "where": "随答复书", "proactive": "eligible", "proactive_reason": "申请量大"}
    file = SimpleUploadedFile("明细.txt", f"发放对象：钱一鸣，{QIAN.identity_number}".encode())
    answer = client.post(path, posted | {"upload": file})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请逐处核对" in text
    token = text.split('name="kept" value="')[1].split('"')[0]
    keys = re.findall(r'name="(finding-[0-9a-f]+)"', text)
    assert keys
    some = dict.fromkeys(keys[1:], "own")
    assert client.post(path, posted | {"kept": token} | some).status_code == 422
    assert client.post(path, posted | {"kept": token} | dict.fromkeys(keys, "own")).status_code == 302
    decision = actions.standing(fresh(application))
    found = decision.given.get().findings
    assert [one["decision"] for one in found] == ["是申请人本人的信息"] * len(keys)
    assert QIAN.identity_number not in decision.given.values_list("pk", "name")[0][1]
    assert (decision.proactive, decision.given.get().name) == ("eligible", "明细.txt")
    handed_out = client.get(f"{REGISTER}{application.pk}/given/{decision.given.get().pk}/")
    assert "发放对象" in b"".join(handed_out.streaming_content).decode()
    assert do(client, application, "issue", on=today()).status_code == 302
    assert fresh(application).decided_on == today()


@pytest.mark.requirement("R228")
def test_an_answer_on_the_spot_closes_it_at_once(town: City) -> None:
    application = handed_in(town, on=today())
    assert do(signed_in(town, "jing"), application, "answer_at_once", where="当场打印提供").status_code == 302
    assert fresh(application).status == "closed"


def test_matters_in_one_form_are_split(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "jing")
    assert do(client, application, "split", title_1="甲", title_2="").status_code == 422
    assert do(client, application, "split", title_1="甲", title_2="乙").status_code == 302
    assert application.submission.applications.count() == 2


@pytest.mark.requirement("R245")
def test_alike_and_earlier_ones_are_facts_and_can_be_linked(town: City) -> None:
    first = handed_in(town, on=today())
    second = handed_in(town, on=today(), matters=(Matter("2025年度住房租赁补贴发放的明细表"),))
    other = handed_in(town, on=today(), matters=(Matter("城市绿地养护合同"),), party=COMPANY)
    client = signed_in(town, "jing")
    text = page(client, second)
    assert "内容相似" in text
    assert "同一申请人在本机关的申请" in text
    assert "城市绿地养护合同" not in text
    early = do(client, second, "link", number=first.number, why="内容相同", repeats="on")
    assert early.status_code == 422
    assert "还没有作出答复" in early.content.decode()
    stranger = do(client, second, "link", number=other.number, why="内容相同", repeats="on")
    assert "申请人不是同一人" in stranger.content.decode()
    actions.accept(application=fresh(first), by=town.jing)
    actions.decide(application=fresh(first), code="R2", where="随信寄送", by=town.jing)
    casework.dispatch(letter=actions.issue(application=fresh(first), by=town.jing), route="site", by=town.jing)
    answer = do(client, second, "link", number=first.number, why="内容相同", repeats="on")
    assert answer.status_code == 302
    assert fresh(second).repeats == first
    assert do(client, other, "link", number="没有这个号", why="x").status_code == 422


@pytest.mark.requirement("R231", "R232")
def test_a_division_answers_what_it_was_asked_and_sees_nobody(town: City) -> None:
    application = at_work(town, on=today())
    client = signed_in(town, "jing")
    due = today() + dt.timedelta(days=7)
    do(client, application, "ask_division", division=town.rental.pk, question="有没有分区数据", due_on=due)
    opinion = application.opinions.get()
    asked = signed_in(town, "ke")
    assert "有没有分区数据" in asked.get(f"{REGISTER}opinions/").content.decode()
    seen = page(asked, application)
    for secret in ("钱", QIAN.phone, "查看申请人信息", "回执"):
        assert secret not in seen
    assert "钱" not in asked.get(f"{REGISTER}opinions/{opinion.pk}/").content.decode()
    assert asked.post(f"{REGISTER}{application.pk}/look/", {"look-why": "想看"}).status_code == 404
    assert asked.get(f"{REGISTER}{application.pk}/slip/").status_code == 403
    assert signed_in(town, "lu").get(f"{REGISTER}opinions/{opinion.pk}/").status_code == 404
    assert client.post(f"{REGISTER}opinions/{opinion.pk}/", {"answer": "办公室代答"}).status_code == 403
    answer = asked.post(f"{REGISTER}opinions/{opinion.pk}/", {"answer": "有，可以公开。", "suggests": "R2"})
    assert answer.status_code == 302
    assert "有，可以公开。" in page(client, application)
    assert "科室的建议" in client.get(f"{REGISTER}{application.pk}/decide/").content.decode()


@pytest.mark.requirement("R235")
def test_counsel_gives_an_opinion_before_it_is_approved(town: City) -> None:
    application: Application = at_work(town, on=today())
    do(signed_in(town, "jing"), application, "ask_counsel", question="依据是否充分")
    counsel = signed_in(town, "lu")
    assert "法律顾问出具意见" in page(counsel, application)
    assert do(counsel, application, "answer_counsel", agrees="1", answer="依据充分。").status_code == 302
    assert application.counsels.get().agrees is True


def test_a_letter_opens_on_the_page_as_a_look(town: City) -> None:
    application = handed_in(town, on=today())
    client = signed_in(town, "jing")
    do(
        client,
        application,
        "ask_supplement",
        wanted="请提供身份证明",
        on=today(),
        due_on=today() + dt.timedelta(days=20),
    )
    text = page(client, application)
    letter = text.split("?letter=")[1].split("#")[0]
    assert QIAN.name not in text
    assert QIAN.name in page(client, application, query=f"?letter={letter}")
    assert vault.looks_at(actions.subject_of(application)).filter(why="办理文书").exists()


def test_who_may_read_the_record_sees_it(town: City) -> None:
    application = handed_in(town, on=today())
    assert "操作记录" in page(signed_in(town, "shen"), application)
    assert "操作记录" not in page(signed_in(town, "lu"), application)


def test_what_to_do_now_stands_before_what_happened_as_a_narrow_screen_shows_it(town: City) -> None:
    html = page(signed_in(town, "shen"), handed_in(town, on=today()))
    places = [
        html.index(mark)
        for mark in ('id="what"', 'id="clocks"', 'id="v-accept"', 'id="letters"', 'id="steps"', 'id="hist"')
    ]
    assert places == sorted(places)


def test_the_record_names_the_clocks_and_their_days(town: City) -> None:
    application = at_work(town, on=today())
    html = page(signed_in(town, "shen"), application)
    record = html[html.index('id="hist"') :]
    assert "时限开始计算：答复申请人" in record
    assert "时限办结：一次性告知补正" in record
    assert f"{fresh(application).due_on}到期" in record
    assert not re.search(r"application-\w+", record)


def test_a_case_that_waits_for_opinions_is_not_offered_to_be_divided(town: City) -> None:
    application = at_work(town, on=today())
    client = signed_in(town, "jing")
    assert 'id="v-split"' in page(client, application)
    actions.inquire(
        application=application,
        party="third-party",
        name="江畔物业",
        address="明德路1号",
        about="合同单价",
        by=town.jing,
    )
    assert 'id="v-split"' not in page(client, application)


def test_the_right_agency_is_offered_and_its_contact_taken_from_the_register(town: City) -> None:
    application = at_work(town, on=today())
    type(town.schools).objects.filter(pk=town.schools.pk).update(phone="000-60000022", address="云川市学府路6号")
    client = signed_in(town, "jing")
    path = f"{REGISTER}{application.pk}/decide/"
    assert '<option value="云川市教育局">' in client.get(f"{path}?outcome=R7").content.decode()
    told = {"outcome": "R7", "reason": "由市教育局制作", "redirect": "云川市教育局", "redirect_contact": ""}
    assert client.post(path, told).status_code == 302
    standing = fresh(application).decisions.latest("pk")
    assert standing.redirect_contact == "电话：000-60000022，云川市学府路6号"
    unknown = client.post(path, told | {"redirect": "没有这个机关"})
    assert unknown.status_code == 422


@pytest.mark.parametrize(
    ("method", "route"), [("online", "site"), ("mail", "mail"), ("post", "post"), ("pick-up", "hand")]
)
def test_the_way_that_was_asked_for_is_offered_first(town: City, method: str, route: str) -> None:
    application = at_work(town, on=today(), method=method)
    actions.decide(application=application, code="R2", where="随信附上", by=town.jing)
    letter = actions.issue(application=fresh(application), by=town.jing)
    shown = signed_in(town, "jing").get(f"/desk/letters/{letter.pk}/").content.decode()
    assert f'<option value="{route}" selected>' in shown
