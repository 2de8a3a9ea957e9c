"""Links to our own pages against what is public; links to other hosts against what they answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.organisations.models import Site
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import Redirect
from gongkai.engine.publishing.rules import Withdrawal
from gongkai.engine.screening import queries
from gongkai.engine.screening.models import AskedLink
from gongkai.engine.screening.queries.links import broken_links
from gongkai.engine.screening.rules import Subject
from gongkai.engine.screening.rules.links import Outcome, digest_of
from gongkai.engine.screening.rules.proofreading import html_findings
from gongkai.engine.screening.rules.subjects import Wording
from gongkai.project.tests.cast import City, Status, document_at

pytestmark = pytest.mark.django_db


def linked(*addresses: str) -> str:
    return "".join(f'<p><a href="{address}">第{n}处链接的名称</a></p>' for n, address in enumerate(addresses))


def found(*addresses: str, **subject: str) -> list[tuple[str, str, str]]:
    told = broken_links(Wording(linked(*addresses)).root, Subject("题", "", **subject))
    return [(one.check, one.message, one.suggestion) for one in told]


def public(city: City) -> Any:
    return document_at(city, Status.PUBLISHED)


def address(document: Any) -> str:
    return f"/documents/{document.item.key}"


def test_what_is_public_may_be_linked_in_every_form(city: City) -> None:
    one = address(public(city))
    host = Site.objects.get(pk=city.site.pk).host
    assert found(one, f"{one}/v1", f"{one}.pdf", f"{one}/history", f"https://{host}{one}", "/", "/search?q=x#y") == []
    assert found(f"/columns/{city.column.slug}/", f"/agencies/{city.housing.code}/", "/static/a.css", "#top") == []


@pytest.mark.parametrize(
    "dead",
    ["/documents/没有/2026-1", "/no/such/page", "/columns/nowhere/", "/agencies/nobody/", "/files/没有/1/1/a.pdf"],
)
def test_what_is_not_there_is_found(city: City, dead: str) -> None:
    ((check, message, _),) = found(dead)
    assert check == "link.absent"
    assert "本站没有" in message


def test_an_edition_or_file_that_was_never_public_is_found(city: City) -> None:
    document = public(city)
    (edition,) = found(f"{address(document)}/v9")
    assert "没有公开过第9版" in edition[1]
    (file,) = found(f"/files/{document.item.key}/1/99/a.pdf")
    assert "附件不存在" in file[1]


@pytest.mark.requirement("R033")
def test_what_was_withdrawn_is_told_with_day_and_reason(city: City) -> None:
    document = public(city)
    publishing.withdraw(item=document.item, by=city.shen, kind=Withdrawal.DUPLICATE, reason="与另一件重复")
    ((check, message, _),) = found(address(document))
    assert check == "link.gone"
    assert "已于" in message
    assert "重复发布" in message


def test_a_draft_of_ones_own_agency_is_not_yet_public_and_anothers_does_not_exist(city: City) -> None:
    draft = document_at(city, Status.DRAFT)
    assert [one[0] for one in found(address(draft), agency=city.housing.code)] == ["link.unpublished"]
    assert [one[0] for one in found(address(draft), agency=city.schools.code)] == ["link.absent"]
    assert found(address(draft), agency=city.housing.code, key=draft.item.key) == []


@pytest.mark.requirement("R033")
def test_a_moved_address_is_found_with_the_new_one(city: City) -> None:
    new = address(public(city))
    Redirect.objects.create(old_path="/art/1.html", new_path="/art/2.html")
    Redirect.objects.create(old_path="/art/2.html", new_path=new)
    Redirect.objects.create(old_path="/art/view.jsp?id=7", new_path=new)
    Redirect.objects.create(old_path="/art/dead.html", new_path="/documents/没有/1")
    told = found("/art/1.html", "/art/view.jsp?id=7", "/art/view.jsp?id=8", "/art/dead.html", "/art/dead.html?id=1")
    assert [one[0] for one in told] == ["link.moved", "link.moved", "link.absent", "link.absent", "link.absent"]
    assert told[0][2] == told[1][2] == new


def test_pages_of_officers_and_of_recipients_are_no_links_for_the_public(city: City) -> None:
    assert {one[0] for one in found("/desk/documents/", "/targeted/abcdef")} == {"link.inside"}


def test_two_hundred_links_cost_a_dozen_queries(city: City) -> None:
    one = address(public(city))
    Redirect.objects.create(old_path="/old/1", new_path=one)
    many = [f"/documents/x/{n}/v{n}" for n in range(50)] + [f"/columns/c{n}/" for n in range(30)]
    many += [f"/agencies/a{n}/" for n in range(30)] + [f"/files/k/1/{n}/a.pdf" for n in range(30)]
    many += [f"/old/{n}" for n in range(30)] + [f"https://www.example.cn/{n}" for n in range(30)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(found(*many)) == 170
    assert len(asked) <= 12


def test_a_text_without_links_costs_no_query(city: City) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert list(broken_links(Wording("<p>无</p>").root, Subject("", ""))) == []
    assert len(asked) == 0


@pytest.mark.requirement("R033")
def test_the_officer_sees_a_dead_link_beside_the_text(city: City) -> None:
    document = document_at(city, Status.DRAFT, html=linked("/documents/没有/2026-1"))
    edition = document.item.editions.select_related("item__agency").get()
    (row,) = [
        row for row in queries.findings_for_edition(edition, city.shen)["findings"] if row["check"] == "link.absent"
    ]
    assert row["title"] == "链接打不开"
    client = Client()
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/documents/{document.pk}/").content.decode()
    assert "本站没有这个地址的内容" in page


def asked(url: str, outcome: Outcome, *, failures: int = 0, to: str = "") -> None:
    AskedLink.objects.create(
        digest=digest_of(url),
        url=url,
        host="www.example.cn",
        outcome=outcome,
        reason="缘由。",
        address=to,
        failures=failures,
    )


def test_what_another_host_answered_is_a_finding(city: City) -> None:
    base = "https://www.example.cn/"
    asked(f"{base}gone", Outcome.MISSING)
    asked(f"{base}old", Outcome.MOVED, to=f"{base}new")
    asked(f"{base}fine", Outcome.OK)
    asked(f"{base}once", Outcome.UNREACHED, failures=1)
    asked(f"{base}twice", Outcome.UNREACHED, failures=2)
    told = found(*(base + name for name in ("gone#part", "old", "fine", "once", "twice", "never")))
    assert [one[0] for one in told] == ["link.outside-missing", "link.outside-moved", "link.outside-unreached"]
    assert told[1][2] == f"{base}new"


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="图" src="http://www.example.cn/a.png">',
        '<img alt="图" src="/a.png" srcset="/a.png 1x, http://www.example.cn/b.png 2x">',
        '<iframe src="HTTP://www.example.cn/"></iframe>',
    ],
)
def test_content_loaded_without_encryption_is_found(html: str) -> None:
    assert "link.mixed" in {one.check for one in html_findings(f"<div>{html}</div>")}
    assert "link.mixed" not in {one.check for one in html_findings(html.lower().replace("http:", "https:"))}
