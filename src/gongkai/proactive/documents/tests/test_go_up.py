"""公文公开发布意见单: asked for before the head of division lets a draft go up, and of nobody else (R017)."""

from __future__ import annotations

import pytest

from gongkai.base.files import actions as files
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries.opinions import goes_up
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.tests.test_business import as_, at, body
from gongkai.project.tests.cast import City, document_at


def with_package(city: City, document: Document) -> None:
    actions.save_opinion(
        document=document, by=city.lin, disclosure="建议主动公开", release="政府网站", interpretation="图解", contact="林知远",
        phone="000",
    )  # fmt: skip
    stored = files.store(data="租金补贴怎么领。".encode(), filename="图解.txt", by="lin")
    actions.add_material(document=document, file=stored, name="图解.txt", by=city.lin)


@pytest.mark.requirement("R017")
def test_the_head_of_division_lets_nothing_go_up_without_the_form(city: City) -> None:
    document = document_at(city, Status.DRAFT)
    document.item.agency = city.government
    document.item.save()
    actions.submit(document=document, by=city.lin)
    assert "（科室审核前，现在就要）" in body(as_(city, "zhou"), at(document))
    with pytest.raises(actions.Refused, match="缺公文公开发布意见单"):
        actions.approve_head(document=document, by=city.zhou)
    with_package(city, document)
    actions.approve_head(document=document, by=city.zhou)
    assert document.status == Status.OFFICE_REVIEW


@pytest.mark.parametrize("issuer", ["housing", "schools"])
def test_what_no_superior_body_issues_asks_for_no_form(city: City, issuer: str) -> None:
    document = document_at(city, Status.HEAD_REVIEW)
    document.item.agency = getattr(city, issuer)
    document.item.save()
    assert "缺公文公开发布意见单" not in body(as_(city, "zhou"), at(document))
    actions.approve_head(document=document, by=city.zhou)
    assert document.status == Status.OFFICE_REVIEW


def test_the_office_of_a_superior_body_is_one_too(city: City) -> None:
    document = document_at(city, Status.HEAD_REVIEW)
    document.item.agency = city.office
    document.item.save()
    with pytest.raises(actions.Refused, match="意见单"):
        actions.approve_head(document=document, by=city.zhou)


def test_the_office_drafting_for_its_own_government_submits_nothing(city: City) -> None:
    document = document_at(city, Status.DRAFT)
    document.drafting_agency, document.item.agency = city.office, city.government
    assert not goes_up(document)
