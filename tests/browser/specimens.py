"""What the small demo city lacks, so that every kind of page has something on it. Run as a program on the city's data.

Everything is made by the real verbs, in the names of the city's people.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

# Taken over as it stood: somebody could not read all of it, which the site's editor is told.
PLAN = (
    "<h2>一、目标</h2><p>租购并举，职住平衡。实施细则<a href='/documents/'>点击这里</a>。</p><h4>（一）租赁</h4>"
    "<table><tr><td>区</td><td>套数</td></tr><tr><td>临江区</td><td>1200</td></tr></table>"
)

LONG_TEXT = "云川市住房租赁企业服务标准"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
    import django

    django.setup()
    for make in (
        _targeted,
        _compilation,
        _tags,
        _law,
        _takeover,
        _plan,
        _act,
        _topic,
        _joint,
        _hear,
        _exchange,
        _points,
        _wording,
        _report,
        _approval,
        _card,
    ):
        if len(sys.argv) < 2 or make.__name__[1:] in sys.argv[1:]:
            make()


def _who(username: str) -> Any:
    from gongkai.base.organisations.models import Person
    from gongkai.base.organisations.queries import acting

    return acting(Person.objects.get(username=username))


def _agency(code: str) -> Any:
    from gongkai.base.organisations.models import Agency

    return Agency.objects.get(code=code)


def _targeted() -> None:
    """A letter to one household that waits for its reader, and a draft of another."""
    from django.utils import timezone

    from gongkai.proactive.targeted import actions
    from gongkai.proactive.targeted.rules import Channel, Line
    from gongkai.project.tests.cast import NOTHING_FOUND

    lines = [Line(Channel.LINK, "住户甲", "明德里七号楼", "000-0000"), Line(Channel.PLACE, "明德社区公告栏")]
    for title in ("关于明德里小区七号楼加固资金分摊的告知", "关于明德里小区七号楼施工安排的告知"):
        delivery = actions.draft(
            agency=_agency("yc-zjj"), title=title, text="七号楼每户分摊壹万贰仟元。", why="只涉及该楼住户",
            by=_who("zjj.open"), lines=lines, expires_at=timezone.now() + dt.timedelta(days=30),
        )  # fmt: skip
        if "加固" in title:
            actions.review(delivery=delivery, step="secrecy", agree=True, by=_who("secrecy.1"), checks=NOTHING_FOUND)
            actions.review(delivery=delivery, step="approval", agree=True, by=_who("zjj.sign"))
            actions.deliver(delivery=delivery, by=_who("zjj.open"))


def _compilation() -> None:
    from gongkai.engine.publishing.queries import public_releases
    from gongkai.proactive.stock.actions import compilations

    keys = list(public_releases().filter(kind="document", agency__code="yc-zjj").values_list("key", flat=True)[:2])
    found = compilations.draft_compilation(
        agency=_agency("yc-zjj"), title="住房保障政策汇编", rule="住房保障主题现行文件", theme="住房保障",
        foreword="<p>供基层工作人员使用。</p>", by=_who("zjj.draft"), members=[("住房租赁", key) for key in keys],
    )  # fmt: skip
    compilations.review_compilation(compilation=found, agree=True, by=_who("zjj.open"))
    compilations.publish_compilation(compilation=found, by=_who("zjj.open"))


def _points() -> None:
    """A window at which applications come in, a shift and a training."""
    from django.utils import timezone

    from gongkai.responsive.applications import actions

    officer, today = _who("zjj.open"), timezone.localdate()
    point = actions.save_point(
        agency=_agency("yc-zjj"), name="一楼大厅", address="云川市临江区明德路1号", morning_from=dt.time(9),
        morning_until=dt.time(12), afternoon_from=dt.time(13), afternoon_until=dt.time(17), by=officer,
    )  # fmt: skip
    actions.save_shift(point=point, person=officer.person, on=today, starts=dt.time(9), ends=dt.time(11), by=officer)
    actions.save_training(
        agency=_agency("yc-zjj"), person=officer.person, on=today, topic="答复口径", hours=4, result="合格", by=officer
    )


def _wording() -> None:
    """The bureau's own wording of a letter."""
    from gongkai.engine.casework import actions
    from gongkai.engine.casework.rules import kind

    key = "application.receipt"
    actions.write_template(
        kind=key, agency=_agency("yc-zjj"), text=f"{kind(key).body}\n\n如需帮助，请致电本机关。", by=_who("zjj.open"),
        reason="补充联系方式",
    )  # fmt: skip


