"""How a landline is written, and which one is said to stand at somebody's home."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODE = r"(?:10|2[0-57-9]|[3-9][0-9]{2})"
LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.\-—–*+])(?:[（(]?0{_CODE}[)）]?[ \-—–/]{{0,3}}|(?:\+|00)86[ \-]?0?{_CODE}[ \-]|86-0?{_CODE}-)[2-8](?:[ \-]?[0-9]){{6,7}}(?![0-9])"
    r"(?:(?:[ ]?转|[\-—])[0-9]{1,5})?(?![0-9*%])"
)
_HOME = r"(?<![国专厂商住])(?:家里|家中|家庭|住宅|娘家|婆家|老家|家)"
AT_HOME = re.compile(
    rf"(?:宅电|{_HOME}的?(?:座机|固话|固定电话|电话|号码|号)?)(?:号码?)?(?:是|为|：|:|（|\(|，| ){{0,3}}([2-8][0-9]{{6,7}}(?:转[0-9]{{1,4}})?)(?![0-9])(?![ ]?(?:元|万|人|户|亩|平方))"
)
HOUSE = re.compile(
    r"家庭(?:的)?(?:电话|座机|固话|固定|号码|住址|联系)|住宅|宅电|家里|家中|在家|我家|他家|她家|其家|老家|娘家|婆家|住户|座机的(?:住户|用户|主人)|"
    r"(?<![国专厂商住])家(?:的)?(?:座机|电话|固话|固定电话)"
)
CLOSE = 12


def told_at_home(half: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that are called somebody's at home in so many words; `half` is a text of half-width figures."""
    for match in AT_HOME.finditer(half):
        yield match.span(1)
    for match in LANDLINE.finditer(half):
        lead = half[max(0, match.start() - CLOSE) : match.start()].rpartition("\n")[2]
        if HOUSE.search(lead):
            yield match.span()
