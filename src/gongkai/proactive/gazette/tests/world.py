"""A gazette of the test city: 边 edits, 高 and 倪 read, 魏 approves; documents come by the real verbs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.models import Entry, Gazette, Issue
from gongkai.project.tests.cast import PASSWORD, START, City, document_at, step

if TYPE_CHECKING:
    from gongkai.proactive.documents.models import Document

NAME = "云川市人民政府公报"
ENGLISH_NAME = "Gazette of the People's Government of Yunchuan"
PEOPLE = (
    ("gao", "高若谷", "openness_officer"),
    ("ni", "倪文澄", "openness_officer"),
    ("wei", "魏思源", "signing_leader"),
)


@pytest.fixture
def town(city: City) -> City:
    system = the_system("test")
    for username, name, role in PEOPLE:
        person = organisations.create_person(
            username=username, name=name, password=PASSWORD, agency=city.government, by=system
        )
        organisations.appoint(person=person, agency=city.government, role=role, starts_on=START, by=system)
        city.people[username] = person
    cong = organisations.create_person(
        username="cong", name="丛听雨", password=PASSWORD, agency=city.housing, by=system
    )
    organisations.appoint(person=cong, agency=city.housing, role="openness_officer", starts_on=START, by=system)
    city.people["cong"] = cong
    return city


@pytest.fixture
def gazette(town: City) -> Gazette:
    return actions.found_gazette(
        agency=town.government, name=NAME, english_name=ENGLISH_NAME, founded_on=dt.date(2024, 1, 15), by=town.bian
    )


def public(
    city: City, title: str = "关于做好新市民住房租赁补贴发放工作的通知", number: str = "云川住建发〔2026〕12号"
) -> Document:
    return document_at(city, Status.PUBLISHED, title=title, number=number)


def planned(gazette: Gazette, city: City, number: int = 1, total: int = 1) -> Issue:
    return actions.plan(
        gazette=gazette, year=2026, number=number, total=total, planned_on=dt.date(2026, 3, 31), by=city.bian
    )


def filled(gazette: Gazette, city: City, *papers: Document, number: int = 1, total: int = 1) -> Issue:
    issue = planned(gazette, city, number, total)
    if papers:
        actions.choose(issue=issue, items=[one.item_id for one in papers], by=city.bian)
    actions.add_text(
        issue=issue,
        column="chronicle",
        title="三月大事记",
        body="3日，市政府召开常务会议。\n9日，全市春耕现场会召开。",
        by=city.bian,
    )
    return issue


def proofed(issue: Issue, city: City) -> Issue:
    issue = actions.select(issue=issue, by=city.bian)
    for reader in (city.gao, city.ni):
        reading = actions.open_reading(issue=issue, by=reader)
        issue = actions.close_reading(reading=reading, by=reader)
    return issue


def released(issue: Issue, city: City) -> Issue:
    issue = actions.approve(issue=proofed(issue, city), by=city.wei, opinion="同意出版")
    actions.release(issue=issue, by=city.gao)
    issue.refresh_from_db()
    publishing.deliver()
    return issue


def corrected(document: Document, city: City, old: str, new: str) -> Document:
    """Bring a public document into its next edition with one passage changed; 沈 writes, 丛 checks."""
    documents.correct(document=document, note="更正一处笔误", by=city.shen)
    document.refresh_from_db()
    edition = working_edition(document)
    documents.save(
        document=document, version=edition.version, by=city.shen, title=edition.title, mode="full-text",
        html=edition.html.replace(old, new),
    )  # fmt: skip
    document.refresh_from_db()
    for _ in range(9):
        match Status(document.status):
            case Status.PUBLISHED:
                break
            case Status.DRAFT:
                documents.submit(document=document, by=city.shen)
            case Status.OFFICE_REVIEW:
                documents.check(
                    document=document, by=city.cong, mode="full-text", mode_grounds="涉及公众切身利益，全文公开"
                )
            case Status.SIGNED | Status.ISSUED:
                documents.publish(document=document, by=city.shen)
            case _:
                step(city, document)
        document.refresh_from_db()
    publishing.deliver()
    return document


def entry_of(issue: Issue, document: Document) -> Entry:
    return issue.entries.get(document=document.item_id)


__all__ = [
    "City", "corrected", "entry_of", "filled", "gazette", "planned", "proofed", "public", "queries",
    "released", "step", "town",
]  # fmt: skip
