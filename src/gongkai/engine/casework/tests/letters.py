"""A kind of letter for the tests, and factories that reach a state by the real verbs."""

from __future__ import annotations

from typing import Any

from gongkai.base.events.rules import Subject
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework import actions, rules
from gongkai.engine.casework.models import Letter
from gongkai.project.tests.cast import City

CASE = Subject("case", "77")
SERIES = rules.register_series(rules.NumberSeries("test-reply", "答复书（测试）", "依复"))
REMEDY = "如对本答复不服，可以在收到本答复书之日起六十日内向{{复议机关}}申请行政复议。"
REPLY = rules.register(
    rules.LetterKind(
        key="test-reply", name="部分公开答复书（测试）", title="政府信息公开申请答复书",
        variables={"申请人": "申请人姓名", "事项": "申请公开的信息", "决定": "决定", "复议机关": "复议机关", "说明": "补充说明"},
        required=("申请人", "事项", "决定", "复议机关"),
        clauses={
            "救济": rules.Clause("救济途径", REMEDY, mandatory=True, source="行政复议法第二十条"),
            "保密": rules.Clause("保密提示", "请妥善保管。"),
        },
        body="您申请公开“{{事项}}”的材料收悉，现答复如下：\n一、处理结果\n{{决定}}\n[[如有 说明]]\n另：{{说明}}\n[[完]]\n[[条款:救济]]",
        steps=(
            rules.CounterStep("head", "科室审核", Permission.DOCUMENTS_HEAD_REVIEW),
            rules.CounterStep("leader", "领导签批", Permission.DOCUMENTS_SIGN),
        ),
        series="test-reply", to="申请人",
    )
)  # fmt: skip
PLAIN = rules.register(
    rules.LetterKind(
        key="test-note", name="补正通知书（测试）", title="补正通知书", variables={"申请人": "申请人姓名", "事项": "须补正的内容"},
        required=("申请人",), body="请补正：{{事项}}", series="test-reply", to="申请人",
    )
)  # fmt: skip
FACTS = {
    "申请人": "苏未央", "事项": "明德里小区加固方案", "决定": "予以公开。", "复议机关": "云川市人民政府",
}  # fmt: skip


def drafted(city: City, kind: str = "test-reply", **changes: Any) -> Letter:
    """林 has no say in letters; 沈 drafts, 周 and 郑 sign."""
    facts = {**FACTS, **changes} if kind == "test-reply" else {"申请人": "苏未央", "事项": "姓名", **changes}
    return actions.draft(
        kind=kind, subject=CASE, agency=city.housing, variables=facts, by=city.shen, division=city.rental
    )


def signed(city: City, letter: Letter) -> Letter:
    actions.submit(letter=letter, by=city.shen)
    actions.countersign(letter=letter, step="head", by=city.zhou, remark="同意")
    return actions.countersign(letter=letter, step="leader", by=city.zheng)


def issued(city: City, **changes: Any) -> Letter:
    return actions.issue(letter=signed(city, drafted(city, **changes)), by=city.shen)


def note(city: City, **changes: Any) -> Letter:
    return actions.issue(letter=drafted(city, "test-note", **changes), by=city.shen)
