"""A guide to disclosure without its part on fees does not go out (R239)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.guides import guide_defects
from gongkai.project.tests.cast import document_at

if TYPE_CHECKING:
    from django.test import Client

    from gongkai.project.tests.cast import City

TITLE = "云川市住房和城乡建设局政府信息公开指南"
WITHOUT = (
    "<h2>一、信息分类</h2><p>分为机构职能、政策文件。</p><h2>二、申请的提出</h2><p>可以当面、邮寄或者网上提出。</p>"
)
FEES = "<h2>三、收费</h2><p>依申请提供政府信息免费。数量、频次明显超过合理范围的，可以收取信息处理费，按件或者按量计收，标准见附件。</p>"


@pytest.mark.django_db
@pytest.mark.requirement("R239")
def test_the_drafter_and_the_office_are_told_and_it_goes_no_further(city: City, client: Client) -> None:
    document = document_at(city, Status.OFFICE_REVIEW, title=TITLE, html=WITHOUT, category="其他文件")
    client.force_login(city.people["shen"])
    assert "指南须载明收费要求和标准" in client.get(f"/desk/documents/{document.pk}/").content.decode()
    with pytest.raises(documents.Refused, match="指南须载明收费要求"):
        documents.check(document=document, by=city.shen, mode="full-text", mode_grounds="全文公开")
    document.refresh_from_db()
    assert document.status == Status.OFFICE_REVIEW
    assert client.get(f"/documents/{document.item.key}").status_code == 404


@pytest.mark.django_db
@pytest.mark.requirement("R239")
def test_what_slipped_through_is_refused_at_the_release(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    document = document_at(city, Status.ISSUED, title="关于公开的通知", html=WITHOUT, category="其他文件")
    working_edition(document).__class__.objects.filter(item=document.item).update(title=TITLE)
    with pytest.raises(documents.Refused, match="指南须载明收费要求"):
        documents.publish(document=document, by=city.shen)


@pytest.mark.django_db
@pytest.mark.requirement("R239")
def test_with_its_part_on_fees_it_goes_out(city: City, client: Client) -> None:
    document = document_at(city, Status.PUBLISHED, title=TITLE, html=WITHOUT + FEES, category="其他文件")
    assert client.get(f"/documents/{document.item.key}").status_code == 200


@pytest.mark.parametrize(
    ("html", "complete"),
    [
        (FEES, True),
        ("<p>五、收费标准</p><p>免费提供。</p>", True),
        ("<h2>三、收费</h2><p>详见本机关规定。</p>", False),
        ("<p>本机关不收费。</p>", False),
    ],
)
def test_a_heading_must_name_fees_and_their_standard(html: str, complete: bool) -> None:
    assert (guide_defects(TITLE, html) == []) is complete


def test_other_documents_need_no_such_part() -> None:
    assert guide_defects("关于做好住房租赁补贴发放工作的通知", WITHOUT) == []
