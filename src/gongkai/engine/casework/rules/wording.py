"""The little language of letter texts: variables, clauses, optional parts. It is read line by line and executes nothing.

`{{变量}}` anywhere · `{{，变量}}` the same, gone together with its comma where there is no value · `[[条款:键]]`, `[[如有 变量]]` and `[[完]]` alone on a line · `一、…` and `（一）…` headings ·
`| 左 | 右 |` a row of a table. Values are put in once and are never read as language themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.engine.casework.rules.words import MOST_TEXT

if TYPE_CHECKING:
    from gongkai.engine.casework.rules.kinds import LetterKind

NAME = r"[\u4e00-\u9fffA-Za-z0-9_]{1,30}"
VARIABLE = re.compile(rf"\{{\{{\s*(?P<lead>[，、；]?)\s*(?P<name>{NAME})\s*\}}\}}")
CLAUSE = re.compile(rf"\[\[\s*条款\s*[:：]\s*({NAME})\s*\]\]")
SECTION = re.compile(rf"\[\[\s*如有\s+({NAME})\s*\]\]")
END = re.compile(r"\[\[\s*完\s*\]\]")
MARK = re.compile(r"\{\{|\}\}|\[\[|\]\]")
ROW = re.compile(r"\|([^|]*)\|([^|]*)\|")
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；！？]{1,40}")
SUB_HEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；！？]{1,40}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

BUILT_IN: dict[str, str] = {
    "发文机关": "发出文书的机关全称",
    "发文日期": "签发日期",
    "发文字号": "文书编号",
    "机关电话": "机关的电话",
    "机关地址": "机关的地址",
}
# Known only when the letter is issued, hence never open before.
LATER = frozenset({"发文日期", "发文字号"})
OF_CORRECTION: dict[str, str] = {
    "更正文号": "被更正文书的名称和编号",
    "更正日期": "被更正文书的签发日期",
    "更正原因": "为什么更正",
}


@dataclass(frozen=True)
class Clause:
    """A paragraph that is put in by its key and cannot be reworded in a letter; `source` names the article."""

    label: str
    text: str
    mandatory: bool = False
    source: str = ""


CORRECTION_KEY = "更正说明"
CORRECTION = Clause(
    "更正说明",
    "本文书更正本机关{{更正日期}}签发的{{更正文号}}。更正原因：{{更正原因}}。",
    mandatory=True,
    source="平台配置：更正文书须写明更正了哪一份文书",
)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a text: `line` counts from 1 (0: the text as a whole), `place` says it in words."""

    line: int
    place: str
    sentence: str
    code: str


@dataclass(frozen=True)
class Line:
    """One line that says something: words, or the key of a clause; `when` is the variable it depends on."""

    number: int
    text: str = ""
    clause: str = ""
    when: str = ""


def clauses_of(kind: LetterKind, *, correcting: bool = False) -> dict[str, Clause]:
    """Return the clauses that a text of this kind may use."""
    return dict(kind.clauses) | ({CORRECTION_KEY: CORRECTION} if correcting else {})


def names_of(kind: LetterKind, *, correcting: bool = False) -> dict[str, str]:
    """Return the variables that a text of this kind may use, with their labels."""
    return dict(kind.variables) | BUILT_IN | (OF_CORRECTION if correcting else {})


def parse(text: str) -> tuple[list[Line], list[Problem]]:
    """Read a text; return its lines and what is wrong with its marks."""
    lines: list[Line] = []
    found: list[Problem] = []
    when, opened = "", 0
    for number, raw in enumerate(text.splitlines(), start=1):
        words = raw.strip()
        if match := SECTION.fullmatch(words):
            if when:
                found.append(_said(number, f"上一个“[[如有 {when}]]”还没有用“[[完]]”结束，不能套用。", "section"))
            when, opened = match.group(1), number
        elif END.fullmatch(words):
            if not when:
                found.append(_said(number, "这里的“[[完]]”前面没有“[[如有 变量]]”。", "section"))
            when = ""
        elif match := CLAUSE.fullmatch(words):
            lines.append(Line(number, clause=match.group(1), when=when))
        elif words:
            if MARK.search(VARIABLE.sub("", words)):
                found.append(_said(number, _mark_sentence(words), "syntax"))
            lines.append(Line(number, text=words, when=when))
    if when:
        found.append(_said(opened, f"“[[如有 {when}]]”没有用“[[完]]”结束。", "section"))
    return lines, found


def _said(number: int, sentence: str, code: str, place: str = "") -> Problem:
    return Problem(number, place or (f"第{number}行" if number else "全文"), sentence, code)


def _mark_sentence(words: str) -> str:
    rest = VARIABLE.sub("", words)
    if "[[" in rest or "]]" in rest:
        return "“[[条款:键]]”“[[如有 变量]]”“[[完]]”须单独占一行，并且写完整。"
    return "变量须写成“{{变量名}}”，前后都是两个花括号，名称只用汉字、字母和数字。"


def problems(
    text: str, kind: LetterKind, values: Mapping[str, str] | None = None, *, correcting: bool = False
) -> list[Problem]:
    """Return everything that keeps this text from being used, in order of lines.

    Without `values` the text is judged as a template; with them every variable that is used and has no value is named.
    """
    lines, found = parse(text)
    if not lines:
        found.append(_said(0, "正文是空的，请先填写。", "empty"))
    if len(text) > MOST_TEXT:
        found.append(_said(0, f"正文超过{MOST_TEXT}字，请缩短。", "too-long"))
    names, clauses = names_of(kind, correcting=correcting), clauses_of(kind, correcting=correcting)
    used = list(uses(lines, kind, clauses))
    found += [_unknown(use, kind) for use in used if use.name not in names]
    found += _sections(lines, names)
    found += _clause_problems(lines, clauses)
    found += _unused(used, kind, lines)
    found += _blanks(lines)
    found += _denials(lines, clauses)
    if values is not None:
        found += _open(used, kind, names, values)
    return sorted(dict.fromkeys(found), key=lambda one: one.line)