def _report() -> None:
    """The report of the year, begun."""
    from django.utils import timezone

    from gongkai.oversight.annual_report import actions

    actions.open_report(agency=_agency("yc-zjj"), year=timezone.localdate().year, by=_who("zjj.open"))


def _exchange() -> None:
    """An office system whose second message contradicts the first, and a superior that does not answer."""
    from gongkai.doors.exchange import actions
    from gongkai.doors.exchange.rules import MessageKind

    officer, bureau = _who("zjj.open"), _agency("yc-zjj")
    office = actions.register_partner(code="zjj-oa", name="住建局办公系统", kind="oa", agency=bureau, by=officer)
    actions.issue_key(partner=office, by=officer)
    document = {
        "title": "关于做好住房租赁补贴发放工作的通知", "division": "房产市场科", "attribute": "proactive", "mode": "full-text",
        "genre": "通知", "category": "其他文件", "themes": ["住房保障"], "five": ["service"],
        "interpretation_plan": "同步发布图解", "formed_on": "2026-03-09",
    }  # fmt: skip
    for key, text in (("d1", "<p>补贴按户发放。</p>"), ("d2", "<p>补贴按月发放。</p>")):
        actions.receive(
            partner=office, kind=MessageKind.DOCUMENT, key=key, external_id="OA-1",
            payload={"document": document | {"html": text}},
        )  # fmt: skip
    superior = actions.register_partner(
        code="province", name="省政务公开平台", kind="superior", agency=bureau, by=officer,
        base_url="https://province.example/api/",
    )  # fmt: skip
    actions.start(partner=superior, by=officer)


def _tags() -> None:
    from django.utils import timezone

    from gongkai.engine.tags import actions, queries
    from gongkai.engine.tags.rules import NewTag

    lines = [NewTag(one.code, one.name) for one in queries.choices("theme")]
    lines[-1] = NewTag(lines[-1].code, f"{lines[-1].name}和其他")
    actions.propose(
        scheme="theme", lines=lines, valid_from=timezone.localdate(), note="按新目录调整", by=_who("editor")
    )


def _law() -> None:
    """A law that public documents cite is revised: a task for those who keep them."""
    from django.utils import timezone

    from gongkai.base.organisations.queries import the_system
    from gongkai.engine.regulations import actions
    from gongkai.engine.regulations.actions import Given
    from gongkai.engine.regulations.models import CitedLaw

    cited = CitedLaw.objects.select_related("law").first()
    assert cited is not None
    decided, effective = (timezone.localdate() - dt.timedelta(days=days) for days in (20, 10))
    text = "第一条 为了规范管理，制定本条例。\n第二条 期限为十五日。\n第三条 本条例自公布之日起施行。"
    record = {
        "kind": cited.law.rank, "issuer": cited.law.issuer, "title": cited.law.title, "text": text,
        "extra": {
            "promulgated": "2020-01-01", "effective": effective.isoformat(), "version_date": decided.isoformat(),
            "events": [{"date": "2020-01-01", "text": "公布"}, {"date": decided.isoformat(), "text": "修订"}],
        },
    }  # fmt: skip
    actions.import_laws(lines=[Given("laws.jsonl:1", record)], by=the_system("test"), source="laws.jsonl")


def _takeover() -> None:
    """An old site on its way here: scanned, nothing taken over yet."""
    from django.core.management import call_command
    from openpyxl import Workbook

    from gongkai.doors.takeover.tests import old_site

    folder = Path(tempfile.mkdtemp())
    site = old_site.build(folder / "old", articles=24)
    book = Workbook()
    for line in (["旧栏目", "栏目", "机关"], ["部门文件", "部门文件", "云川市住房和城乡建设局"]):
        book.active.append(line)
    book.save(folder / "columns.xlsx")
    with contextlib.suppress(SystemExit):  # something waits for a person: that is what the pages show
        call_command("takeover", str(site.root), columns=folder / "columns.xlsx", agency="yc-zjj", dry_run=True)


def _plan() -> None:
    """A plan, which files itself in the library of plans."""
    from gongkai.proactive.documents import actions as documents
    from gongkai.proactive.stock.actions.plans import file_plan

    found = documents.file_takeover(
        agency=_agency("yc-zjj"), title="云川市住房发展规划（2026—2030年）", html=PLAN,
        by=_who("zjj.open"), source="原云川市人民政府门户网站", external_id="old-plan", number="云川住建发〔2025〕88号",
        issued_on=dt.date(2025, 12, 1), formed_on=dt.date(2025, 12, 1), mode="full-text",
        published_at=dt.datetime(2025, 12, 3, 9, tzinfo=dt.UTC), genre="通知", category="规划计划", themes=["住房保障"],
    )  # fmt: skip
    file_plan(release=found.item.release, by=_who("zjj.open"))


