"""Words of conditions and the tests that they stand for. What is not here stays in words, for an office to judge."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.proactive.policy.rules.conditions import Either, Every, Node, Test
from gongkai.proactive.policy.rules.extraction.numbers import NUMBER, chinese

HERE = r"(?:本市|我市|全市|云川市|本行政区域|[本我全][区县镇乡]|[\u4e00-\u9fff]{2}[区县市](?=户籍)|(?<=在)[\u4e00-\u9fff]{2}[区县市])"
Maker = Callable[[re.Match[str]], Node]


@dataclass(frozen=True)
class Word:
    """`group`: a kind of person or company, of which several may be named as alternatives («退役军人、残疾人»)."""

    pattern: re.Pattern[str]
    make: Maker
    group: bool = False


def _value(text: str | None) -> float:
    found = chinese(text or "")
    return float(found) if found is not None else 0.0


def _number(fact: str, op: str, factor: float = 1) -> Maker:
    def make(match: re.Match[str]) -> Node:
        said = next(group for group in match.groups() if group)
        return Test(fact, op, number=_value(said) * factor)

    return make


def _choice(fact: str, *values: str) -> Maker:
    return lambda match: Test(fact, "in", values=frozenset(values))


def _flag(fact: str, *, value: bool = True) -> Maker:
    return lambda match: Test(fact, "is", flag=value)


def _between(match: re.Match[str]) -> Node:
    return Every((Test("age", "ge", number=_value(match.group(1))), Test("age", "le", number=_value(match.group(2)))))


def _by_gender(match: re.Match[str]) -> Node:
    """Read two ages by sex; a bound said once, as in «男60周岁、女55周岁以下», is of both."""
    said = [match.groups()[:4], match.groups()[4:]]
    bounds = [f"{before or ''}{after or ''}" for _, before, _, after in said]
    return Either(
        tuple(
            Every(
                (
                    Test("gender", "in", values=frozenset({"male" if sex == "男" else "female"})),
                    Test("age", _bound(own or other), number=_value(age)),
                )
            )
            for (sex, _, age, _), own, other in zip(said, bounds, reversed(bounds), strict=True)
        )
    )


def _bound(words: str) -> str:
    if re.search(r"不满|未满", words):
        return "lt"
    return "le" if re.search(r"超过|以下", words) else "ge"


def _word(pattern: str, make: Maker, *, group: bool = False) -> Word:
    return Word(re.compile(pattern), make, group)


_N = rf"({NUMBER})"
_OF_SEX = rf"性?(?:年龄)?在?(年?满|不满|未满|[不未]超过)?{_N}周?岁(?:[（(]含[^）)]{{0,6}}[）)])?(及?以[上下])?(?:[（(]含[^）)]{{0,6}}[）)])?"
AGE_OF_A_SEX = re.compile(rf"([男女]){_OF_SEX}")
WORDS: tuple[Word, ...] = (
    _word(rf"(男){_OF_SEX}[、，,]?(?:和|及|或者?)?(女){_OF_SEX}", _by_gender),
    _word(rf"(女){_OF_SEX}[、，,]?(?:和|及|或者?)?(男){_OF_SEX}", _by_gender),
    _word(rf"{_N}(?:周?岁)?\s*(?:至|—|-|~)\s*{_N}周?岁", _between),
    _word(rf"不满{_N}周?岁|未满{_N}周?岁", _number("age", "lt")),
    _word(rf"{_N}周?岁(?:（含）)?及?以上|年?满{_N}周?岁", _number("age", "ge")),
    _word(rf"{_N}周?岁(?:（含）)?及?以下|不超过{_N}周?岁", _number("age", "le")),
    _word(rf"(?:具有)?{HERE}[^，。；]{{0,4}}户籍", _flag("household_here")),
    _word(rf"{HERE}(?:行政区域内|范围内|内)?(?:依法)?(?:登记注册|注册登记|注册|办理[^，]{{0,6}}登记)|注册地在{HERE}", _flag("registered_here")),
    _word(rf"在?{HERE}[^，。；、]{0,6}(?:居住|就业|创业|参保|常住|生活)(?:或者创业|或者就业)?", _flag("lives_here")),
    _word(r"中小微企业|(?<!型)中小(?!微)[\u4e00-\u9fff]{0,4}企业", _choice("size", "micro", "small", "medium"), group=True),
    _word(r"小微(?!型)[\u4e00-\u9fff]{0,3}企业|小型微型企业", _choice("size", "micro", "small"), group=True),
    _word(r"大型企业", _choice("size", "large"), group=True),
    _word(r"(?<!小)(?<!微)中型企业", _choice("size", "medium"), group=True),
    _word(r"(?<!中)小型企业", _choice("size", "small"), group=True),
    _word(r"微型企业", _choice("size", "micro"), group=True),
    _word(r"个体工商户", _choice("form", "individual"), group=True),
    _word(r"农民专业合作社", _choice("form", "cooperative"), group=True),
    _word(r"规模以上|规上|限额以上", _flag("above_scale")),
    _word(r"“?小巨人”?企业?", _choice("titles", "little-giant"), group=True),
    _word(r"专精特新(?:中小)?企业", _choice("titles", "specialised"), group=True),
    _word(r"高新技术企业", _choice("titles", "high-tech"), group=True),
    _word(r"科技型中小企业", _choice("titles", "tech-sme"), group=True),
    _word(r"上市公司|已上市企业", _choice("titles", "listed"), group=True),
    _word(r"总部企业", _choice("titles", "headquarters"), group=True),
    _word(rf"(?:登记注册|注册登记|成立|经营|运营)满{_N}年", _number("registered_years", "ge")),
    _word(rf"(?:登记注册|注册登记|经营)满{_N}个月", _number("registered_years", "ge", 1 / 12)),
    _word(rf"(?:登记注册|注册登记|成立){_N}年(?:以)?内", _number("registered_years", "le")),
    _word(rf"营业收入(?:达到)?{_N}万元(?:（含）)?及?以上", _number("revenue", "ge")),
    _word(rf"营业收入(?:不超过)?{_N}万元(?:（含）)?及?以下", _number("revenue", "le")),
    _word(rf"(?:从业|在职职工|职工|员工)(?:人员)?(?:人数)?(?:在)?不超过{_N}人|(?:从业|在职职工|职工|员工)(?:人员)?(?:人数)?(?:在)?{_N}人(?:（含）)?及?以下", _number("staff", "le")),
    _word(rf"(?:从业人员|职工|员工)(?:人数)?(?:不少于|达到)?{_N}人(?:以上)?", _number("staff", "ge")),
    _word(rf"研发投入(?:达到|占)[^，]{{0,8}}?{_N}[%％](?:及?以上)?", _number("research_share", "ge")),
    _word(r"服务业", _choice("industry", "services", "lodging", "trade", "culture"), group=True),
    _word(r"制造业|工业企业", _choice("industry", "manufacturing"), group=True),
    _word(rf"(?:毕业|离校){_N}年(?:以)?内", _number("graduated_years", "le")),
    _word(r"在校(?:大)?学生", _choice("employment", "student"), group=True),
    _word(r"硕士(?:研究生)?(?:学历|学位)?(?:（含）)?及?以上", _choice("education", "master", "doctor"), group=True),
    _word(r"本科(?:学历|学位)?(?:（含）)?及?以上", _choice("education", "bachelor", "master", "doctor"), group=True),
    _word(r"(?:大专|专科)(?:学历)?(?:（含）)?及?以上", _choice("education", "college", "bachelor", "master", "doctor"), group=True),
    _word(r"博士(?:研究生)?", _choice("education", "doctor"), group=True),
    _word(r"硕士(?:研究生)?", _choice("education", "master"), group=True),
    _word(r"本科(?:毕业)?生?", _choice("education", "bachelor"), group=True),
    _word(r"高校毕业生", _choice("education", "college", "bachelor", "master", "doctor"), group=True),
    _word(r"退役军人|军转干部|退伍军人", _flag("veteran"), group=True),
    _word(r"登记失业(?:人员)?|(?<!\d岁)失业人员", _choice("employment", "unemployed"), group=True),
    _word(r"就业困难(?:人员)?", _choice("employment", "hard"), group=True),
    _word(r"灵活就业", _choice("employment", "flexible")),
    _word(r"持有[^，。；]{0,4}残疾人证", _choice("disability", "1", "2", "3", "4")),
    _word(r"残疾等级(?:被评定)?(?:为|是)?一级、二级|重度残疾(?:人|老年人)?", _choice("disability", "1", "2"), group=True),
    _word(r"残疾(?:人|学生)(?!联合会|两项|证)", _choice("disability", "1", "2", "3", "4"), group=True),
    _word(r"最低生活保障(?:家庭)?(?:中的)?(?!边缘|标准)|低保(?:家庭|户|对象)", _choice("family", "allowance"), group=True),
    _word(r"(?:城乡|分散供养)?特困(?:人员|老年人)?", _choice("family", "destitute"), group=True),
    _word(r"低收入(?:家庭|人口)|最低生活保障边缘家庭|低保边缘", _choice("family", "low-income"), group=True),
    _word(r"脱贫(?:户|人口|家庭)|建档立卡贫困户|防止?返贫", _choice("family", "poverty"), group=True),
    _word(r"计划生育特殊家庭", _choice("family", "one-child-loss"), group=True),
    _word(r"孤儿", _choice("family", "orphan"), group=True),
    _word(r"烈士遗属", _choice("family", "martyr"), group=True),
    _word(r"零就业家庭", _choice("family", "zero-employment"), group=True),
    _word(r"(?:生育)?(?:第[三3]个|三孩)[^，。；]{0,4}(?:子女|孩子)", lambda match: Test("children", "ge", number=3)),
    _word(r"(?:生育)?第[二2]个[^，。；]{0,4}(?:子女|孩子)|二孩及?以上|多子女家庭", lambda match: Test("children", "ge", number=2)),
    _word(r"二孩、三孩|二孩家庭|生育二孩", lambda match: Test("children", "ge", number=2)),
    _word(r"三孩家庭", lambda match: Test("children", "ge", number=3)),
    _word(r"无自有住房|没有自有住房", _flag("home_here", value=False)),
    _word(r"未(?:被[^，。；]{0,14})?(?:列入|列为|纳入)[^，。；]{0,10}(?:经营异常|失信)[^，。；]{0,4}|无[^，。；]{0,20}(?:违法违规信用记录|失信记录)", _flag("dishonest", value=False)),
    _word(r"(?:不属于|不是|非)失信(?:被执行人|联合惩戒对象|主体)", _flag("dishonest", value=False)),
    _word(r"(?:被)?(?:列入|列为|纳入)[^，。；]{0,12}(?:严重)?(?:失信|经营异常)[^，。；或、]{0,6}", _flag("dishonest")),
    _word(r"失信(?:被执行人|联合惩戒对象|主体)(?:名单)?", _flag("dishonest")),
)  # fmt: skip
