"""Policies of the city taken apart into items, and two packages of them. All by the real verbs; some are left to do.

How to apply and the days stand in the guides of the departments; here they are invented like the city.
"""

from __future__ import annotations

from typing import Any

from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.models import PolicyItem, Scan
from gongkai.project.demo.founding import City

CANTEEN, RENT, LAND, BIKES = "社区食堂建设和运营管理", "引进人才租房补贴", "耕地地力保护补贴", "电动自行车登记"
TRADERS, LIFTS = "个体工商户分型分类精准帮扶", "既有住宅加装电梯管理办法"
FROM, UNTIL = "2026-06-01", "2031-05-31"  # of the canteens and the lifts
Said = dict[str, Any]


def _figures(*, amounts: tuple[float, ...] = (), caps: tuple[float, ...] = ()) -> dict[str, list[float]]:
    return {"amounts": list(amounts), "caps": list(caps), "floors": [], "percents": []}


def _free(text: str) -> Said:
    return {"free": text}


# Document, words of the sentence that grants, name of the item, facts, conditions.
ITEMS: tuple[tuple[str, str, str, Said, list[Said]], ...] = (
    (
        CANTEEN, "建设补助：新建社区食堂", "社区食堂建设补助",
        {
            "audiences": ["company"], "benefit_kind": "subsidy", "who": "在本区新建、改造社区食堂的企业、社会组织",
            "figures": _figures(amounts=(800, 400), caps=(150_000, 60_000, 400_000)),
            "benefit": "新建每平方米800元、最高15万元；改造每平方米400元、最高6万元；中心厨房最高40万元。",
            "materials": ["食品经营许可证", "验收意见", "面积测绘说明"], "apply": "验收合格后，向社区食堂所在地的街道办事处申请。",
            "department": "临江区民政局", "opens": "03-01", "closes": "11-30", "valid_from": FROM, "valid_until": UNTIL,
        },
        [
            {"fact": "form", "op": "in", "value": ["enterprise", "social"]}, {"fact": "dishonest", "op": "is", "value": False},
            _free("在临江区新建、改造社区食堂，验收合格"),
        ],
    ),
    (
        CANTEEN, "运营补助按照星级评定", "社区食堂运营补助",
        {
            "audiences": ["company"], "benefit_kind": "subsidy", "who": "运营社区食堂的企业、社会组织",
            "figures": _figures(amounts=(60_000, 40_000, 20_000)), "benefit": "按照星级评定：五星每年6万元、四星4万元、三星2万元。",
            "materials": [], "apply": "免申即享，评定结果公布后拨付到账。", "department": "临江区民政局",
            "valid_from": FROM, "valid_until": UNTIL,
        },
        [{"fact": "form", "op": "in", "value": ["enterprise", "social"]}, _free("运营的社区食堂被评定为三星以上")],
    ),
    (
        LIFTS, "另行补助，每户不超过1万元", "加装电梯困难家庭补助",
        {
            "audiences": ["resident"], "benefit_kind": "subsidy", "who": "加装电梯应当分摊费用的低保、特困和一级、二级肢体残疾人家庭",
            "figures": {"amounts": [], "caps": [10_000], "floors": [], "percents": [50]},
            "benefit": "由区人民政府按照其分摊额的百分之五十另行补助，每户不超过1万元。", "materials": ["身份证明", "费用分摊协议"],
            "apply": "向住房所在地的街道办事处申请。", "department": "区住房和城乡建设局", "valid_from": FROM, "valid_until": UNTIL,
        },
        [
            {"any": [
                {"fact": "family", "op": "in", "value": ["allowance", "destitute"]},
                {"all": [{"fact": "disability", "op": "in", "value": ["1", "2"]}, _free("肢体残疾")]},
            ]},
            _free("所住的既有住宅加装电梯，应当分摊费用"),
        ],
    ),
    (
        TRADERS, "首次转型一次性奖励2000元", "个体工商户转企业奖励",
        {
            "audiences": ["company"], "benefit_kind": "reward", "who": "首次转型为企业的个体工商户", "figures": _figures(amounts=(2_000,)),
            "benefit": "首次转型一次性奖励2000元。", "materials": ["营业执照"], "apply": "办理转型登记时在市场准入窗口一并申请。",
            "department": "区市场监督管理局", "valid_from": "2025-10-15", "valid_until": "2030-10-14",
        },
        [
            {"fact": "form", "op": "in", "value": ["individual"]}, {"fact": "registered_here", "op": "is", "value": True},
            _free("属于发展型，依法首次转型为企业"),
        ],
    ),
    (
        RENT, "补贴标准为", "引进人才租房补贴",
        {
            "audiences": ["resident"], "benefit_kind": "subsidy", "who": "毕业三年以内、首次来本市就业的全日制本科以上毕业生",
            "benefit": "博士研究生每月2000元，硕士研究生每月1200元，本科每月800元，不超过二十四个月。",
            "figures": _figures(amounts=(2_000, 1_200, 800)), "materials": ["劳动合同", "租赁合同", "学历证明"],
            "apply": "通过“云川通”应用上传材料。", "department": "区人力资源社会保障部门", "valid_from": "2023-07-01", "valid_until": "2025-06-30",
        },
        [
            {"fact": "education", "op": "in", "value": ["bachelor", "master", "doctor"]}, {"fact": "graduated_years", "op": "le", "value": 3},
            {"fact": "employment", "op": "in", "value": ["employed"]}, {"fact": "home_here", "op": "is", "value": False},
        ],
    ),
    (
        LAND, "补贴标准为每亩118元", "耕地地力保护补贴",
        {
            "audiences": ["resident"], "benefit_kind": "subsidy", "who": "拥有耕地承包权的种地农民", "figures": _figures(amounts=(118,)),
            "benefit": "每亩118元，按核定面积发放。", "materials": [], "apply": "由村组核实面积并公示，通过“一卡通”发放，不用申请。",
            "department": "云川市农业农村局",
        },
        [{"fact": "employment", "op": "in", "value": ["farming"]}, {"fact": "household_here", "op": "is", "value": True}],
    ),
    (
        BIKES, "每辆最高补贴500元", "电动自行车以旧换新补贴",
        {
            "audiences": ["resident"], "benefit_kind": "voucher", "who": "把旧电动自行车换成合格新车的车主", "figures": _figures(caps=(500,)),
            "benefit": "每辆最高补贴500元。", "materials": ["身份证", "旧车登记凭证"], "apply": "到参加活动的门店交售旧车、购买新车时办理。",
            "department": "云川市商务局",
        },
        [_free("交售本人名下的旧车，并购买合格新车")],
    ),
)  # fmt: skip
WAITING = "电动自行车以旧换新补贴"  # confirmed, and waits for who releases
DISMISSED = "征收农用地区片综合地价"
PACKAGES = (
    (
        "临江区养老助餐服务包",
        "company",
        "在临江区开办、运营社区食堂的单位看这里。",
        ("社区食堂建设补助", "社区食堂运营补助"),
    ),
    (
        "城乡居民补贴服务包",
        "resident",
        "农民、困难家庭常用的补贴放在一起。",
        ("耕地地力保护补贴", "加装电梯困难家庭补助"),
    ),
)


