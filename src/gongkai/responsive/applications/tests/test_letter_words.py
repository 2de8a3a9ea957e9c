"""What the letters say: each article once, to whom they speak, until when, and how they look on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from django.utils import timezone

from gongkai.engine.casework import rules as casework
from gongkai.engine.casework.papers.pdf import pdf
from gongkai.engine.casework.papers.sheet import sheet_of
from gongkai.engine.casework.queries import letters_of, wording_of
from gongkai.engine.duties.queries import calendar
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.rules.addressing import to_applicants, to_name
from gongkai.responsive.applications.rules.watch import REASON_DAYS
from gongkai.responsive.applications.tests.desk_world import REGISTER, do, page, signed_in
from gongkai.responsive.applications.tests.world import COMPANY, QIAN, at_work, fresh, staff

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.project.tests.cast import City
    from gongkai.responsive.applications.models import Application

pytestmark = pytest.mark.django_db
REGULATION = "《中华人民共和国政府信息公开条例》"
LAW = {"name": "《中华人民共和国档案法》", "article": "第二十八条", "rank": "法律"}


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def refused(town: City, *bases: dict[str, str], **more: Any) -> Application:
    application = at_work(town, on=timezone.localdate(), **more)
    return actions.decide(
        application=application, code="R4e", reason="是值班安排", severable="不能区分", bases=list(bases), by=town.jing
    ).application


def shown(client: Client, application: Application) -> str:
    letter = actions.reply_of(application)
    assert letter is not None
    return page(client, application, query=f"?letter={letter.pk}")


def test_an_article_stands_once_in_a_refusal_and_an_empty_list_takes_its_comma_along(town: City) -> None:
    own = {"name": REGULATION, "article": "第十六条第一款", "rank": "行政法规"}
    client = signed_in(town, "jing")
    both = shown(client, refused(town, own, own, LAW, LAW))
    assert f"依据：{REGULATION}第三十六条第三项、第十六条第一款，《中华人民共和国档案法》第二十八条。" in both
    # The short name is the same law.
    alone = shown(client, refused(town, own | {"name": "政府信息公开条例"}))
    assert f"依据：{REGULATION}第三十六条第三项、第十六条第一款。" in alone
    assert "变量都已填写" in alone


def test_several_articles_of_a_law_stand_under_one_name(town: City) -> None:
    html = shown(signed_in(town, "jing"), refused(town, LAW, LAW | {"article": "第二十九条"}))
    assert "，《中华人民共和国档案法》第二十八条、第二十九条。" in html


def test_a_letter_says_you_to_a_person_and_your_unit_to_an_organisation(town: City) -> None:
    client = signed_in(town, "jing")
    person, company = refused(town, LAW), refused(town, LAW, party=COMPANY)
    assert "收到您提出的" in shown(client, person)
    assert "收到你单位提出的" in shown(client, company)
    for one in (person, company):
        assert not re.search(r"您（单位）", shown(client, one))
        receipt = letters_of(actions.subject_of(one)).get(kind="application.receipt")
        assert ("收到您提出的" if one is person else "收到你单位提出的") in wording_of(receipt)


def test_who_is_spoken_to() -> None:
    assert to_applicants(["natural"]) == "您"
    assert to_applicants(["natural", "business"]) == "你们"
    assert [to_name(name) for name in ("李小满", "欧阳修文", "买买提·艾力")] == ["您"] * 3
    assert [to_name(name) for name in ("明德社", "云川市江畔物业服务有限公司", "市第一中学", "江畔物业（云川）")] == [
        "你单位", "你单位", "你单位", "你单位",
    ]  # fmt: skip


def test_reasons_are_asked_for_until_a_day_that_letter_and_track_page_name(town: City) -> None:
    application = at_work(town, on=timezone.localdate(), party=QIAN)
    client = signed_in(town, "jing")
    assert "条例第三十五条没有规定说明理由的期限" in page(client, application)  # a configuration, and called one
    done = do(client, application, "ask_reasons", facts="您先后提出6件申请", on=str(timezone.localdate()))
    assert done.status_code == 302
    letter = letters_of(actions.subject_of(application)).get(kind="application.reasons")
    until = calendar().add_working_days(timezone.localdate(), REASON_DAYS).due
    day = f"{until.year}年{until.month}月{until.day}日"
    assert f"请您在{day}前（含当日）说明申请的理由" in wording_of(letter)
    assert "您先后提出6件申请。" in wording_of(letter)
    assert any(day in step.public for step in fresh(application).steps.all())


def test_the_stamp_is_asked_for_on_drafts_only_and_by_the_route(town: City) -> None:
    application = actions.decide(
        application=at_work(town, on=timezone.localdate()), code="R2", where="随本答复书邮寄", by=town.jing
    ).application
    client = signed_in(town, "jing")
    letter = actions.reply_of(application)
    assert letter is not None
    assert "加盖机关印章" in _words(client.get(f"/desk/letters/{letter.pk}/paper.pdf").content)[-1]
    assert do(client, application, "issue", on=str(timezone.localdate())).status_code == 302
    issued = _words(client.get(f"/desk/letters/{letter.pk}/paper.pdf").content)
    assert "加盖机关印章" not in "".join(issued)
    path = f"{REGISTER}{application.pk}/?letter={letter.pk}"
    assert "网上查收、电子邮件送达的是电子件" in client.get(path).content.decode()
    for route, address, stamped in (("site", "", False), ("post", "明德路18号", True)):
        client.post(f"/desk/letters/{letter.pk}/dispatch/", {"route": route, "address": address})
        assert ("打印后在落款处加盖机关印章再送出。</p>" in client.get(path).content.decode()) is stamped


@pytest.mark.parametrize("lines", range(1, 14))
def test_a_signature_never_stands_alone_on_a_page(lines: int) -> None:
    kind = casework.kind("application.reply.R8")
    values = dict.fromkeys(kind.variables, "值") | {
        "理由": "\n".join(["逐户登记，没有汇总。"] * lines),
        "救济告知": "如不服，可以申请行政复议。",
    }
    sheet = sheet_of(
        casework.fill(kind.body, kind, values), agency="云川市住房和城乡建设局", number="1号", date="2026年3月2日"
    )
    last = _words(pdf(sheet))[-1]
    assert "2026年3月2日" in last
    assert "如不服" in last


def _words(content: bytes) -> list[str]:
    """Return the words of each page, without the spaces that the setting puts between."""
    found = []
    for one in pypdfium2.PdfDocument(content):
        found.append(re.sub(r"\s", "", one.get_textpage().get_text_range()))
    return found
