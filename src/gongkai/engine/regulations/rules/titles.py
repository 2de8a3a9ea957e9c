"""Titles as people write them: with and without 中华人民共和国, a year, 试行; and which known title comes near."""

from __future__ import annotations

import re
from collections.abc import Iterable

FOLD = str.maketrans(
    {"(": "（", ")": "）", "［": "（", "］": "）", "[": "（", "]": "）", "﹙": "（", "﹚": "）", "·": "", "•": ""}
)
NOT_IN_KEY = re.compile(r"[\s\u3000\u00a0\u200b\ufeff《》〈〉<>＜＞“”\"‘’'、，,—–－\-]+")
STATE = re.compile(r"^(?:中华人民共和国|我国)(?=.{2})")
EDITION = re.compile(
    r"（(?:(?P<year>(?:19|20)\d{2})年?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:第[一二三四五六七八九十]+次)?(?:修订|修正|修改|修正文本)(?:版|本|稿)?|"
    r"(?:第[一二三四五六七八九十]+次)?(?:修订|修正|修改)(?:版|本|稿)?)）$"
)
YEAR = re.compile(r"（(?P<year>(?:19|20)\d{2})年?(?:版|本)?）$")
TRIAL = re.compile(r"（(?:试行|暂行)）")
PLACE = re.compile(r"^[\u4e00-\u9fff]{2,7}?(?:自治区|自治州|自治县|省|市|区|县|州|盟|旗)(?=[\u4e00-\u9fff]{3})")
NUMERALS = re.compile(r"[0-9一二三四五六七八九十百零〇]+")
# What a text of law or a rule may be called; a form, a certificate or a contract is none.
GENRES = (
    "宪法|法典|基本法|组织法|修正案|法|条例|实施细则|细则|规定|办法|规则|规程|章程|解释|批复|决定|决议|命令|令|通知|意见|公告|通告|函|准则|通则|"
    "若干政策|措施|规范|标准|纲要|规划|计划|方案|要点|预案|指引|指南|目录|清单|名录|请示|报告|纪要|制度|大纲|公报|协议|宣言|公约|条约|议定书"
)
LAWLIKE = re.compile(r"(?:法|法典|修正案|条例|细则|规定|办法|规则|解释|决定|决议)(?:（[^（）]{1,20}）)*$")
PAPERLIKE = re.compile(rf"(?:{GENRES})(?:（[^（）]{{1,20}}）)*$")
NOT_A_LAW = re.compile(
    r"(?:方法|做法|说法|看法|用法|疗法|书法|手法|魔法|司法|执法|普法|立法|守法|违法|非法|合法|算法|语法)$"
)
SHORT_NAME = re.compile(r"^.{0,4}?(?:法|条例|细则|规定|办法|规则|意见|通知|决定|规划|方案|纲要|目录|指南|规程|标准)$")


def folded(title: str) -> str:
    """Return the title with one kind of brackets and no blanks: what is compared letter by letter."""
    return NOT_IN_KEY.sub("", title.translate(FOLD))


def title_key(title: str) -> str:
    """Return the key under which all ways of writing one title meet: no prefix 中华人民共和国, no mark of a revision."""
    plain = folded(title)
    while (cut := EDITION.sub("", plain)) != plain:
        plain = cut
    return STATE.sub("", plain)


def edition_year(title: str) -> int | None:
    """Return 2019 for X条例（2019修订）; None when the title names no year of revision."""
    found = EDITION.search(folded(title)) or YEAR.search(folded(title))
    return int(found["year"]) if found and found.groupdict().get("year") else None


def without_trial(key: str) -> str:
    """Return the key without （试行） and （暂行）."""
    return TRIAL.sub("", key)


def without_year(key: str) -> str:
    return YEAR.sub("", key)


def is_lawlike(title: str) -> bool:
    """Whether this is what laws, regulations and rules are called."""
    key = title_key(title)
    return bool(LAWLIKE.search(key)) and not NOT_A_LAW.search(key) and len(key) >= 3


def is_paper(title: str) -> bool:
    """Whether this may be an official document at all: forms, certificates and contracts are not."""
    return bool(PAPERLIKE.search(title_key(title)))


def bigrams(key: str) -> frozenset[str]:
    return frozenset(key[place : place + 2] for place in range(len(key) - 1))


def edit_distance(one: str, other: str, most: int) -> int:
    """Return how many characters must be added, taken away or replaced; `most + 1` as soon as it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        now = [i]
        for j, b in enumerate(other, start=1):
            now.append(min(before[j] + 1, now[j - 1] + 1, before[j - 1] + (a != b)))
        if min(now) > most:
            return most + 1
        before = now
    return before[-1]


def _place(key: str) -> str:
    found = PLACE.match(key)
    return found.group() if found else ""


def _ending(key: str) -> str:
    found = re.search(r"(法典|修正案|条例|细则|规定|办法|规则|解释|决定|决议|通知|意见|法)$", without_trial(key))
    return found.group() if found else ""


SHORTEST = 6
LONGEST_SHARE = 0.2  # of a title may be wrong; more, and it is another title
LEAST_ALIKE = 0.6  # shared pairs of characters (Dice)


def may_be_meant(written: str, known: str) -> int | None:
    """Return by how many characters a written title misses a known one; None when it cannot be a slip of the pen.

    Another place, another number or another kind of text (办法 for 条例) makes another text, not a slip.
    """
    if _place(written) != _place(known) or _ending(written) != _ending(known):
        return None
    if NUMERALS.findall(written) != NUMERALS.findall(known):
        return None
    if min(len(written), len(known)) < SHORTEST or (len(written) == len(known) and written[0] != known[0]):
        return None  # 民事诉讼法 and 刑事诉讼法: one character, another law
    most = max(1, int(len(known) * LONGEST_SHARE))
    distance = edit_distance(written, known, most)
    return distance if 0 < distance <= most else None


class NearTitles:
    """Known titles by pairs of characters, to suggest the right one for a wrong one."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = list(keys)
        self._sizes: list[int] = []
        self._by_pair: dict[str, list[int]] = {}
        for place, key in enumerate(self._keys):
            pairs = bigrams(key)
            self._sizes.append(len(pairs))
            for pair in pairs:
                self._by_pair.setdefault(pair, []).append(place)

    def nearest(self, written: str) -> str | None:
        """Return the one known key that was probably meant; None when there is none, or two come equally near."""
        pairs = bigrams(written)
        if len(written) < SHORTEST:
            return None
        shared: dict[int, int] = {}
        # Pairs that thousands of titles share (管理, 条例) say nothing and cost most.
        for pair in sorted(pairs, key=lambda p: len(self._by_pair.get(p, ())))[: max(3, len(pairs) - 2)]:
            for place in self._by_pair.get(pair, ()):
                shared[place] = shared.get(place, 0) + 1
        found: list[tuple[int, str]] = []
        for place, common in shared.items():
            if 2 * (common + 2) >= LEAST_ALIKE * (len(pairs) + self._sizes[place]):
                key = self._keys[place]
                distance = may_be_meant(written, key)
                if distance is not None:
                    found.append((distance, key))
        found.sort()
        if not found or (len(found) > 1 and found[1][0] == found[0][0]):
            return None
        return found[0][1]
