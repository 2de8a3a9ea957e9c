"""After its time nobody can be found in what an agency keeps; how long that is, the agency says, with its basis."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events.models import SubjectKey
from gongkai.base.files import actions as files
from gongkai.base.files.models import ExtractedText, StoredFile
from gongkai.base.files.store import storage
from gongkai.engine.casework import actions as casework
from gongkai.engine.casework.models import Letter
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Applicant, Keeping, RecordRequest
from gongkai.responsive.applications.rules.keeping import without_names
from gongkai.responsive.applications.tests.desk_world import REGISTER, page, signed_in
from gongkai.responsive.applications.tests.world import QIAN, Matter, at_work, fresh, on_day, staff

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
PLACE = "云川市临江区明德路18号 钱一鸣 收"
THIRD = "周三方"


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def closed_with_everything(town: City, on: dt.date) -> Application:
    """A case about which much was written, with the applicant's name in most of it, answered by post, then reviewed."""
    application = at_work(town, on=on, matters=(Matter(f"{QIAN.name}的补贴核发材料", f"{QIAN.name}2025年申请的补贴"),))
    Applicant.objects.update(postal_code="350001")
    actions.ask_division(
        application=application,
        division=town.rental,
        question=f"{QIAN.name}的材料是否由你科保存",
        due_on=on,
        by=town.jing,
    )
    opinion = application.opinions.get()
    actions.answer_division(opinion=opinion, answer=f"{QIAN.name}的材料在我科", by=town.ke)
    actions.search(
        application=fresh(application), place="业务系统", words=QIAN.name, result=f"查到{QIAN.name}1件", found=True,
        on=on, searched_by="经手清",
        by=town.jing,
    )  # fmt: skip
    actions.contact(application=fresh(application), way="电话", text=f"{QIAN.name}说要纸质的", by=town.jing)
    actions.decide(application=fresh(application), code="R2", where=f"随信寄给{QIAN.name}", by=town.jing)
    letter = actions.issue(application=fresh(application), by=town.jing)
    sent = casework.dispatch(letter=letter, route="post", address=PLACE, by=town.jing)
    casework.record_posted(dispatch=sent, on=on, tracking="XA100045", by=town.jing)
    case = actions.file_challenge(
        agency=town.housing, kind="review", body="云川市人民政府", claims=f"{QIAN.name}请求重新答复", filed_on=on,
        application=fresh(application), number="云政复〔2026〕1号", who=QIAN.name, by=town.shen,
    )  # fmt: skip
    actions.decide_challenge(challenge=case, result="upheld", on=on, text=f"驳回{QIAN.name}的请求", by=town.shen)
    return fresh(application)


def found_in_database(*words: str) -> list[str]:
    """Return where any of these words stands in the rows of applications and letters, sealed columns opened."""
    found = []
    for label in ("applications", "casework"):
        for model in apps.get_app_config(label).get_models():
            for row in model._base_manager.all():
                for field in model._meta.concrete_fields:
                    value = str(getattr(row, field.attname))
                    found += [f"{model.__name__}.{field.attname}" for word in words if word in value]
    return found


PERSONAL = (QIAN.name, QIAN.identity_number, QIAN.phone, QIAN.email, "明德路18号", "350001")


def test_after_its_time_the_applicant_stands_nowhere(town: City) -> None:
    with on_day("2026-04-20") as on:
        application = closed_with_everything(town, on)
    assert application.status == "closed"
    places = found_in_database(*PERSONAL)
    assert {"Letter.frozen_json", "Dispatch.address", "Challenge.who", "Opinion.question"} <= set(places)
    digest = Letter.objects.get(kind="application.reply.R2").content_sha256
    with on_day("2036-04-21") as on:
        assert actions.erase_due(on) == 1
        assert found_in_database(*PERSONAL) == []
        html = page(signed_in(town, "jing"), application)
        assert "申请人信息已于2036年4月21日按规定清除" in html
        assert "某某的补贴核发材料" in html
        letter = Letter.objects.get(kind="application.reply.R2")
        assert (letter.content_sha256, bool(letter.number)) == (digest, True)
        answer = signed_in(town, "jing").get(f"/desk/letters/{letter.pk}/")
        assert "内容已清除" in answer.content.decode()
        assert digest in answer.content.decode()
        assert signed_in(town, "jing").get(reverse("casework:paper", args=[letter.pk, "pdf"])).status_code == 409
        with pytest.raises(casework.Refused, match="内容已经清除"):
            casework.correct(letter=letter, reason="补一份", by=town.jing)
    assert fresh(application).outcome == "R2"
    assert not SubjectKey.objects.filter(subject_type="casework.letter").exists()


def answered_with(town: City, on: dt.date, *given: tuple[StoredFile, str]) -> Application:
    application = at_work(town, on=on)
    actions.decide(application=application, code="R2", given=list(given), by=town.jing)
    letter = actions.issue(application=fresh(application), by=town.jing)
    casework.record_posted(
        dispatch=casework.dispatch(letter=letter, route="post", address=PLACE, by=town.jing), on=on,
        tracking=f"XA{application.pk:06}", by=town.jing,
    )  # fmt: skip
    return fresh(application)


