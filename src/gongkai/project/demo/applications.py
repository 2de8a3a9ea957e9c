"""Applications in the city, in every state and with many outcomes. Nobody here exists: the people, their numbers, what they ask for.

A case is a list of steps, each some working days before the end of the story; every step is a real verb by whoever may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from unittest import mock

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from gongkai.base.files import actions as files
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.queries import acting, the_system
from gongkai.engine.casework import actions as casework
from gongkai.project.demo import agencies, days
from gongkai.project.demo.founding import SINCE, City
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.rules.forms import Matter, Party

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.project.demo.lives import Step

BUREAU = "yc-zjj"
HOURS = (9, 10, 11, 14, 15, 16)
REGULATION = {"name": "《中华人民共和国政府信息公开条例》", "rank": "行政法规"}
AREA = "119901"  # of no such district
SECRET = "YUNC-2Y26"  # noqa: S105 - no secret: opens every form of the story on the page where applicants follow theirs


def id_number(born: dt.date, serial: int) -> str:
    """Return a number with a right check digit that no person can have."""
    first = f"{AREA}{born:%Y%m%d}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11]


def _person(name: str, serial: int, street: str) -> Party:
    return Party(
        kind="natural", name=name, identity="id-card", phone=f"000-6200{serial:04d}", postal_code="990100",
        identity_number=id_number(dt.date(1960 + serial * 7 % 40, serial % 12 + 1, serial % 27 + 1), serial),
        email=f"reader{serial:02d}@example.com", address=f"云川市{street}",
    )  # fmt: skip


def _body(kind: str, name: str, serial: int, head: str) -> Party:
    return Party(
        kind=kind, name=name, identity="credit-code", identity_number=agencies.credit_code(serial), representative=head,
        contact=head, phone=f"000-6300{serial:04d}", address="云川市临江区江畔路88号", postal_code="990100",
    )  # fmt: skip


PEOPLE: dict[str, Party] = {
    "钱": _person("钱一鸣", 1, "临江区明德路18号"),
    "孙": _person("孙二川", 2, "临江区南门街7号"),
    "李": _person("李三禾", 3, "云岭区青石路52号"),
    "周": _person("周四维", 4, "川北区和平路9号"),
    "吴": _person("吴五岳", 5, "临江区滨江道101号"),
    "郑": _person("郑六合", 6, "云岭区松林街33号"),
    "王": _person("王七弦", 7, "川北区新桥路6号"),
    "物业": _body("business", "云川市江畔物业服务有限公司", 901, "冯八方"),
    "研究": _body("research", "云川市城市发展研究院", 902, "陈九思"),
    "公益": _body("public-benefit", "云川市邻里互助中心", 903, "褚十全"),
    "律所": _body("legal-service", "云川明理律师事务所", 904, "卫百里"),
}


@cache
def _hashed() -> str:
    return make_password(SECRET)


Do = Callable[["Case"], object]


@dataclass
class Case:
    """One form on its way. `road` says how many working days before the end of the story what happens."""

    key: str
    agency: str
    back: int
    who: str
    titles: tuple[str, ...]
    road: tuple[tuple[int, Do], ...] = ()
    door: str = "web"
    description: str = ""
    city: City = field(default_factory=City)
    end: dt.date = dt.date.min
    pk: int = 0

    @property
    def now(self) -> Application:
        return Application.objects.select_related("agency", "submission").get(pk=self.pk)

    @property
    def handler(self) -> Acting:
        role = (
            "application_handler" if (self.agency, "application_handler") in self.city.holders else "openness_officer"
        )
        return self.city.who(self.agency, role)

    @property
    def leader(self) -> Acting:
        return self.city.who(self.agency, "signing_leader")

    def come(self) -> None:
        by = the_system("portal") if self.door == "web" else self.handler
        # One secret for all, hashed once and not thirty times: a visitor may follow any of them.
        with mock.patch("gongkai.responsive.applications.actions.intake.make_password", return_value=_hashed()):
            received = actions.submit(
                agency=self.city.agencies[self.agency], door=self.door, form="electronic",
                method="online" if self.door == "web" else "post", by=by, parties=[PEOPLE[self.who]],
                matters=[
                    Matter(title, self.description if place == 0 else "") for place, title in enumerate(self.titles)
                ],
            )  # fmt: skip
        self.pk = received.submission.applications.order_by("position")[0].pk

    def steps(self) -> list[Step]:
        happenings: list[tuple[int, Do | None]] = [(self.back, None), *self.road]
        made: list[Step] = []
        hour: dict[int, int] = {}
        for back, do in happenings:
            place = hour[back] = hour.get(back, -1) + 1
            first = HOURS[min(place, len(HOURS) - 1)]
            moment = days.at(days.back(self.end, back), f"apply-{self.key}-{len(made)}", first=first, last=first + 1)
            made.append((moment, self.come if do is None else partial(do, self)))
        return made


def confirm(case: Case) -> None:
    actions.confirm(submission=case.now.submission, on=timezone.localdate(), how="phone", by=case.handler)


def accept(case: Case) -> None:
    actions.accept(application=case.now, by=case.handler)


def assign(case: Case) -> None:
    person = case.handler.person
    actions.assign(application=case.now, division=None, handler=person, by=case.handler)


def supplement(case: Case, *, days_given: int = 15) -> None:
    wanted = "一、申请内容不明确：请写明需要哪一年度、哪一个区的信息。\n二、没有提供身份证明：请补充。"
    due = days.forward(timezone.localdate(), days_given)
    actions.ask_supplement(application=case.now, wanted=wanted, due_on=due, by=case.handler)


def ask_division(case: Case, *, question: str) -> None:
    division = case.city.divisions[BUREAU, "房产市场科"]
    actions.assign(application=case.now, division=division, handler=case.handler.person, by=case.handler)
    due = days.forward(timezone.localdate(), 5)
    actions.ask_division(application=case.now, division=division, question=question, due_on=due, by=case.handler)


def division_answers(case: Case, *, answer: str, suggests: str) -> None:
    person = case.city.people["zjj.draft"]
    opinion = case.now.opinions.get()
    actions.answer_division(opinion=opinion, answer=answer, suggests=suggests, by=acting(person))


def inquire(case: Case) -> None:
    about = "贵公司与本机关签订的物业服务合同中的单价和人员名单"
    actions.inquire(
        application=case.now, party="third-party", name="云川市晴川物业管理有限公司", about=about, by=case.handler,
        address="云川市云岭区晴川路3号",
    )  # fmt: skip


def reached(case: Case) -> None:
    inquiry = case.now.inquiries.get()
    actions.receive_letter(inquiry=inquiry, on=timezone.localdate(), by=case.handler)


def third_refuses(case: Case) -> None:
    actions.answer_inquiry(
        inquiry=case.now.inquiries.get(), answer="refused", by=case.handler,
        reason="合同单价属于本公司的商业秘密，公开后会影响正在进行的投标。",
    )  # fmt: skip


def extend(case: Case) -> None:
    reason = "涉及2019年以来的纸质台账，需要逐卷核对。"
    actions.propose_extension(application=case.now, days=20, reason=reason, by=case.handler)


def charge(case: Case) -> None:
    how = "缴入市财政非税收入专户，凭本通知到临江区明德路1号政务服务大厅12号窗口办理。"
    actions.charge(application=case.now, method="按量", pages=86, how_to_pay=how, by=case.handler)


def fee_reached(case: Case) -> None:
    actions.fee_reached(application=case.now, on=timezone.localdate(), by=case.handler)


def search(case: Case) -> None:
    today = timezone.localdate()
    for place, words in (("局档案室2015年至2026年文书档案", "地下管廊 普查"), ("办公系统收发文", "地下管廊")):
        actions.search(
            application=case.now, on=today, place=place, words=words, found=False, result="没有检索到相关文件",
            searched_by="档案管理员", by=case.handler,
        )  # fmt: skip


def contact(case: Case) -> None:
    actions.contact(
        application=case.now, way="电话", text="向申请人说明了申请表的填写要求，申请人希望尽快得到答复。", by=case.handler,
        public="工作人员已与您电话沟通",
    )  # fmt: skip


def meet(case: Case) -> None:
    actions.meet(
        application=case.now, on=timezone.localdate(), people="办公室、房产市场科、法规科、法律顾问",
        conclusion="合同主体内容可以公开，单价和人员名单区分处理。", by=case.handler,
    )  # fmt: skip


def counsel(case: Case) -> None:
    actions.ask_counsel(
        application=case.now, question="以保护第三方合法权益为由不予公开，依据是否充分？", by=case.handler
    )


def ask_reasons(case: Case) -> None:
    facts = "您近三个月先后提出6件内容相近的政府信息公开申请。"
    actions.ask_reasons(application=case.now, facts=facts, by=case.handler)


def withdraw(case: Case) -> None:
    actions.withdraw(application=case.now, reason="已在网站上找到所需信息", by=case.handler)


def at_once(case: Case) -> None:
    actions.answer_at_once(
        application=case.now, where="当场打印提供《云川市公共租赁住房管理办法》全文。", by=case.handler
    )


def decide(case: Case, *, code: str, paper: str = "", **facts: Any) -> None:
    given = []
    if paper:
        data = f"{case.titles[0]}\n\n{paper}\n".encode()
        given = [(files.store(data=data, filename=f"{case.titles[0]}.txt", by="示范数据"), f"{case.titles[0]}.txt")]
    actions.decide(application=case.now, code=code, given=given, by=case.handler, **facts)


def approve(case: Case) -> None:
    actions.approve(application=case.now, opinion="同意。", by=case.leader)


def send_back(case: Case) -> None:
    actions.send_back(application=case.now, opinion="请把区分处理的情况写具体。", by=case.leader)


def send(case: Case) -> None:
    """Issue the answer and hand it to the post: it counts from that day."""
    letter = actions.issue(application=case.now, by=case.handler)
    made = casework.dispatch(letter=letter, route="post", by=case.handler, address=PEOPLE[case.who].address)
    casework.record_posted(dispatch=made, on=timezone.localdate(), tracking=f"XA0000{case.pk:04d}00", by=case.handler)


def prepare(case: Case) -> None:
    letter = actions.issue(application=case.now, by=case.handler)
    casework.dispatch(letter=letter, route="post", by=case.handler, address=PEOPLE[case.who].address)


def link_back(case: Case, *, earlier: Case) -> None:
    actions.link(
        application=case.now, other=earlier.now, why="同一申请人就相同内容再次申请", repeats=True, by=case.handler
    )


def basis(article: str) -> list[dict[str, str]]:
    return [REGULATION | {"article": article}]


PROACTIVE: dict[str, Any] = {"proactive": "eligible", "proactive_reason": "涉及面广，转为主动公开。"}
NOT_PROACTIVE: dict[str, Any] = {"proactive": "ineligible", "proactive_reason": "只涉及个别项目，社会关注少。"}
SECRET_OF_OTHERS: dict[str, Any] = {
    "reason": "合同单价和人员名单属于第三方的商业秘密和个人信息，第三方不同意公开，公开会损害其合法权益。",
    "bases": basis("第十五条"), "severable": "所申请的正是单价和人员名单，无法再作区分。",
}  # fmt: skip
PROCESS: dict[str, Any] = {
    "reason": "所申请的是方案论证过程中的讨论记录，尚未形成正式决定，属于过程性信息。",
    "bases": basis("第十六条第二款"), "severable": "讨论记录通篇是参会人员的意见，无法区分处理。",
}  # fmt: skip
NOT_OURS: dict[str, Any] = {
    "reason": "公积金缴存和提取由住房公积金管理中心办理，相关信息由其制作和保存。", "redirect": "云川市住房公积金管理中心",
    "redirect_contact": "云川市临江区明德路66号，000-60009999",
}  # fmt: skip


def _bureau() -> list[Case]:
    p = partial
    return [
        Case("a", BUREAU, 1, "钱", ("2025年度住房租赁补贴分区发放情况",), description="各区户数和金额。"),
        Case("b", BUREAU, 2, "周", ("老旧小区改造项目库入库标准",), door="ordinary-mail"),
        Case("c", BUREAU, 1, "孙", ("明德路片区征收补偿安置方案",), door="counter"),
        Case("d", BUREAU, 6, "研究", ("2020年以来新建商品住房网签备案数据",), ((5, confirm),), description="按月、按区。"),
        Case("e", BUREAU, 9, "李", ("房屋安全鉴定报告",), ((8, confirm), (6, contact), (6, supplement))),
        Case("f", BUREAU, 30, "王", ("有关住房的全部文件",), ((29, confirm), (27, p(supplement, days_given=12)))),
        Case("g", BUREAU, 8, "公益", ("困难家庭租赁补贴审核流程和时限",), ((7, confirm), (6, accept), (4, p(ask_division, question="审核流程文件是否现行有效，各环节时限是多少？")))),
        Case("h", BUREAU, 12, "物业", ("保障房小区物业服务合同",), ((11, confirm), (10, accept), (10, assign), (6, inquire), (4, reached))),
        Case("i", BUREAU, 19, "律所", ("2019年以来房屋征收决定和公告",), ((18, confirm), (17, accept), (17, assign), (3, extend))),
        Case("j", BUREAU, 26, "吴", ("住房公积金贷款贴息政策执行情况",), ((25, confirm), (22, accept), (20, assign), (15, contact))),
        Case("k", BUREAU, 14, "研究", ("既有建筑抗震普查登记表",), ((13, confirm), (12, accept), (7, charge), (5, fee_reached))),
        Case("l", BUREAU, 20, "郑", ("物业服务合同单价和人员名单",), ((19, confirm), (18, accept), (17, inquire), (15, reached), (9, third_refuses), (4, counsel), (2, p(decide, code="R4d", **SECRET_OF_OTHERS)))),
        Case("m", BUREAU, 15, "律所", ("城建项目竣工验收备案材料",), ((14, confirm), (13, accept), (8, meet), (3, p(decide, code="R3", paper="备案材料目录和可以公开的内容。", reason="材料中含有个人联系方式，已作区分处理。", withheld="经办人员的电话和身份证号码", withheld_grounds=["X4"], **NOT_PROACTIVE)))),
        Case("n", BUREAU, 17, "钱", ("地下管廊普查成果",), ((16, confirm), (15, accept), (10, search), (3, p(decide, code="R6", reason="本机关没有开展过地下管廊普查，没有制作或者获取相关信息。")), (2, approve))),
        Case("o", BUREAU, 16, "李", ("住房公积金提取办理情况",), ((15, confirm), (14, accept), (4, p(decide, code="R7", **NOT_OURS)), (2, approve), (1, prepare))),
        Case("q", BUREAU, 33, "孙", ("住房租赁补贴实施细则",), ((32, confirm), (31, accept), (29, p(decide, code="R1", where="云川市政府信息公开平台“部门文件”栏目，可以在线查看和下载。")), (28, send))),
        Case("p", BUREAU, 40, "公益", ("2025年公共租赁住房轮候情况",), ((39, confirm), (38, accept), (36, p(ask_division, question="轮候数据能否按区提供？")), (33, p(division_answers, answer="可以按区提供，不涉及个人信息。", suggests="R2")), (30, p(decide, code="R2", paper="临江区312户，云岭区205户，川北区176户。", **PROACTIVE)), (29, send))),
        Case("s", BUREAU, 22, "周", ("房屋预售许可名录",), ((21, confirm), (20, accept), (18, withdraw))),
        Case("t", BUREAU, 45, "吴", ("旧城改造方案论证会会议记录",), ((44, confirm), (43, accept), (40, p(decide, code="R4f", reason="属于过程性信息。", bases=PROCESS["bases"], severable="不能。")), (38, send_back), (36, p(decide, code="R4f", **PROCESS)), (34, approve), (33, send))),
        Case("u", BUREAU, 11, "王", ("公共租赁住房管理办法",), ((11, at_once),), door="counter"),
    ]  # fmt: skip


def _others() -> list[Case]:
    p = partial
    first = Case(
        "y",
        "linjiang",
        50,
        "郑",
        ("青石巷道路整治工程预算",),
        ((49, confirm), (48, accept), (44, p(decide, code="R2", paper="工程预算总表。", **PROACTIVE)), (43, send)),
    )
    return [
        Case("v", "yc-czj", 24, "研究", ("近五年土地出让收入支出分析",), ((23, confirm), (22, accept), (16, p(decide, code="R8", reason="现有信息是逐笔收支记录，没有按申请的口径作过分析。")), (15, approve), (14, send))),
        Case("w", "yc-czj", 5, "钱", ("2025年部门决算公开情况", "政府采购合同公告", "专项资金绩效评价报告"), ((4, confirm), (3, accept))),
        Case("x", "yc-zrzy", 10, "物业", ("江畔路地块规划条件",), ((9, confirm), (8, accept), (8, assign))),
        first,
        Case("z", "linjiang", 20, "郑", ("青石巷道路整治工程的预算",), ((19, confirm), (18, accept), (17, p(link_back, earlier=first)), (14, p(decide, code="R11", reason="申请内容与已经答复的申请相同，没有新的事实。")), (13, approve), (12, send))),
        Case("1", "yc-jtj", 9, "周", ("公交线路调整客流数据",), ((8, confirm), (7, accept), (5, ask_reasons))),
        Case("2", "yc-office", 4, "律所", ("市政府常务会议纪要目录",), ((3, confirm),)),
    ]  # fmt: skip


def steps(city: City, end: dt.date) -> list[Step]:
    """Return what happens to the applications; agencies that this city lacks are left out."""
    cases = [case for case in (*_bureau(), *_others()) if case.agency in city.agencies]
    found: list[Step] = [(days.at(days.back(end, 60), "apply-post", first=9, last=10), lambda: _post(city))]
    for case in cases:
        case.city, case.end = city, end
        found += case.steps()
    return found


def _post(city: City) -> None:
    """Who drafts in the housing bureau answers for the market division."""
    organisations.appoint(
        person=city.people["zjj.draft"], agency=city.agencies[BUREAU], role="drafter", starts_on=SINCE,
        division=city.divisions[BUREAU, "房产市场科"], by=the_system("demo"),
    )  # fmt: skip
