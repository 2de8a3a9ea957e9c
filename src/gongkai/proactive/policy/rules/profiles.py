"""A profile as somebody fills it in: what is empty is not known; what cannot be is refused with a sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.proactive.policy.rules.conditions import Profile, Value, number_words
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES, FACTS, Fact, Sort, facts_for

UNKNOWN = ("", "unknown")
NONE_OF_THESE = "none-of-these"


class ProfileRefused(ValueError):
    """Values that cannot be, as {fact: sentence}."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("；".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True)
class Rule:
    """Two facts that cannot stand together."""

    fact: str
    wrong: Callable[[Profile], bool]
    sentence: str


def _number(profile: Profile, key: str, default: float) -> float:
    value = profile.get(key, default)
    return float(value) if isinstance(value, int | float) else default


def _chosen(profile: Profile, key: str) -> frozenset[str]:
    value = profile.get(key)
    return value if isinstance(value, frozenset) else frozenset()


# Good sense, no law: below these ages the other answer is surely a slip of the finger.
YOUNGEST_VETERAN, YOUNGEST_GRADUATE, YOUNGEST_DOCTOR, YOUNGEST_WORKER, YOUNGEST_PARENT = 18, 14, 20, 16, 16
YOUNGEST_COLLEGE, OLDEST_ORPHAN, LARGE_STAFF = 14, 18, 20
YOUNGEST_RETIRED, LARGEST_MICRO_STAFF, LONGEST_SCHOOLING = 40, 300, 6
TOGETHER: tuple[Rule, ...] = (
    Rule("veteran", lambda p: p.get("veteran") is True and _number(p, "age", 99) < YOUNGEST_VETERAN,
         f"年龄不满{YOUNGEST_VETERAN}周岁，不会是退役军人，请核对年龄或者“退役军人”一项。"),
    Rule("education", lambda p: p.get("education") in {"master", "doctor"} and _number(p, "age", 99) < YOUNGEST_DOCTOR,
         "年龄和研究生学历对不上，请核对。"),
    Rule("employment", lambda p: p.get("employment") in {"employed", "business", "flexible", "unemployed", "hard"}
         and _number(p, "age", 99) < YOUNGEST_WORKER, f"不满{YOUNGEST_WORKER}周岁不能就业或者登记失业，请核对年龄或者就业状况。"),
    Rule("employment", lambda p: p.get("employment") == "retired" and _number(p, "age", 99) < YOUNGEST_RETIRED,
         "年龄和“退休”对不上，请核对。"),
    Rule("children", lambda p: _number(p, "children", 0) > 0 and _number(p, "age", 99) < YOUNGEST_PARENT,
         "年龄和子女数对不上，请核对。"),
    Rule("graduated_years", lambda p: "age" in p and _number(p, "graduated_years", 0) > max(_number(p, "age", 99) - LONGEST_SCHOOLING, 0),
         "毕业年数大于年龄允许的范围，请核对。"),
    Rule("size", lambda p: p.get("size") == "micro" and _number(p, "staff", 0) > LARGEST_MICRO_STAFF,
         f"职工超过{LARGEST_MICRO_STAFF}人，在任何行业都不会是微型企业，请核对企业规模或者职工人数。"),
    Rule("education", lambda p: p.get("education") in {"college", "bachelor"} and _number(p, "age", 99) < YOUNGEST_COLLEGE,
         "年龄和大专、本科学历对不上，请核对。"),
    Rule("employment", lambda p: p.get("employment") == "student" and _number(p, "graduated_years", 0) > 0,
         "已经毕业的不再是在校学生，请核对就业状况或者毕业年数。"),
    Rule("size", lambda p: p.get("size") == "large" and 0 <= _number(p, "staff", LARGE_STAFF) < LARGE_STAFF,
         f"职工不满{LARGE_STAFF}人，在任何行业都不会是大型企业，请核对企业规模或者职工人数。"),
    Rule("above_scale", lambda p: p.get("above_scale") is True and "staff" in p and _number(p, "staff", 1) == 0,
         "没有职工的单位不会是规模以上单位，请核对。"),
    Rule("titles", lambda p: "listed" in _chosen(p, "titles") and p.get("form") in {"individual", "cooperative", "social"},
         "上市公司应当是企业，请核对主体类型或者已有的认定。"),
    Rule("family", lambda p: "orphan" in _chosen(p, "family") and _number(p, "age", 0) >= OLDEST_ORPHAN,
         f"孤儿指未满{OLDEST_ORPHAN}周岁的未成年人，请核对年龄或者家庭情况。"),
    Rule("form", lambda p: p.get("form") in {"individual", "social"} and p.get("size") == "large",
         "个体工商户、社会组织不会是大型企业，请核对主体类型或者企业规模。"),
)  # fmt: skip