def test_what_was_given_out_goes_too_unless_something_else_needs_it(
    town: City, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    own = files.store(data=f"{QIAN.name}的核发明细".encode(), filename="明细.txt", by="test")
    shared = files.store(data="各区户数".encode(), filename="户数.txt", by="test")
    digest, place = own.sha256, own.path
    with on_day("2026-04-20") as on:
        first = answered_with(town, on, (own, f"{QIAN.name}明细.txt"), (shared, "户数.txt"))
    with on_day("2030-04-22") as on:
        other = answered_with(town, on, (shared, "户数.txt"))
    assert (first.status, other.status) == ("closed", "closed")
    with on_day("2036-04-21") as on, django_capture_on_commit_callbacks(execute=True):
        assert actions.erase_due(on) == 1
    assert list(StoredFile.objects.filter(pk__in=[own.pk, shared.pk])) == [shared]
    assert not storage().exists(place)
    assert not ExtractedText.objects.filter(text__contains=QIAN.name).exists()
    jing = signed_in(town, "jing")
    html = page(jing, first)
    assert "某某明细.txt" in html
    assert digest in html
    gone = first.decisions.get().given.get(sha256=digest)
    assert jing.get(reverse("applications:given", args=[first.pk, gone.pk])).status_code == 404
    assert [one for one in archived(town, first).namelist() if one.startswith("提供的信息")] == []
    assert [one for one in archived(town, other).namelist() if one.startswith("提供的信息")]


def archived(town: City, application: Application, **chosen: str) -> zipfile.ZipFile:
    answer = signed_in(town, "jing").post(f"{REGISTER}{application.pk}/archive/", {"why": "移交档案室"} | chosen)
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def printed(content: bytes) -> str:
    return "".join("".join(one.get_textpage().get_text_range().split()) for one in pypdfium2.PdfDocument(content))


def test_the_archive_holds_the_form_and_what_was_thought_on_it(town: City) -> None:
    application = closed_with_everything(town, timezone.localdate())
    package = archived(town, application, materials="on")
    form, papers = (printed(package.read(name)) for name in ("01 申请表.pdf", "02 办理材料.pdf"))
    for said in (QIAN.name, QIAN.identity_number, "350001", "2025年申请的补贴"):
        assert said in form
    for said in ("的材料在我科", "业务系统", "答复拟稿和审批", "说要纸质的", "邮件号码XA100045", "明德路18号"):
        assert said in papers
    bare = archived(town, application)
    assert "01 申请表.pdf" not in bare.namelist()
    papers = printed(bare.read("02 办理材料.pdf"))
    assert "的材料在我科" in papers
    assert [said for said in ("说要纸质的", "明德路18号") if said in papers] == []


def test_an_agency_says_how_long_and_on_what_basis(town: City) -> None:
    with on_day("2026-04-20") as on:
        application = closed_with_everything(town, on)
    client = signed_in(town, "zheng")
    html = client.get(f"{REGISTER}keeping/").content.decode()
    assert "10年" in html
    assert "本平台没有收录规定保存年限的法律条文" in html
    short = {"how": "years", "years": "200", "basis": "档案保管期限表第3条"}
    answer = client.post(f"{REGISTER}keeping/", short)
    assert answer.status_code == 422
    assert "档案保管期限表第3条" in answer.content.decode()
    assert client.post(f"{REGISTER}keeping/", {"how": "years", "years": "", "basis": "第3条"}).status_code == 422
    assert client.post(f"{REGISTER}keeping/", short | {"years": "30"}).status_code == 302
    html = client.get(f"{REGISTER}keeping/").content.decode()
    assert "档案保管期限表第3条" in html
    assert "30年" in html
    with on_day("2036-04-21") as on:
        assert actions.erase_due(on) == 0
    with on_day("2056-02-21"):
        assert str(application) in signed_in(town, "zheng").get(f"{REGISTER}keeping/").content.decode()
    with on_day("2056-04-21") as on:
        assert actions.erase_due(on) == 1


def test_the_time_runs_from_the_end_of_the_last_review(town: City) -> None:
    with on_day("2026-04-20") as on:
        application = closed_with_everything(town, on)
    with on_day("2028-03-01") as on:
        case = actions.file_challenge(
            agency=town.housing, kind="complaint", body="云川市人民法院", claims="撤销", filed_on=on, application=application,
            by=town.shen,
        )  # fmt: skip
        actions.decide_challenge(challenge=case, result="upheld", on=on, text="驳回", by=town.shen)
    with on_day("2038-03-01") as on:
        assert actions.erase_due(on) == 0
    with on_day("2038-03-02") as on:
        assert actions.erase_due(on) == 1


def test_for_ever_is_for_ever_and_only_who_approves_may_say_so(town: City) -> None:
    with on_day("2026-04-20") as on:
        closed_with_everything(town, on)
    clerk = signed_in(town, "jing")
    assert "保存年限" in clerk.get(f"{REGISTER}keeping/").content.decode()
    assert clerk.post(f"{REGISTER}keeping/", {"how": "ever", "basis": "永久卷"}).status_code == 403
    assert not Keeping.objects.exists()
    assert signed_in(town, "zheng").post(f"{REGISTER}keeping/", {"how": "ever", "basis": "永久卷"}).status_code == 302
    with on_day("2096-04-21") as on:
        assert actions.erase_due(on) == 0


def test_a_request_for_correction_goes_by_the_same_years(town: City) -> None:
    actions.set_keeping(agency=town.housing, years=1, basis="临时卷", by=town.zheng)
    assert not RecordRequest.objects.exists()
    assert actions.erase_due(timezone.localdate()) == 0


def test_names_and_numbers_are_taken_out_of_what_stays() -> None:
    text = "钱一鸣（身份证110101199003070038，电话13800001234）与周三方签了合同"
    said = without_names(text, {"钱一鸣", THIRD, "钱"})
    assert said == "某某（身份证〔号码已清除〕，电话〔号码已清除〕）与某某签了合同"
