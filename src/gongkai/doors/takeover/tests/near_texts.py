"""Texts with known near copies, for tests and measurements."""

from __future__ import annotations

import random

from gongkai.doors.takeover import rules
from gongkai.doors.takeover.tests.old_site import prose


def generated(count: int) -> tuple[list[str], dict[int, int]]:
    """Return plain texts, one in ten a near copy of an earlier one, and which copies which.

    Copies have a typo mended, a paragraph exchanged, or another template's frame; others are the next year's notice of the
    same form, which is no copy.
    """
    chance = random.Random(11)
    texts: list[str] = []
    wanted: dict[int, int] = {}
    originals: list[tuple[int, list[str]]] = []
    while len(texts) < count:
        turn = len(texts) % 10
        if turn == 9 and originals:
            place, lines = chance.choice(originals[-400:])
            originals = [one for one in originals if one[0] != place]
            wanted[len(texts)] = place
            lines = _mended(lines, chance)
        elif turn == 8 and originals:
            lines = [_next_year(line, chance) for line in chance.choice(originals[-400:])[1]]
        else:
            lines = prose(chance)[2]
            originals = [*originals[-800:], (len(texts), lines)]
        texts.append(rules.normal("".join(lines)))
    return texts, wanted


def _mended(lines: list[str], chance: random.Random) -> list[str]:
    lines, how = list(lines), chance.randrange(3)
    if how == 0:
        lines[0] = lines[0].replace("工作", "任务", 1)
        lines[-1] = lines[-1].replace("反映", "反应")
    elif how == 1:
        lines[-1] = "以上要求请结合各自职责抓好落实，并于每月底前报送进展情况。"
    else:
        lines = ["来源市住房城乡建设局", *lines, "云川市住房和城乡建设局"]
    return lines


def _next_year(line: str, chance: random.Random) -> str:
    return "".join(str(chance.randrange(1, 10)) if c.isdigit() else c for c in line)
