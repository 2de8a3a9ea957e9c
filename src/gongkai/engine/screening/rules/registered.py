"""Agency names and heads in a text against the register: nearly right, out of date, or another person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gongkai.engine.screening.rules.findings import Finding, Severity
from gongkai.engine.screening.rules.personal.names import NAME

SHORTEST = 6
# Another town's agency of the same kind is no slip of the pen.
PLACES = frozenset("省市县区州盟旗镇乡")
TOWN = 3
POSTS = "市长|区长|县长|镇长|局长|主任|厅长|部长|院长|处长|书记|行长|校长"


@dataclass(frozen=True, slots=True)
class Registered:
    """An agency as the register has it. `former` are earlier names, `ended` the day it was abolished."""

    name: str
    short_name: str = ""
    former: tuple[str, ...] = ()
    head: str = ""
    ended: dt.date | None = None


def register_findings(text: str, agencies: Iterable[Registered]) -> Iterator[Finding]:
    known = list(agencies)
    right = {name for one in known for name in (one.name, one.short_name, *one.former) if name}
    for one in known:
        yield from _near(text, one.name, right)
        yield from _former(text, one, right)
        yield from _other_head(text, one)


def _near(text: str, name: str, right: set[str]) -> Iterator[Finding]:
    """Yield the places that are one slip away from the name, with its first and last character."""
    if len(name) < SHORTEST:
        return
    half = len(name) // 2
    seen: set[int] = set()
    for part, offset in ((name[:half], 0), (name[half:], half)):
        place = text.find(part)
        while place >= 0:
            for start, end in _windows(text, name, part, place, offset):
                written = text[start:end]
                if start not in seen and _one_slip(written, name) and not _is_other(text, start, end, right):
                    seen.add(start)
                    yield Finding(
                        "register.agency", Severity.WARN, start, end, f"“{written}”与登记的机关名称只差一处。",
                        f"请核对是否为“{name}”。", "机关名称",
                    )  # fmt: skip
            place = text.find(part, place + 1)


def _windows(text: str, name: str, part: str, place: int, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches around a half that stands right, one shorter to one longer than the name."""
    for length in (len(name), len(name) - 1, len(name) + 1):
        start = place if offset == 0 else place + len(part) - length
        end = start + length
        if start >= 0 and end <= len(text) and text[start] == name[0] and text[end - 1] == name[-1]:
            yield start, end


def _is_other(text: str, start: int, end: int, right: set[str]) -> bool:
    written = text[start:end]
    around = text[max(0, start - 12) : end + 12]
    return written in right or any(written in name and name in around for name in right)


def _one_slip(written: str, name: str) -> bool:
    """Whether one character was changed, left out, added, or two neighbours were exchanged."""
    if written == name or abs(len(written) - len(name)) > 1 or "\n" in written:
        return False
    if len(written) == len(name):
        wrong = [place for place, (a, b) in enumerate(zip(written, name, strict=True)) if a != b]
        if len(wrong) == 1:
            return wrong[0] > TOWN or not PLACES.intersection((written[wrong[0]], name[wrong[0]]))
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        return swapped and written[wrong[0]] == name[wrong[1]] and written[wrong[1]] == name[wrong[0]]
    short, long = sorted((written, name), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(1, len(long) - 1))


def _former(text: str, one: Registered, right: set[str]) -> Iterator[Finding]:
    for old in one.former:
        for match in re.finditer(re.escape(old), text):
            longer = any(
                old in name and name != old and name in text[max(0, match.start() - 10) : match.end() + 10]
                for name in right
            )
            if longer or text[max(0, match.start() - 1) : match.start()] == "原":
                continue
            yield Finding(
                "register.agency", Severity.WARN, match.start(), match.end(), f"“{old}”是旧名称。",
                f"现名“{one.name}”；说的是当时的，可写“原{old}”。", "机关旧名称",
            )  # fmt: skip
    if one.ended is not None:
        for match in re.finditer(re.escape(one.name), text):
            said = f"该机关已于{one.ended.year}年{one.ended.month}月{one.ended.day}日撤销。"
            yield Finding(
                "register.agency", Severity.WARN, match.start(), match.end(), said, "请核对。", "已撤销的机关"
            )


def _other_head(text: str, one: Registered) -> Iterator[Finding]:
    """Yield the places where this agency's head bears another name than in the register."""
    if not one.head:
        return
    names = "|".join(re.escape(name) for name in (one.name, one.short_name) if name)
    for match in re.finditer(rf"(?:{names})(?:党组书记、|党委书记、)?(?<![副原])(?:{POSTS})({NAME})", text):
        if not match.group(1).startswith(one.head) and not one.head.startswith(match.group(1)):
            yield Finding(
                "register.leader", Severity.WARN, match.start(1), match.end(1),
                f"登记的{one.short_name or one.name}负责人是“{one.head}”。", "请核对姓名和职务。", "领导姓名",
            )  # fmt: skip
