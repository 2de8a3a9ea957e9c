"""Several stretches of words, as commas part them, read together: exceptions, and alternatives across commas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.proactive.policy.rules.conditions import Free, Node
from gongkai.proactive.policy.rules.extraction.guess import LONGEST_FREE, alternatives, bare, negated, understood
from gongkai.proactive.policy.rules.extraction.lexicon import AGE_OF_A_SEX

_BESIDES = re.compile(r"^(?:还|再|另|同时|也)")  # «除享受补贴外，还给予…» is no exception
_OTHER_RULES = re.compile(
    r"^(?:可以?|按(?:规定)?|依法)?(?:享受|给予|落实|领取)(?!低保|最低|特困|国家)|另有|规定的?(?:情形|情况)?$|特殊情况|不可抗力"
)
_WITHOUT = re.compile(r"^(.*?)除(?!外)([^，。；]{2,60}?)(?:以|之)?外(?=$|的|，)的?(.*)$")
_EXCEPTED = re.compile(r"^(?:(.*[^，])?但是?|(?:其中|但是?))?([^，。；]{2,80}?)(?:的(?:人员|情形)?)?除外$")
_NOT_AMONG = re.compile(r"^(.*?)(?:但|但是|，)?不(?:包括|包含|含)(?!本数|税|该)([^，。；]{2,80})$")
_OR = re.compile(r"^(?:或者?|以及)")
_OR_RECEIVES = re.compile(r"^(?:或者?|也可以?)(?:领取|选择|享受|按|给予|由)")  # another way to get it, no condition
_OF_SUMS = re.compile(r"部分$|费用?$|税$|金额$|奖金$|工资$|利息$|款项?$")  # «不含个人应缴部分» is about sums


def joined(texts: Sequence[str]) -> list[Node]:
    """Return all that is asked. Where it stays open which words an «或者» joins, they stay as they are, for an office."""
    kept: list[str] = []
    excepted: list[str] = []
    said = _by_sex([bare(one) for one in texts])
    for number, text in enumerate(said):
        left, out = _apart(text, said[number + 1] if number + 1 < len(said) else "")
        kept += [left] if left else []
        excepted += [out] if out else []
    nodes = _alternating(kept)
    return nodes + [negated(node) for out in excepted if (node := understood(out)) is not None]


def _by_sex(texts: list[str]) -> list[str]:
    """Put «男满60周岁，女满55周岁» together again: a comma between the sexes parts alternatives."""
    found: list[str] = []
    for text in texts:
        before = list(AGE_OF_A_SEX.finditer(found[-1])) if found else []
        here = AGE_OF_A_SEX.match(_OR.sub("", text))
        if here and before and before[-1].end() == len(found[-1]) and before[-1].group(1) != here.group(1):
            found[-1] += f"，{_OR.sub('', text)}"
        else:
            found.append(text)
    return found


def excepted_in(sentence: Sequence[str]) -> list[Node]:
    """Return only what a sentence excepts: of one that grants, whose own words are read elsewhere."""
    found = []
    for number, one in enumerate(sentence):
        _, out = _apart(bare(one), bare(sentence[number + 1]) if number + 1 < len(sentence) else "")
        if out and (node := understood(out)) is not None:
            found.append(negated(node))
    return found


def _apart(text: str, following: str) -> tuple[str, str]:
    """Return what stays of one stretch, and whom it excepts."""
    if re.search(r"[（(][^）)]*(?:除外|不含|不包括|除)[^（(]*[)）]", text):
        return text, ""  # a bracket is of the words before it
    without = _WITHOUT.match(text)
    if without and not _BESIDES.match(without.group(3) or following):
        out = without.group(2)
        return without.group(1) + without.group(3), "" if _OTHER_RULES.search(out) else out
    match = _EXCEPTED.match(text) or _NOT_AMONG.match(text)
    if match is None or _OF_SUMS.search(match.group(2)):
        return text, ""
    return (match.group(1) or "").strip("，但"), match.group(2)


def _alternating(texts: list[str]) -> list[Node]:
    texts = [one for one in texts if not _OR_RECEIVES.match(one)]
    starts = [number for number, text in enumerate(texts) if _OR.match(text)]
    joins_nouns = starts == list(range(1, len(starts) + 1)) and all(texts[one].startswith("以及") for one in starts)
    if starts and starts != list(range(1, len(texts))) and not joins_nouns:
        return [Free("，".join(texts)[:LONGEST_FREE])]
    read = [(number, node) for number, text in enumerate(texts) if (node := understood(_OR.sub("", text))) is not None]
    joined_by_or = [node for number, node in read if starts and number <= starts[-1]]
    return [
        *([alternatives(joined_by_or)] if joined_by_or else []),
        *(node for _, node in read if node not in joined_by_or),
    ]
