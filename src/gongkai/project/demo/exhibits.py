"""What drafters of the city attached to their texts: charts, a schedule, a map, cards. By the real verbs, before the review.

Every figure stands in the text or in a table beside it; the outlines of the invented city are a sketch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gongkai.base.organisations.queries import Acting, the_system
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.queries import exhibits as known
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import charting, mapping
from gongkai.proactive.documents.rules.exhibits import value_of

OUTLINES = Path(__file__).with_name("content") / "divisions.svg"
ORIGIN = "云川市行政区划示意图（虚构城市），不代表实际边界和面积"
DATA = "data"


def attach(document: Document, name: str, by: Acting) -> None:
    """Attach what belongs to the document of this name; nothing to most."""
    for make in EXHIBITS.get(name[:3], ()):
        documents.attach_exhibit(document=document, by=by, **make(document))


def _table(document: Document, where: str, number: int = 0) -> list[list[str]]:
    found = [one for one in known.tables_in(working_edition(document)) if one["where"].startswith(where)]
    return [list(row) for row in found[number]["rows"]]


def _chart(
    head: Mapping[str, str], where: str, *, form: str, unit: str, columns: tuple[int, ...] = (), number: int = 0
) -> Callable[[Document], dict[str, Any]]:
    def make(document: Document) -> dict[str, Any]:
        rows = _table(document, where, number)
        return {**head, "kind": "chart", DATA: charting.chart_of(rows, form=form, unit=unit, columns=columns)}

    return make


def _map(head: Mapping[str, str], *, name: str, unit: str, column: int, number: int) -> Callable[[Document], Any]:
    def make(document: Document) -> dict[str, Any]:
        agency = document.item.agency
        if known.map_for(agency) is None:
            city = agency.parent or agency
            documents.upload_map(
                agency=city, data=OUTLINES.read_bytes(), filename=OUTLINES.name, source=ORIGIN, by=the_system("demo")
            )
        areas, box, origin = known.outlines_for(agency)
        values = {row[0]: value_of(row[column]) for row in _table(document, "正文", number)[1:]}
        data = mapping.map_of(areas, box, form="areas", name=name, unit=unit, source=origin, values=values)
        return {**head, "kind": "map", DATA: data}

    return make


def _schedule(head: Mapping[str, str], wanted: Mapping[str, str]) -> Callable[[Document], dict[str, Any]]:
    """`wanted` maps words of a sentence to what the step is called: the drafter confirms what was proposed."""

    def make(document: Document) -> dict[str, Any]:
        steps = []
        for step in known.steps_proposed(document, working_edition(document)):
            title = next((title for words, title in wanted.items() if words in step.quote), "")
            if title:
                said = {"said": step.said, "title": title, "quote": step.quote, "anchor": step.anchor}
                steps.append({"on": step.on.isoformat(), **said})
        return {**head, "kind": "timeline", DATA: {"steps": steps}}

    return make


def _cards(head: Mapping[str, str], *cards: tuple[str, str, str, str, str]) -> Callable[[Document], dict[str, Any]]:
    names = ("name", "amount", "when", "how", "contact")
    data = {"cards": [dict(zip(names, card, strict=True)) for card in cards]}
    return lambda document: {**head, "kind": "cards", DATA: data}


APPLY = "通过市政务服务平台、“云川通”应用，或者就近到街道办事处、镇人民政府申请"
PAID = "每季度首月二十五日前发放上一季度的补贴"
EXHIBITS: dict[str, tuple[Callable[[Document], dict[str, Any]], ...]] = {
    "001": (
        _cards(
            {"title": "能领多少、怎么领", "source": "据本办法第八条、第十一条至第十三条", "place": "above",
             "alt": "一人户每月三百元，二人户四百五十元，三人及以上户六百元；在川北新区就业的另加六十元，最高六百元。"},
            ("一人户", "每月300元，在川北新区就业360元", PAID, APPLY, "居住地街道办事处、镇人民政府"),
            ("二人户", "每月450元，在川北新区就业510元", PAID, APPLY, "居住地街道办事处、镇人民政府"),
            ("三人及以上户", "每月600元", PAID, APPLY, "居住地街道办事处、镇人民政府"),
        ),
    ),
    "006": (
        _schedule(
            {"title": "十件民生实事完成时间", "source": "据本计划“项目及分工”和“工作要求”",
             "alt": "两月底前定方案，八月底完成学位和托位，九月底完成口袋公园，其余在十月至十二月底完成。"},
            {
                "制定具体方案": "各牵头单位制定具体方案并公开", "公办幼儿园学位": "新增公办幼儿园学位、普惠托育托位",
                "口袋公园": "新建口袋公园22个、城市绿道36公里", "社区助餐点": "新建社区助餐点，困难老年人家庭适老化改造",
                "老旧小区96个": "改造老旧小区96个", "充电端口": "新增电动自行车充电端口4万个",
                "两癌": "“两癌”免费筛查12万名适龄妇女", "农村公路": "新改建农村公路118公里",
                "加装电梯260台": "既有住宅加装电梯260台", "燃气、供水管道": "改造老旧燃气、供水管道150公里",
            },
        ),
    ),
    "038": (
        _chart(
            {"title": "2026年一般公共预算支出安排", "source": "附件“2026年全市一般公共预算支出表”", "place": "above",
             "alt": "教育支出最多，2026年安排101.9亿元；科学技术支出增加2.1亿元；城乡社区支出比上年减少0.6亿元。"},
            "附件", form="bars", unit="亿元", columns=(1, 2),
        ),
    ),
    "048": (
        _map(
            {"title": "各区计划供地面积", "source": "据本计划分区域表",
             "alt": "川北新区计划供地最多，178.6公顷；临江区118.6公顷，桐溪区96.5公顷，云岭区92.3公顷。"},
            name="计划供地面积", unit="公顷", column=8, number=1,
        ),
        _chart(
            {"title": "各类用地占比", "source": "据本计划分用途表",
             "alt": "工矿仓储用地占三分之一以上，住宅用地约占五分之一，交通运输用地约占五分之一。"},
            "正文", form="shares", unit="公顷", columns=(1,),
        ),
    ),
    "109": (
        _schedule(
            {"title": "2026年高标准农田建设进度安排", "source": "据本方案进度安排",
             "alt": "四月底前完成前期准备和设计批复，五月开工，秋收后全面进场，年底前完成。"},
            {"前期准备": "前期准备", "初步设计批复": "完成初步设计批复", "组织施工": "组织施工", "秋收后": "秋收后全面进场施工"},
        ),
    ),
    "053": (
        _map(
            {"title": "10月各区优良天数", "source": "据本通报各区情况表",
             "alt": "桐溪区优良天数最多，三十天；云岭区、临江区二十八天；川北新区二十七天。"},
            name="优良天数", unit="天", column=1, number=0,
        ),
    ),
}  # fmt: skip
