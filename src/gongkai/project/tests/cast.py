"""The cast that every test knows: a small city, its people, and factories that reach a state by the real verbs.

林 drafts, 周 heads her division, 沈 is the openness officer of the housing bureau, 何 reviews secrecy, 许 sits in the city
government office as openness authority, 法 examines legality for the whole city, 郑 signs. 陌 is an officer of another bureau and has no business here. 管 administers.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from django.db import connections
from django.utils import timezone

from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import Acting, acting, the_system
from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents import queries as document_queries
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.norms import POINTS, needs_norm_check
from gongkai.proactive.interpretation import actions as interpretation
from gongkai.proactive.interpretation import queries as interpreted
from gongkai.proactive.interpretation.rules.kinds import ELEMENTS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Division, Person, Site
    from gongkai.engine.publishing.models import Column
    from gongkai.proactive.documents.models import Document

PASSWORD = "云川city-2026!"
START = dt.date(2020, 1, 1)


@dataclass
class City:
    """Everybody and everything of the test city, by name."""

    government: Agency
    office: Agency
    housing: Agency
    schools: Agency
    rental: Division
    site: Site
    column: Column
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Acting:
        """`city.lin` is 林 at work: what every verb takes as `by`."""
        people = self.__dict__.get("people", {})
        if name in people:
            return acting(people[name], address="10.0.0.7")
        raise AttributeError(name)


def _people(city: City, system: Acting) -> None:
    cast: list[tuple[str, str, Agency, str, Division | None]] = [
        ("lin", "林知远", city.housing, "drafter", city.rental),
        ("zhou", "周以宁", city.housing, "division_head", city.rental),
        ("shen", "沈若川", city.housing, "openness_officer", None),
        ("he", "何静言", city.housing, "secrecy_reviewer", None),
        ("xu", "许明朗", city.office, "openness_authority", None),
        ("fa", "法度明", city.government, "legal_reviewer", None),
        ("zheng", "郑怀山", city.housing, "signing_leader", None),
        ("mo", "陌然", city.schools, "openness_officer", None),
        ("guan", "管一清", city.government, "administrator", None),
        ("jian", "简行", city.government, "supervisor", None),
        ("bian", "边若水", city.government, "site_editor", None),
    ]
    for username, name, agency, role, division in cast:
        person = organisations.create_person(username=username, name=name, password=PASSWORD, agency=agency, by=system)
        organisations.appoint(person=person, agency=agency, role=role, division=division, starts_on=START, by=system)
        city.people[username] = person
    # The openness authority of the city stands above all bureaus.
    organisations.appoint(
        person=city.people["xu"], agency=city.government, role="openness_authority", starts_on=START, by=system
    )


def build_city() -> City:
    system = the_system("test")
    government = organisations.create_agency(
        code="yc-gov", name="云川市人民政府", short_name="市人民政府", kind="government", by=system,
        number_prefixes=["云川政发"],
    )  # fmt: skip
    office = organisations.create_agency(
        code="yc-office", name="云川市人民政府办公室", short_name="市政府办公室", kind="office", parent=government,
        by=system, number_prefixes=["云川政办发"],
    )  # fmt: skip
    housing = organisations.create_agency(
        code="yc-zjj", name="云川市住房和城乡建设局", short_name="市住房城乡建设局", parent=government, by=system,
        number_prefixes=["云川住建发", "云川住建规"],
    )  # fmt: skip
    schools = organisations.create_agency(
        code="yc-jyj", name="云川市教育局", short_name="市教育局", parent=government, by=system
    )
    rental = organisations.create_division(agency=housing, name="房产市场科", by=system)
    site = organisations.create_site(
        host="open.yunchuan.example", name="云川市政府信息公开平台", agency=government, by=system, is_default=True,
        whole_tree=True, identification_code="9900000001", sponsor="云川市人民政府办公室", address="云川市临江区明德路1号",
        phone="000-00000000", postal_code="000000", copyright="云川市人民政府办公室版权所有",
    )  # fmt: skip
    column = publishing.create_column(
        site=site, slug="department-docs", name="部门文件", agency=government, by=system, description="市级部门文件"
    )
    city = City(government, office, housing, schools, rental, site, column)
    _people(city, system)
    return city


@pytest.fixture
def city(db: None) -> City:
    return build_city()


GOOD: dict[str, Any] = {
    "genre": "通知",
    "category": "其他文件",
    "themes": ["住房保障"],
    "keywords": ["住房租赁", "补贴"],
    "interpretation_plan": "同步发布图解",
    "release_channel": "政府网站",
    "five": ["service"],
    "addressees": "各区住房和城乡建设局",
    "summary": "规范住房租赁补贴的申请和发放。",
    "formed_on": dt.date(2026, 3, 9),
}
TEXT = "<p>各区住房和城乡建设局：</p><h2>一、总体要求</h2><p>新市民住房租赁补贴按户发放，每户每月三百元。</p>"


def drafted(city: City, *, title: str = "关于做好新市民住房租赁补贴发放工作的通知", **changes: Any) -> Document:
    facts = {"html": TEXT, "by": city.lin, "division": city.rental} | GOOD | changes
    return documents.draft(agency=city.housing, title=title, **facts)


ROAD: tuple[Status, ...] = (
    Status.DRAFT, Status.HEAD_REVIEW, Status.OFFICE_REVIEW, Status.SECRECY_REVIEW, Status.AUTHORITY_REVIEW,
    Status.SIGNING, Status.SIGNED, Status.ISSUED, Status.PUBLISHED,
)  # fmt: skip
NOTHING_FOUND = {"state_secret": "none", "work_secret": "none", "sensitive": "none"}


def step(city: City, document: Document, *, number: str = "", issued_on: dt.date | None = None) -> None:
    """Take a document one station further by the verb of that station."""
    mode = document_queries.working_edition(document).mode
    match Status(document.status):
        case Status.DRAFT | Status.RETURNED:
            _plan(city, document)
            documents.submit(document=document, by=city.lin)
        case Status.HEAD_REVIEW:
            _interpret(city, document)
            documents.approve_head(document=document, by=city.zhou, opinion="同意")
        case Status.OFFICE_REVIEW:
            documents.check(document=document, by=city.shen, mode=mode, mode_grounds="涉及公众切身利益，全文公开")
        case Status.SECRECY_REVIEW:
            documents.clear(document=document, by=city.he, results=NOTHING_FOUND)
        case Status.AUTHORITY_REVIEW:
            documents.agree_attribute(document=document, by=city.xu, opinion="同意")
        case Status.SIGNING:
            _before_signature(city, document)
            documents.sign(document=document, by=city.zheng)
        case Status.SIGNED:
            documents.issue(document=document, number=number, issued_on=issued_on or timezone.localdate(), by=city.shen)
        case Status.ISSUED:
            documents.publish(document=document, by=city.shen)
        case status:
            raise AssertionError(f"从“{status}”没有下一步")
    document.refresh_from_db()


WRITTEN: dict[str, Any] = {"elements": {key: {"state": "present"} for key in ELEMENTS}}
# An interpretation in which every part of WRITTEN really stands.
EXPLAINED = (
    "<h2>为什么要出台这项政策？</h2><p>近年来到云川上班的年轻人越来越多，不少人刚来时租金压力大，这次专门帮他们分担一部分。</p>"
    "<h2>要达到什么目标？</h2><p>今年先让三千户刚来的家庭住得稳，明年再看效果扩大。</p>"
    "<h2>主要内容</h2><p>一是讲清谁能领，二是讲清一个月领多少，三是讲清去哪里办。</p>"
    "<h2>谁能享受？</h2><p>没有自己的房子、正在租房、在本地缴满半年养老保险的家庭都可以申请。</p>"
    "<h2>标准是多少？</h2><p>一户一个月领300元，按季度打到社会保障卡，一年就是3600元。</p>"
    "<h2>有哪些要注意的？</h2><p>合同要先备案，换了房子一个月内更新，逾期会停发。</p>"
    "<h2>这些词是什么意思？</h2><p>“一户”是指夫妻和没有成年的孩子，单身的自己算一户。</p>"
    "<h2>能得到哪些实惠？</h2><p>不用跑窗口，系统自动核对，材料能免则免，钱直接到账。</p>"
    "<h2>和以前有什么不同？</h2><p>以前要交五样证明，现在一样都不用交；原来一年发一次，现在一季一次。</p>"
)
SHOWN = {"title": "租房补贴怎么领", "who": ["没有住房的新市民"], "how": ["备案合同", "网上填表", "按季到账"]}


def _plan(city: City, document: Document) -> None:
    """Plan the interpretation of a document that must have one."""
    if not interpreted.wanted(document) or interpreted.plan_of(document.item) is not None:
        return
    interpretation.plan(
        document=document, by=city.lin, forms=["graphic"], channels=["portal"], outline="谁能领、领多少、怎么领。",
        timing="与文件同时发布",
    )  # fmt: skip
    interpretation.draft(
        policy=document.item,
        title="一图读懂",
        html=EXPLAINED,
        form="graphic",
        points=SHOWN,
        by=city.lin,
        **WRITTEN,
    )


def _interpret(city: City, document: Document) -> None:
    plan = interpreted.plan_of(document.item)
    if plan is None or plan.approved_at is not None:
        return
    interpretation.approve_plan(plan=plan, by=city.zhou)
    for one in interpreted.unsigned(document):
        interpretation.submit(interpretation=one, by=city.lin)
        interpretation.approve(interpretation=one, by=city.zhou)


def sign_interpretations(city: City, document: Document) -> None:
    """Take what goes out with the document through secrecy review and signature."""
    for one in interpreted.unsigned(document):
        interpretation.approve(interpretation=one, by=city.he, checks=NOTHING_FOUND)
        interpretation.approve(interpretation=one, by=city.zheng)


def _before_signature(city: City, document: Document) -> None:
    """What a policy document and a joint issue need besides the reviews; nothing for any other document."""
    sign_interpretations(city, document)
    if needs_norm_check(document.category):
        documents.norm_check(document=document, answers=dict.fromkeys(POINTS, True), by=city.shen)
    for name in document.joint_issuers:
        documents.countersign(
            document=document,
            agency_name=name,
            result="agree",
            signer="会签人",
            signed_on=timezone.localdate(),
            by=city.shen,
        )


def document_at(
    city: City, status: Status, *, number: str = "", issued_on: dt.date | None = None, **changes: Any
) -> Document:
    """Return a document in a status, reached by the real verbs only. FILED needs an attribute that is not proactive."""
    document = drafted(city, **changes)
    for _ in ROAD:
        if document.status == status:
            return document
        step(city, document, number=number, issued_on=issued_on)
    if document.status != status:
        raise AssertionError(f"没有路通向“{status}”，停在“{document.status}”")
    return document


def at_once(*jobs: Callable[[], object]) -> list[BaseException | object]:
    """Run all jobs at the same moment, each in a thread with a connection of its own; return what each returned or raised."""
    start = threading.Barrier(len(jobs))
    results: list[BaseException | object] = [None] * len(jobs)

    def run(place: int, job: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            results[place] = job()
        except Exception as error:  # noqa: BLE001 - what was raised is what the test looks at
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def refusals(results: list[BaseException | object]) -> list[BaseException]:
    return [one for one in results if isinstance(one, BaseException)]


@contextmanager
def on_day(day: str) -> Iterator[dt.date]:
    """Let it be noon of a day for everything that asks Django for the time."""
    wanted = dt.date.fromisoformat(day)
    noon = dt.datetime.combine(wanted, dt.time(12), tzinfo=timezone.get_default_timezone())

    class Noon(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return noon.astimezone(tz)

    # The clock itself, not `timezone.now`: defaults of columns hold that function.
    with mock.patch.object(timezone, "datetime", Noon):
        yield wanted