def _act() -> None:
    """A text so long that it is read in parts."""
    from gongkai.proactive.documents import actions as documents

    sentence = "企业应当在门店公示房源编号、租金标准和收费项目，不得发布虚假房源信息，不得以隐瞒、欺骗的方式收取费用。"
    chapters = "".join(
        f"<h2>第{name}章 租赁管理之{name}</h2>"
        + "".join(f"<p>（{number}）编号{place}-{number:03d}：{sentence}</p>" for number in range(120))
        for place, name in enumerate("一二三四五六七八九", start=1)
    )
    documents.file_takeover(
        agency=_agency("yc-zjj"), title=LONG_TEXT, html=chapters, by=_who("zjj.open"), source="原云川市人民政府门户网站",
        external_id="old-act", number="云川住建发〔2024〕9号", issued_on=dt.date(2024, 12, 1), formed_on=dt.date(2024, 12, 1),
        mode="full-text", published_at=dt.datetime(2024, 12, 3, 9, tzinfo=dt.UTC), genre="通知", category="其他文件",
        themes=["住房保障"],
    )  # fmt: skip


def _topic() -> None:
    """A topic page that its editor still arranges."""
    from gongkai.doors.site import actions

    editor = _who("editor")
    topic = actions.create_topic(
        agency=_agency("yc-gov"), slug="lifts", title="既有住宅加装电梯", lede="加装电梯怎么办，补多少。", by=editor
    )
    actions.add_block(
        topic=topic, version=topic.item.editions.latest("number").version, kind="text", by=editor,
        typed={"title": "怎么办", "html": "<p>先由业主共同决定，再到街道登记。</p>"},
    )  # fmt: skip


def _joint() -> None:
    """A draft of two agencies that waits for the other's signature."""
    from gongkai.base.organisations.models import Division
    from gongkai.proactive.documents import actions as documents

    bureau, other = _agency("yc-zjj"), _agency("yc-czj")
    document = documents.draft(
        agency=bureau, drafting_agency=bureau, division=Division.objects.filter(agency=bureau).first(),
        title="关于联合开展住房租赁补贴资金检查的通知", html="<p>检查从十二月一日开始。</p>", by=_who("zjj.draft"),
        attribute="proactive", mode="full-text", joint_issuers=[other.name], genre="通知", category="其他文件",
        themes=["住房保障"], interpretation_plan="不需要解读", five=["result"],
    )  # fmt: skip
    documents.submit(document=document, by=_who("zjj.draft"))
    documents.approve_head(document=document, by=_who("zjj.head"))
    documents.ask_countersign(document=document, agency_name=other.name, by=_who("zjj.open"))


def _hear() -> None:
    """Let the consumers hear of all this, as the worker does."""
    from gongkai.base.jobs.actions import run_worker
    from gongkai.base.organisations.queries import site_model
    from gongkai.oversight.sitewatch.actions.accessible import look_at_site

    run_worker(once=True)
    for site in site_model().objects.select_related("agency"):
        look_at_site(site=site)


def _approval() -> None:
    """A refusal that somebody else has to approve, and a request to put a record right."""
    from django.utils import timezone

    from gongkai.responsive.applications import actions
    from gongkai.responsive.applications.models import Application

    by, today = _who("zjj.apply"), timezone.localdate()
    rows = Application.objects.select_related("agency", "submission").filter(agency__code="yc-zjj")
    one = rows.filter(status="examining").first()
    actions.decide(application=one, code="R10", reason="属于投诉举报，请向有关机构提出。", by=by)
    actions.receive_record_request(
        agency=_agency("yc-zjj"), who="住户甲", contact="000-0000", record="轮候登记中的家庭人口", evidence="户口簿",
        received_on=today, due_on=today + dt.timedelta(days=28), by=by,
    )  # fmt: skip


def _card() -> None:
    """An interpretation that is being written, with points for a card."""
    from gongkai.proactive.documents.models import Document
    from gongkai.proactive.interpretation import actions

    rows = Document.objects.filter(status="published", drafting_agency__code="yc-zjj", attribute="proactive")
    actions.draft(
        policy=rows.select_related("item__agency").first().item, title="再说一遍怎么领", form="graphic",
        stage="implementation", sort="second", reason="群众多次问到", html="<p>先申请，再审核，按月发放。</p>",
        points={"title": "租房补贴怎么领", "who": ["新市民"], "much": [], "contact": []}, by=_who("zjj.draft"),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