@dataclass(frozen=True)
class Use:
    name: str
    number: int
    place: str
    when: str
    of_clause: bool = False


def uses(lines: list[Line], kind: LetterKind, clauses: Mapping[str, Clause]) -> Iterator[Use]:
    for one in VARIABLE.finditer(kind.title):
        yield Use(one["name"], 0, "标题", _condition(one, ""))
    if kind.to:
        yield Use(kind.to, 0, "收件人", "")
    for line in lines:
        clause = clauses.get(line.clause)
        words = clause.text if clause else line.text
        place = f"第{line.number}行，条款“{clause.label}”" if clause else f"第{line.number}行"
        for one in VARIABLE.finditer(words):
            yield Use(one["name"], line.number, place, _condition(one, line.when), clause is not None)


def _condition(one: re.Match[str], when: str) -> str:
    """What is written with its comma depends on its own value, beside what its line depends on."""
    return one["name"] if one["lead"] else when


def _unknown(use: Use, kind: LetterKind) -> Problem:
    known = "、".join(list(kind.variables)[:8])
    return _said(use.number, f"没有“{use.name}”这个变量。可以用：{known}等。", "unknown-variable", use.place)


def _sections(lines: list[Line], names: Mapping[str, str]) -> list[Problem]:
    found: dict[str, Problem] = {}
    for line in lines:
        if line.when and line.when not in names and line.when not in found:
            sentence = f"“[[如有 {line.when}]]”里没有“{line.when}”这个变量。"
            found[line.when] = _said(line.number, sentence, "unknown-variable")
    return list(found.values())


def _clause_problems(lines: list[Line], clauses: Mapping[str, Clause]) -> list[Problem]:
    found = [
        _said(line.number, f"没有“{line.clause}”这个条款。可以用：{'、'.join(clauses) or '（无）'}。", "unknown-clause")
        for line in lines
        if line.clause and line.clause not in clauses
    ]
    for key, clause in clauses.items():
        if not clause.mandatory:
            continue
        places = [line for line in lines if line.clause == key]
        source = f"（{clause.source}）" if clause.source else ""
        if not places:
            sentence = f"缺少必备条款“{clause.label}”{source}，请加一行“[[条款:{key}]]”。"
            found.append(_said(0, sentence, "missing-clause"))
        elif all(line.when for line in places):
            sentence = f"必备条款“{clause.label}”不能放在“[[如有 …]]”里，它必须始终出现。"
            found.append(_said(places[0].number, sentence, "hidden-clause"))
    return found


# Places left to be filled in by hand: nobody does, once it is printed.
BLANK = re.compile(r"[_＿]{3,}|[×✕]{2,}|[XxＸ]{3,}|[.．…]{6,}|（\s*）")
# Words that take away what a mandatory clause gives: 不得申请行政复议, 无权提起诉讼, 本决定为最终决定.
DENIAL = re.compile(
    r"(?:不得|不能|不可以?|无权|没有权利)(?:再|就此|对此|对本[^。；，]{0,6})?(?:申请|提起|提出|要求)?(?:行政)?(?:复议|诉讼|起诉)"
    r"|(?:最终|终局)的?(?:决定|裁决|答复)"
)
REMEDY = "行政复议"


def _blanks(lines: list[Line]) -> list[Problem]:
    return [
        _said(line.number, f"“{found[0]}”像是没有填写的空，请写明，或者换成变量。", "blank")
        for line in lines
        if (found := BLANK.search(line.text))
    ]


def _denials(lines: list[Line], clauses: Mapping[str, Clause]) -> list[Problem]:
    """Where the law gives a remedy, no sentence beside it may take it away."""
    if not any(one.mandatory and REMEDY in one.text for one in clauses.values()):
        return []
    return [
        _said(line.number, f"“{found[0]}”与必备的救济条款相反，请删去。", "denial")
        for line in lines
        if (found := DENIAL.search(line.text))
    ]


def _unused(used: list[Use], kind: LetterKind, lines: list[Line]) -> list[Problem]:
    if not lines:
        return []
    found = []
    for name in kind.required:
        places = [use for use in used if use.name == name]
        shown = f"“{{{{{name}}}}}”（{kind.variables.get(name, name)}）"
        if not places:
            found.append(_said(0, f"正文里没有出现必填变量{shown}。", "unused"))
        elif all(use.when not in {"", name} and not use.of_clause for use in places):  # a hidden clause is told already
            sentence = f"必填变量{shown}只写在“[[如有 {places[0].when}]]”里，它必须始终出现。"
            found.append(_said(places[0].number, sentence, "hidden-variable"))
    return found


def _open(used: list[Use], kind: LetterKind, names: Mapping[str, str], values: Mapping[str, str]) -> list[Problem]:
    """A part that is left out because its variable has no value leaves nothing open, unless the kind requires it."""
    found: dict[str, Problem] = {}
    for use in used:
        if use.name in LATER or use.name not in names or values.get(use.name, "").strip():
            continue
        left_out = bool(use.when) and not values.get(use.when, "").strip()
        if use.name in found or (left_out and use.name not in kind.required):
            continue
        sentence = f"变量“{use.name}”（{names[use.name]}）没有填写。"
        found[use.name] = _said(use.number, sentence, "open", use.place)
    return list(found.values())
