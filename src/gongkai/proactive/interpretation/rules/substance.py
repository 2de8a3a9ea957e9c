"""What must stand in an interpretation so that it explains something: length, parts that can be shown, the form's own content.

No Django. The numbers are this platform's own, not the law's; whoever operates may set others.
"""

from __future__ import annotations

import datetime as dt
import html as markup
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.proactive.interpretation.rules.cards.headings import SECTIONS
from gongkai.proactive.interpretation.rules.kinds import FORMS, parts_of
from gongkai.proactive.interpretation.rules.templates import blocks_of, covered


@dataclass(frozen=True)
class Least:
    """The smallest that is taken for an explanation."""

    characters: int = 100  # of wording, card and transcript together
    share: float = 0.05  # of the policy's characters
    enough: int = 500  # however long the policy is
    paragraph: int = 20  # characters of a paragraph that an author points at
    pointed: int = 2  # parts that one paragraph may stand for
    written: float = 1 / 3  # of the parts; the rest may be said not to apply
    pairs: int = 2  # questions with their answers
    steps: int = 2
    answer: int = 4  # characters
    transcript: int = 10
    source: str = "本平台默认"


LEAST = Least()
ABSENT, PRESENT = "absent", "present"
_COUNTED = re.compile(r"\w")
_TAG = re.compile(r"<[^<>]*>|&[a-z]{2,6};|&#\d{1,6};")
_ORDERED = re.compile(r"<ol\b[^<>]*>(?P<inside>.*?)</ol>", re.IGNORECASE | re.DOTALL)
_STEP = re.compile(r"^第[一二三四五六七八九十\d]+步")
_ASKS = re.compile(r"[？?]\s*$|^问[:：]")
_EXAMPLE = re.compile(r"例如|比如|举例|举个例|案例|为例|算一算|算一笔账|[小老][一-龥](?:家|租|买|开|今年|在|是|和|的)")


@dataclass(frozen=True)
class Material:
    """Everything that an interpretation says. `points`: as the card stores them; `roles`: of its files."""

    form: str
    html: str
    points: Mapping[str, Any] = field(default_factory=dict)
    transcript: str = ""
    facts: Sequence[Mapping[str, str]] = ()
    roles: Collection[str] = ()
    held_on: dt.date | str | None = None
    speakers: str = ""

    @property
    def whole(self) -> str:
        """Wording, card and transcript as one HTML in which parts are looked for."""
        said = "".join(f"<p>{markup.escape(line)}</p>" for line in self.transcript.splitlines() if line.strip())
        return f"{self.html}{_card(self.points)}{said}"


def _card(points: Mapping[str, Any]) -> str:
    told = ""
    for key in _DRAWN:
        lines = [_line(one) for one in points.get(key) or ()]
        if lines:
            told += f"<h2>{_SPEAKS[key]}</h2><p>{markup.escape('；'.join(lines))}</p>"
    return told


# The sections of a card that speak of parts; contacts alone explain nothing.
_DRAWN = tuple(key for key in SECTIONS if key != "contacts")
# Which part a section speaks of, whatever its author calls it.
_SPEAKS = {
    "who": "适用对象", "amounts": "标准", "when": "什么时候", "how": "怎么办理", "changes": "和以前有什么不同", "warnings": "注意",
}  # fmt: skip


def _line(one: object) -> str:
    return "，".join(str(cell) for cell in one.values() if cell) if isinstance(one, Mapping) else str(one)


def size_of(told: str) -> int:
    """Return the characters of a wording (HTML or plain text) without markup, punctuation and blanks."""
    return len(_COUNTED.findall(_TAG.sub(" ", told)))


def wanted_size(policy: int, least: Least = LEAST) -> int:
    """Return how many characters an interpretation of a policy of that many characters has at least."""
    return min(max(least.characters, round(policy * least.share)), least.enough)


def too_short(told: str, policy: str, least: Least = LEAST) -> str:
    """Say that there is not enough to explain the policy, and what to write; empty when there is."""
    own, basis = size_of(told), size_of(policy)
    wanted = wanted_size(basis, least)
    if own >= wanted:
        return ""
    return (
        f"内容太短：连同图解要点、文字稿共{own}个字，这份文件有{basis}个字，解读至少要写{wanted}个字（{least.source}）。"
        "请把谁适用、得到什么、怎么办、和以前有什么不同讲清楚"
    )


@dataclass(frozen=True)
class Shown:
    """How one part stands. `state`: found, pointed, insisted, absent, unfound (marked as written, not to be seen), missing."""

    key: str
    name: str
    state: str
    text: str = ""  # what shows it: words of the draft, or the reason given

    @property
    def fits(self) -> bool:
        return self.state in {"found", "pointed", "insisted", "absent"}


