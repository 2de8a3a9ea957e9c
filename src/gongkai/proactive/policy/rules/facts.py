"""What may be asked of a company or a resident, so that a condition can be answered: the facts, their words and limits.

The limits are those of good sense (nobody is 200 years old), configuration of the platform; no law is in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gongkai.proactive.policy.rules.places import PLACES


class Audience(StrEnum):
    COMPANY = "company"
    RESIDENT = "resident"


AUDIENCE_NAMES: dict[str, str] = {Audience.COMPANY: "企业和其他单位", Audience.RESIDENT: "居民个人和家庭"}
AUDIENCE_SHORT: dict[str, str] = {Audience.COMPANY: "惠企", Audience.RESIDENT: "惠民"}


class Sort(StrEnum):
    NUMBER = "number"
    CHOICE = "choice"  # exactly one of the choices
    MANY = "many"  # any number of them; an empty set says "none of these"
    FLAG = "flag"
    PLACE = "place"  # one of the places that are known; a condition on what lies above it holds as well


@dataclass(frozen=True)
class Fact:
    """One thing that is known of a profile, or not. `first` are the few questions that are asked at once."""

    key: str
    name: str
    audience: Audience
    sort: Sort
    question: str
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    low: float = 0
    high: float = 0
    whole: bool = True
    first: bool = False
    yes: str = "是"
    no: str = "否"


_C, _R = Audience.COMPANY, Audience.RESIDENT
_FACTS = (
    Fact("form", "主体类型", _C, Sort.CHOICE, "您的单位是哪一类？", first=True, choices={
        "enterprise": "企业", "individual": "个体工商户", "cooperative": "农民专业合作社", "social": "社会组织"}),
    Fact("size", "企业规模", _C, Sort.CHOICE, "企业规模（按国家中小企业划型标准）", first=True, choices={
        "micro": "微型企业", "small": "小型企业", "medium": "中型企业", "large": "大型企业"}),
    Fact("industry", "所属行业", _C, Sort.CHOICE, "主要从事哪个行业？", first=True, choices={
        "manufacturing": "制造业", "software": "软件和信息技术", "trade": "批发和零售", "lodging": "住宿和餐饮",
        "culture": "文化和旅游", "agriculture": "农林牧渔", "construction": "建筑和房地产", "transport": "交通运输和物流",
        "research": "科研和技术服务", "services": "其他服务业", "other": "其他行业"}),
    Fact("registered_here", "登记地", _C, Sort.FLAG, "在本市登记注册吗？", first=True, yes="在本市登记注册", no="不在本市登记注册"),
    Fact("place", "所在地", _C, Sort.PLACE, "登记或者经营在哪个区县、街道、园区？", first=True, choices=PLACES),
    Fact("above_scale", "规模以上", _C, Sort.FLAG, "是规模以上（限额以上）单位吗？", yes="是规模以上单位", no="不是规模以上单位"),
    Fact("registered_years", "登记年数", _C, Sort.NUMBER, "登记注册满几年？", unit="年", high=300, whole=False),
    Fact("staff", "从业人员", _C, Sort.NUMBER, "有多少名职工？", unit="人", high=3_000_000),
    Fact("revenue", "营业收入", _C, Sort.NUMBER, "上年度营业收入是多少？", unit="万元", high=100_000_000, whole=False),
    Fact("research_share", "研发投入占比", _C, Sort.NUMBER, "研发投入占营业收入的比例是多少？", unit="%", high=1000, whole=False),
    Fact("titles", "资质和称号", _C, Sort.MANY, "有下面哪些资质或者称号？", choices={
        "high-tech": "高新技术企业", "little-giant": "国家级专精特新“小巨人”企业", "specialised": "省级专精特新中小企业",
        "tech-sme": "科技型中小企业", "listed": "上市公司", "headquarters": "总部企业", "exporter": "外贸进出口企业",
        "incubator": "创业孵化基地或者众创空间"}),
    Fact("dishonest", "失信记录", _C, Sort.FLAG, "目前在严重失信名单或者经营异常名录里吗？", yes="在失信或者异常名单里", no="没有失信记录"),
    Fact("age", "年龄", _R, Sort.NUMBER, "年龄", unit="周岁", high=130, first=True),
    Fact("household_here", "户籍", _R, Sort.FLAG, "是本市户籍吗？", first=True, yes="本市户籍", no="非本市户籍"),
    Fact("lives_here", "居住地", _R, Sort.FLAG, "在本市居住、就业或者就学吗？", first=True, yes="在本市居住或者就业", no="不在本市居住或者就业"),
    Fact("home_place", "居住的地方", _R, Sort.PLACE, "住在哪个区县、街道？", first=True, choices=PLACES),
    Fact("employment", "就业状况", _R, Sort.CHOICE, "目前的就业状况", first=True, choices={
        "employed": "在单位就业", "business": "自己创业或者个体经营", "flexible": "灵活就业", "unemployed": "已登记失业",
        "hard": "已认定就业困难人员", "student": "在校学生", "retired": "退休", "farming": "务农", "none": "没有工作，也没有登记失业"}),
    Fact("gender", "性别", _R, Sort.CHOICE, "性别", choices={"female": "女", "male": "男"}),
    Fact("education", "学历", _R, Sort.CHOICE, "最高学历", choices={
        "school": "高中、中专以下", "college": "大专、高职、技师学院", "bachelor": "本科", "master": "硕士研究生", "doctor": "博士研究生"}),
    Fact("graduated_years", "毕业年数", _R, Sort.NUMBER, "毕业几年了？（在校填0）", unit="年", high=120, whole=False),
    Fact("veteran", "退役军人", _R, Sort.FLAG, "是退役军人吗？", yes="退役军人", no="不是退役军人"),
    Fact("disability", "残疾等级", _R, Sort.CHOICE, "有残疾人证吗？是几级？", choices={
        "none": "没有", "1": "一级", "2": "二级", "3": "三级", "4": "四级"}),
    Fact("family", "家庭情形", _R, Sort.MANY, "家庭属于下面哪些情形？", choices={
        "allowance": "最低生活保障家庭", "destitute": "特困人员", "low-income": "低收入（低保边缘）家庭",
        "poverty": "脱贫户或者防返贫监测户", "one-child-loss": "计划生育特殊家庭", "orphan": "孤儿、困境儿童",
        "martyr": "烈士遗属", "zero-employment": "零就业家庭"}),
    Fact("income", "收入", _R, Sort.NUMBER, "家庭人均月收入是多少？", unit="元", high=10_000_000, whole=False),
    Fact("children", "子女数", _R, Sort.NUMBER, "有几个子女？", unit="个", high=30),
    Fact("home_here", "住房", _R, Sort.FLAG, "在本市有自有住房吗？", yes="在本市有自有住房", no="在本市没有自有住房"),
)  # fmt: skip
FACTS: dict[str, Fact] = {fact.key: fact for fact in _FACTS}


def facts_for(audience: str) -> list[Fact]:
    return [fact for fact in _FACTS if fact.audience == audience]
