"""Which figures of a clause are the benefit, and which only say who gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.proactive.policy.rules.extraction.numbers import Figure, figures
from gongkai.proactive.policy.rules.extraction.text import Piece, segments

_BEFORE_CAP = re.compile(
    r"(?:不超过|不高于|最高|最多|封顶|上限为?|限额为?|不得超过|不超出)[^\d一二三四五六七八九十百千两，。；]{0,10}$"
)
_AFTER_CAP = re.compile(r"^(?:为限|为限额|封顶|以内|为上限)")
_BEFORE_FLOOR = re.compile(r"(?:不低于|不少于|至少|最低)[^\d一二三四五六七八九十百千两，。；]{0,4}$")
_BEFORE_CONDITION = re.compile(
    r"(?:达到?|(?<!不)超过|超出|不足|高于(?<!不高于)|增长|下降|增幅|裁员率[^，]{0,8}|收入(?:在|为)|占比?|比例(?:为|在)|限额基准[^，]{0,12})$"
)
_AFTER_CONDITION = re.compile(
    r"^(?:（含）|\(含\)|（不含）|（含本数）)?(?:及?以上|及?以下|以外|的部分|（含）?至|至[\d一二三四五六七八九十]+[^，]{0,8}的(?:[，,]|补贴|$)|的(?:补贴|奖励|给予)\d)"
)
_RATIO_OF = re.compile(r"(?:裁员率|增长率|营业收入|持股比例|占比|人数)[^，]{0,10}$")
_PART_OF = re.compile(r"^(?:的标准对|的生活补贴)")
_CLOSES = re.compile(
    r"的(?:[，,]|$)|的(?:企业|项目|单位|家庭|人员|个人|民宿|机构|组织|公司|海外仓|小区|民用建筑项目)[，,]?$"
)
_RANGE = re.compile(r"^(?:[-—~～－]|至|到)$")


@dataclass
class Money:
    """The benefit in figures. Yuan and percent; `places` are the spans in the source."""

    amounts: list[Decimal] = field(default_factory=list)
    caps: list[Decimal] = field(default_factory=list)
    floors: list[Decimal] = field(default_factory=list)
    percents: list[Decimal] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.places)

    def add(self, other: Money) -> None:
        for name in ("amounts", "caps", "floors", "percents"):
            mine: list[Decimal] = getattr(self, name)
            mine.extend(value for value in getattr(other, name) if value not in mine)
        self.places.extend(other.places)


def money_of(clause: Piece) -> Money:
    """Return the figures of a clause that are what is granted; thresholds of its conditions are left out."""
    found = Money()
    parts = segments(clause)
    for number, part in enumerate(parts):
        if _is_condition(part.text, last=number == len(parts) - 1):
            continue
        here = [one for one in figures(part.text, part.start) if not _threshold(part, one)]
        _sort_into(found, part, here)
    return found


def _is_condition(text: str, *, last: bool) -> bool:
    """Tell a part that says who: «招用满3人、营业收入2000万元以上的，»."""
    return not last and bool(_CLOSES.search(text))


def _threshold(part: Piece, figure: Figure) -> bool:
    before = part.text[: figure.start - part.start]
    after = part.text[figure.end - part.start :]
    if (
        _AFTER_CONDITION.match(after)
        or _PART_OF.match(after)
        or (figure.kind == "percent" and _RATIO_OF.search(before))
    ):
        return True
    return bool(_BEFORE_CONDITION.search(before)) and not _BEFORE_CAP.search(before)


def _sort_into(found: Money, part: Piece, here: list[Figure]) -> None:
    for place, one in enumerate(here):
        before = part.text[: one.start - part.start]
        after = part.text[one.end - part.start :]
        _put(found, one, before, after, _range_end(part, here, place))
        found.places.append((one.start, one.end))


def _range_end(part: Piece, here: list[Figure], place: int) -> str:
    """Say whether this figure begins or ends a range «1000元至1万元»."""
    one = here[place]
    following = here[place + 1] if place + 1 < len(here) else None
    previous = here[place - 1] if place else None
    if following is not None and _RANGE.match(part.text[one.end - part.start : following.start - part.start].strip()):
        return "low"
    if previous is not None and _RANGE.match(part.text[previous.end - part.start : one.start - part.start].strip()):
        return "high"
    return ""


def _put(found: Money, one: Figure, before: str, after: str, edge: str) -> None:
    if one.kind == "percent":
        wanted = found.percents
    elif edge == "low" or (not edge and _BEFORE_FLOOR.search(before)):
        wanted = found.floors
    elif edge == "high" or _BEFORE_CAP.search(before) or _AFTER_CAP.match(after) or _listed_cap(before):
        wanted = found.caps
    else:
        wanted = found.amounts
    if one.value not in wanted:
        wanted.append(one.value)


def _listed_cap(before: str) -> bool:
    """«最高分别为300万元、100万元»: what follows a cap in one list is a cap too."""
    return bool(re.search(r"(?:最高|不超过)(?:分别为?)?[\d.]+万?元、$", before))