def shown_parts(layout: str, elements: Mapping[str, Any], told: str, least: Least = LEAST) -> list[Shown]:
    """Judge each part of the layout by what stands in the wording, not by what was ticked (R166)."""
    seen = covered(told, layout)
    paragraphs = paragraphs_of(told, least)
    often: Counter[str] = Counter()
    found = []
    for key, name in parts_of(layout).items():
        said = elements.get(key) or {}
        why, where = str(said.get("reason") or "").strip(), str(said.get("where") or "").strip()
        if said.get("state") == ABSENT:
            found.append(Shown(key, name, ABSENT if why else "missing", why))
        elif said.get("state") != PRESENT:
            found.append(Shown(key, name, "missing"))
        elif key in seen:
            found.append(Shown(key, name, "found", seen[key].text))
        elif where and where in paragraphs and often[where] < least.pointed:
            often[where] += 1
            found.append(Shown(key, name, "pointed", where))
        else:
            found.append(Shown(key, name, "insisted" if why else "unfound", why))
    return found


def paragraphs_of(told: str, least: Least = LEAST) -> list[str]:
    """Return the openings of the paragraphs that are long enough to be pointed at."""
    rows = (block.text for block in blocks_of(told) if not block.level and len(block.text) >= least.paragraph)
    return list(dict.fromkeys(text[:60] for text in rows))


def parts_lacking(shown: Sequence[Shown], least: Least = LEAST) -> list[str]:
    """Return the parts that neither stand there nor are said not to apply, each with what to do."""
    found = [_wanting(one) for one in shown if not one.fits]
    written = sum(one.state in {"found", "pointed"} for one in shown)
    wanted = round(len(shown) * least.written)
    if not found and written < wanted:
        found.append(
            f"正文里只看得到{written}个要素，至少要写明{wanted}个；不能都写“不适用”或者只写说明（{least.source}）"
        )
    return found


def _wanting(one: Shown) -> str:
    if one.state == "unfound":
        return (
            f"要素“{one.name}”标为已写明，正文里没有找到：请写一段并加小标题，或者在“要素”里指明是哪一段；"
            "确实写了的，填写说明"
        )
    return f"要素“{one.name}”没有写明，也没有注明不适用的原因"


def form_lacking(given: Material, least: Least = LEAST) -> list[str]:
    """Return what the form itself still wants: a picture, steps, questions, day and people, a case, a transcript (R172)."""
    judge = _JUDGES.get(given.form)
    sentence = judge(given, least) if judge else ""
    found = [sentence] if sentence else []
    if FORMS[given.form].spoken and "captions" not in given.roles and size_of(given.transcript) < least.transcript:
        found.append("音视频须有字幕文件或者文字稿，方便听不到、看不到的人了解内容")
    return found


def _graphic(given: Material, least: Least) -> str:
    del least
    drawn = any(given.points.get(key) for key in _DRAWN)
    return "" if drawn or "picture" in given.roles else "图示图解还没有图：请填写图解要点，或者上传图片"


def _flow(given: Material, least: Least) -> str:
    steps = [len(given.points.get("how") or ()), sum(bool(_STEP.match(one.text)) for one in blocks_of(given.html))]
    steps += [match["inside"].lower().count("<li") for match in _ORDERED.finditer(given.html)]
    if max(steps) >= least.steps or {"picture", "video"} & set(given.roles):
        return ""
    return f"流程演示还没有步骤：请在图解要点的“怎么办理”里至少写{least.steps}步，或者在正文里编号列出"


def _questions(given: Material, least: Least) -> str:
    pairs, open_ = 0, False
    for block in blocks_of(given.html):
        if _ASKS.search(block.text):
            open_ = True
        elif block.level:
            open_ = False
        elif open_ and size_of(block.text) >= least.answer:
            pairs, open_ = pairs + 1, False
    if pairs >= least.pairs:
        return ""
    return f"简明问答至少要有{least.pairs}问{least.pairs}答，现在有{pairs}组：问题作小标题、以问号结尾，答案写在下面"


def _case(given: Material, least: Least) -> str:
    if any(one.get("kind") == "case" for one in given.facts):
        return ""
    told = any(_EXAMPLE.search(one.text) and len(one.text) >= least.paragraph for one in blocks_of(given.html))
    return "" if told else "案例说明还没有案例：请在“生动案例”里写一条，或者在正文里举一个算得出来的例子"


def _meeting(given: Material, least: Least) -> str:
    del least
    missing = [
        word for word, there in (("举行日期", given.held_on), ("出席或者受访人员", given.speakers.strip())) if not there
    ]
    name = FORMS[given.form].name
    return f"{name}没有填写{'、'.join(missing)}（在“形式、对象和说明”里）" if missing else ""


_JUDGES = {
    "graphic": _graphic, "flow": _flow, "qa": _questions, "case": _case, "interview": _meeting, "press": _meeting,
    "briefing": _meeting,
}  # fmt: skip