def build_policy(city: City) -> None:
    """Scan everything public, take the chosen documents apart, release most items, and put two packages together."""
    public = publishing.public_releases().filter(kind="document")
    actions.scan_documents(items=list(public.values_list("item_id", flat=True)))
    made: dict[str, PolicyItem] = {}
    for document, words, title, facts, conditions in ITEMS:
        row = _prepared(document, words, title, facts, conditions, city)
        if row is not None:
            made[title] = row
    for title, audience, intro, names in PACKAGES:
        keys = [made[name].item.key for name in names if name in made]
        if keys:
            first = next(made[name] for name in names if name in made)
            _packed(city, first, title, audience, intro, keys)
    _dismiss(city)


def _prepared(
    document: str, words: str, title: str, facts: Said, conditions: list[Said], city: City
) -> PolicyItem | None:
    release = (
        publishing.public_releases()
        .filter(kind="document", title__contains=document)
        .select_related("edition", "item")
        .first()
    )
    sentence = next((line for line in release.edition.text.split("\n") if words in line), "") if release else ""
    if release is None or not sentence:
        return None
    drafter, officer = (city.who(release.agency.code, role) for role in ("drafter", "openness_officer"))
    row = actions.add_item(document=release.item, title=title, quote=sentence.strip(), by=drafter)
    row = actions.describe(row=row, version=queries.working_edition(row).version, title=title, facts=facts, by=drafter)
    version = queries.working_edition(row).version
    row = actions.set_condition(row=row, version=version, condition={"all": conditions}, by=drafter)
    actions.submit(row=row, by=drafter)
    if title != WAITING:
        actions.release(row=row, by=officer)
    return row if title != WAITING else None


def _packed(city: City, first: PolicyItem, title: str, audience: str, intro: str, keys: list[str]) -> None:
    agency = first.item.agency
    drafter, officer = (city.who(agency.code, role) for role in ("drafter", "openness_officer"))
    package = actions.create_package(
        agency=agency, title=title, audience=audience, intro=intro, members=keys, by=drafter
    )
    actions.submit(row=package, by=drafter)
    actions.release(row=package, by=officer)


def _dismiss(city: City) -> None:
    scan = (
        Scan.objects.select_related("document__agency")
        .filter(document__release__title__contains=DISMISSED, benefits__gt=0)
        .first()
    )
    if scan is not None:
        by = city.who(scan.document.agency.code, "openness_officer")
        actions.dismiss(scan=scan, reason="公布征地补偿的构成，不是可以申请的政策。", by=by)