def read(audience: str, said: Mapping[str, Sequence[str]]) -> Profile:
    """Return what is known from the fields of a form. Raises ProfileRefused with a sentence for each field that cannot be."""
    if audience not in AUDIENCE_NAMES:
        raise ProfileRefused({"audience": "请选择是企业还是个人。"})
    profile: Profile = {}
    faults: dict[str, str] = {}
    for fact in facts_for(audience):
        values = [one.strip() for one in said.get(fact.key, ()) if one.strip() not in UNKNOWN]
        if not values:
            continue
        try:
            profile[fact.key] = _value(fact, values)
        except ValueError as error:
            faults[fact.key] = str(error)
    return checked(profile, faults)


def checked(profile: Profile, faults: Mapping[str, str] = {}) -> Profile:
    found = dict(faults)
    for rule in TOGETHER:
        if rule.fact not in found and rule.wrong(profile):
            found[rule.fact] = rule.sentence
    if found:
        raise ProfileRefused(found)
    return profile


def _value(fact: Fact, values: Sequence[str]) -> Value:
    if fact.sort is Sort.NUMBER:
        return _checked_number(fact, values[0])
    if fact.sort is Sort.FLAG:
        if values[0] not in {"yes", "no"}:
            raise ValueError(f"“{fact.name}”请选“是”“否”或者“不清楚”。")
        return values[0] == "yes"
    if fact.sort is Sort.MANY:
        chosen = frozenset(values) - {NONE_OF_THESE}
        if NONE_OF_THESE in values and chosen:
            raise ValueError(f"“{fact.name}”选了“都没有”，就不能再选其他项，请核对。")
        if not chosen <= set(fact.choices):
            raise ValueError(f"“{fact.name}”只能选列出的各项。")
        return chosen
    if values[0] not in fact.choices:
        raise ValueError(f"“{fact.name}”只能选列出的各项。")
    return values[0]


def _checked_number(fact: Fact, text: str) -> float:
    try:
        number = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"“{fact.name}”请填数字，例如{number_words(fact.high // 3 if fact.high < 1000 else 100)}。")
    if not fact.low <= number <= fact.high:
        raise ValueError(
            f"“{fact.name}”应在{number_words(fact.low)}和{number_words(fact.high)}之间，您填的是{number_words(number)}，请核对。"
        )
    if fact.whole and number != int(number):
        raise ValueError(f"“{fact.name}”请填整数。")
    return number


def from_json(audience: str, said: Mapping[str, object]) -> Profile:
    """Return a profile from JSON values as the API takes them. Raises ProfileRefused, also for a fact that does not exist."""
    unknown = {
        key: f"没有“{key}”这一项，请对照接口说明。"
        for key in said
        if key not in FACTS or FACTS[key].audience != audience
    }
    if unknown and audience in AUDIENCE_NAMES:
        raise ProfileRefused(unknown)
    return read(audience, {key: _spoken(key, value) for key, value in said.items()})


def _spoken(key: str, value: object) -> list[str]:
    match value:
        case None:
            return []
        case bool():
            return ["yes" if value else "no"]
        case list() | tuple():
            return [str(one) for one in value] or [NONE_OF_THESE]
    return [str(value)] if FACTS.get(key) else []


def spoken(profile: Profile) -> dict[str, list[str]]:
    """Return a profile as the fields of a form: what a link or a file keeps of it."""
    said: dict[str, list[str]] = {}
    for key, value in profile.items():
        match value:
            case bool():
                said[key] = ["yes" if value else "no"]
            case frozenset():
                said[key] = sorted(value) or [NONE_OF_THESE]
            case str():
                said[key] = [value]
            case _:
                said[key] = [f"{value:.12g}"]
    return said
