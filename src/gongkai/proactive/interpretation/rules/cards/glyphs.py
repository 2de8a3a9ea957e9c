"""How wide text is, and where its lines may break.

Widths are those of Noto Sans CJK SC (the font of the picture), in thousandths of the size; beyond ASCII every character
counts as a full square, which is what Chinese characters are and nearly all letters stay below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import rjieba

_REGULAR = (
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555, 555, 555,
    555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812, 723, 742,
    633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620, 554, 325, 564,
    607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338, 270, 338, 555,
)  # fmt: skip
_BOLD = (
    227, 370, 574, 590, 590, 963, 740, 325, 378, 378, 507, 590, 325, 370, 325, 387, 590, 590, 590, 590, 590, 590, 590, 590,
    590, 590, 325, 325, 590, 590, 590, 514, 1007, 641, 681, 656, 714, 615, 585, 717, 757, 330, 568, 686, 578, 853, 749, 770,
    667, 770, 682, 624, 625, 748, 619, 915, 627, 580, 613, 378, 387, 378, 590, 567, 626, 591, 644, 527, 644, 581, 372, 597,
    640, 304, 306, 604, 315, 964, 641, 626, 644, 644, 436, 495, 421, 637, 576, 863, 562, 574, 511, 378, 296, 378, 590,
)  # fmt: skip
FIRST = 0x20  # the tables begin with the blank
FULL = 1000
_WIDER = {"Ш": 1018, "Щ": 1034, "Ю": 1064, "№": 1074}  # of the letters that can be drawn, these exceed the square

NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—·,.;:?!)]}%％‰℃°～~々ー〗")
NOT_LAST = frozenset("（《「『【〔〈“‘([{￥¥$〖")
LONE = 2  # a last line of so few characters (marks not counted) is drawn together with the one above
HUNG = frozenset("（《「『【〔〈“‘")  # their ink stands in the right half of the square
_FIGURE = re.compile(
    r"[\u4e00-\u9fff]{0,8}〔\d{4}〕\d{1,5}号|"
    r"[A-Za-z0-9]+(?:[.,/:\-·—～~@_][A-Za-z0-9]+)*[%％‰℃]?"
    r"(?:(?<=[0-9%])(?:万元|亿元|万|亿|千元|元|个工作日|工作日|个月|周岁|平方米|公里|小时|分钟|年|月|日|号|天|人|户|岁|级|倍|条|次|项|家|名))?"
)
_BY_WORD_UP_TO = 6  # longer words may break inside


def width(text: str, size: float, *, bold: bool = False) -> float:
    table = _BOLD if bold else _REGULAR
    return (
        size
        / FULL
        * sum(table[ord(one) - FIRST] if FIRST <= ord(one) <= 0x7E else _WIDER.get(one, FULL) for one in text)
    )


def units(text: str, *, by_word: bool = False) -> list[str]:
    """Cut into the smallest pieces a line may break between: figures keep their unit, marks their neighbour."""
    found: list[str] = []
    glued = False
    for piece in _cut(text, by_word=by_word):
        if found and (glued or piece[0] in NOT_FIRST):
            found[-1] += piece
        else:
            found.append(piece)
        glued = piece[-1] in NOT_LAST
    return found


def _cut(text: str, *, by_word: bool) -> list[str]:
    found: list[str] = []
    past = 0
    for match in _FIGURE.finditer(text):
        found += _characters(text[past : match.start()], by_word=by_word)
        found.append(match.group())
        past = match.end()
    return found + _characters(text[past:], by_word=by_word)


def _characters(text: str, *, by_word: bool) -> list[str]:
    if not by_word:
        return list(text)
    return [part for word in rjieba.cut(text) for part in ([word] if len(word) <= _BY_WORD_UP_TO else list(word))]


def wrap(text: str, room: float, size: float, *, bold: bool = False, evenly: bool = False) -> list[str]:
    """Break between words into lines no wider than `room`; with `evenly`, for headings, about equally long ones.

    No closing mark begins a line, no opening one ends it, and no character is left alone if that can be helped.
    """
    pieces = _fitting(units(text, by_word=True), room, size, bold=bold)
    lines = _greedy(pieces, room, size, bold=bold)
    if len(lines) > 1 and (evenly or _lone(lines[-1])):
        return _balanced(pieces, lines, room, size, bold=bold, evenly=evenly)
    return lines


def _fitting(pieces: Sequence[str], room: float, size: float, *, bold: bool) -> list[str]:
    """Break what is wider than a line, as far as the room asks."""
    found: list[str] = []
    for piece in pieces:
        rest = piece
        while width(rest, size, bold=bold) > room and len(rest) > 1:
            cut = len(rest)
            while cut > 1 and width(rest[:cut], size, bold=bold) > room:
                cut -= 1
            cut = _before_marks(rest, _after_joint(rest, cut))
            found.append(rest[:cut])
            rest = rest[cut:]
        found.append(rest)
    return found


def _after_joint(text: str, cut: int) -> int:
    """Break an address or a number behind one of its joints, if there is one in the second half of the line."""
    joint = max((place for place in range(cut // 2, cut) if text[place] in "-@/._"), default=0)
    return joint + 1 if joint else cut


def _before_marks(text: str, cut: int) -> int:
    """Move a break to the left until no closing mark begins the rest; where only marks stand, it stays."""
    moved = cut
    while moved > 1 and (text[moved] in NOT_FIRST or text[moved - 1] in NOT_LAST):
        moved -= 1
    return moved if text[moved] not in NOT_FIRST else cut


def _greedy(pieces: Sequence[str], room: float, size: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for piece in pieces:
        more = width(piece, size, bold=bold)
        if line and used + width(piece.rstrip(), size, bold=bold) > room + 0.001:
            lines.append(line.strip())
            line, used = "", 0.0
        line, used = line + piece, used + more
    lines.append(line.strip())
    return [one for one in lines if one] or [""]


def _lone(line: str) -> bool:
    return sum(one not in NOT_FIRST for one in line) <= LONE


def _balanced(
    pieces: Sequence[str], lines: list[str], room: float, size: float, *, bold: bool, evenly: bool
) -> list[str]:
    """Narrow the room while the number of lines stays: evenly for headings, else only until nothing stands alone."""
    low, best = room * 0.5, lines
    step = size / 4
    narrower = room - step
    while narrower > low:
        tried = _greedy(pieces, narrower, size, bold=bold)
        if len(tried) > len(lines):
            break
        best = tried
        if not evenly and not _lone(tried[-1]):
            break
        narrower -= step
    return best
