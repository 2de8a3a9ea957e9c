"""Questions and answers of the city: two public lists, one of them in its second edition, and one still being written."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.publishing.models import Edition, Item
from gongkai.engine.publishing.queries import item_by_number
from gongkai.engine.screening import actions as screening
from gongkai.engine.screening import queries as screened
from gongkai.engine.screening.rules.decisions import Choice, choices_for
from gongkai.proactive.documents.rules import SECRECY_CHECKS
from gongkai.proactive.faq import actions, queries
from gongkai.proactive.faq.models import QuestionList
from gongkai.proactive.interpretation import actions as interpretation
from gongkai.project.demo.founding import City

NOTHING_FOUND = dict.fromkeys(SECRECY_CHECKS, "none")
RENT, ELDERLY, LIFTS = "云川政办规〔2026〕5号", "云川民发〔2024〕41号", "云川政办规〔2026〕7号"
# question, answer, and words that stand in the paragraph it rests on
RENTING: tuple[tuple[str, str, str], ...] = (
    ("刚来云川工作，要满足什么条件才能领租赁补贴？", "要同时符合四项：在本市连续缴纳职工基本养老保险满六个月并正常缴费；本人、配偶和未成年子女在本市没有自有住房，也没有承租公有住房；租房合同已经登记备案；家庭人均年收入不高于上年度本市城镇居民人均可支配收入。", "应当同时符合下列条件"),
    ("灵活就业人员能申请吗？", "能。以个人身份参加本市职工基本养老保险的，缴费时间同样计算。", "灵活就业人员"),
    ("夫妻两人都符合条件，能领两份吗？", "不能。租赁补贴按户发放，以一方为申请人。", "按户"),
    ("有本市户口了还算新市民吗？", "取得本市户籍不满三年的，仍然算新市民。", "不满三年"),
    ("钱由谁来发？", "由您租住地所在区的住房保障主管部门审核和发放。市住房城乡建设局负责政策和监督。", "主管部门"),
)  # fmt: skip
AGED: tuple[tuple[str, str, str], ...] = (
    ("90岁的老人每月能领多少高龄津贴？", "90周岁至99周岁的老人每人每月150元。80周岁至89周岁每月60元，100周岁及以上每月500元。", ""),
    ("满了90岁要重新申请吗？", "不用。自年满九十周岁当月起直接调整，不需要另行申请。", "直接调整"),
    ("领了养老金还能领高龄津贴吗？", "能。高龄津贴与养老金、社会救助、残疾人两项补贴不冲突，计算家庭收入时也不计入。", "不冲突"),
)  # fmt: skip
LIFTING: tuple[tuple[str, str, str], ...] = (
    ("一楼住户不同意，还能加装电梯吗？", "按文件规定的表决比例办理，由街道、社区组织协商。", "表决"),
    ("加装电梯要办哪些手续？", "", ""),
)  # fmt: skip
DOUBTS = ("住在单位宿舍算租房吗？", "中途换了房东，补贴要重新申请吗？")


def build_faq(city: City) -> None:
    """Write, review and release the lists; the list on lifts is left with its writer."""
    renting = _written(city, "yc-office", RENT, RENTING)
    if renting is not None:
        _released(city, "yc-office", renting)
        _second(city, renting)
    aged = _written(city, "yc-mzj", ELDERLY, AGED)
    if aged is not None:
        _released(city, "yc-mzj", aged)
    _written(city, "yc-office", LIFTS, LIFTING)


def _policy(number: str) -> Item | None:
    item = item_by_number(number)
    return item if item is not None and hasattr(item, "release") else None


def _rows(policy: Item, said: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    basis = queries.basis_choices(policy)
    return [
        {
            "question": question, "answer": answer,
            "basis": next((anchor for anchor, text in basis if words and words in text), ""),
        }
        for question, answer, words in said
    ]  # fmt: skip


def _written(city: City, agency: str, number: str, said: tuple[tuple[str, str, str], ...]) -> QuestionList | None:
    policy = _policy(number)
    if policy is None or agency not in city.agencies or queries.list_of(policy) is not None:
        return None
    by = city.who(agency, "drafter")
    one = actions.begin(policy=policy, by=by)
    actions.save(one=one, version=queries.edition_of(one).version, rows=_rows(policy, said), by=by)
    return one


def _settled(edition: Edition, by: Any) -> None:
    for hit in screened.undecided(edition):
        choice = Choice.PUBLIC if Choice.PUBLIC in choices_for(hit.finding) else Choice.NO_HIT
        screening.decide(
            edition=edition, fingerprint=hit.fingerprint, choice=choice, by=by, ground="公开办事所需的信息"
        )


def _released(city: City, agency: str, one: QuestionList) -> None:
    actions.submit(one=one, by=city.who(agency, "drafter"))
    actions.approve(one=one, by=city.who(agency, "division_head"), opinion="答复与文件一致")
    actions.approve(one=one, by=city.who(agency, "secrecy_reviewer"), checks=NOTHING_FOUND)
    officer = city.who(agency, "openness_officer")
    _settled(queries.edition_of(one), officer)
    actions.publish(one=one, by=officer)
    one.refresh_from_db()


def _second(city: City, one: QuestionList) -> None:
    """Take up what was asked since: two doubts become proposals, one of them is adopted and answered."""
    by = city.who("yc-office", "drafter")
    for question in DOUBTS:
        interpretation.raise_doubt(policy=one.policy, question=question, source="window", by=the_system("demo"))
    actions.collect(policy=one.policy, today=timezone.localdate())
    actions.open_next(one=one, reason="补充窗口收到的问题", by=by)
    for proposal in queries.open_proposals(one.policy).filter(question=DOUBTS[1])[:1]:
        actions.adopt(one=one, proposal=proposal, by=by)
    rows = [dict(entry) for entry in one.entries]
    rows[-1]["answer"] = "不用重新申请。租赁合同变更后重新登记备案，系统自动核对。"
    actions.save(one=one, version=queries.edition_of(one).version, rows=rows, by=by)
    _released(city, "yc-office", one)
