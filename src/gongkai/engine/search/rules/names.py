"""Who and where: the names under which people look for an agency, and the ground it stands on. Pure Python."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

from gongkai.engine.search.index.folding import spell
from gongkai.engine.search.index.pinyin import LETTERS, initials
from gongkai.engine.search.index.results import Suggestion

AREA_KINDS = frozenset({"government", "subdistrict", "township", "town"})
OFFICE = re.compile(r"(?:人民政府|街道办事处|办事处|街道办|政府)$")
LEVEL = re.compile(r"^[省市区县](?![场政])")  # 市财政局, not 市场监管局
SHORTEST = 3  # characters of a name; 教委 alone would be found in too many words
LEAST_TYPED = 2
MOST_CALLED = 3
NOT_AFTER = ("长", "域")  # 财政局长 is a person


@dataclasses.dataclass(frozen=True, slots=True)
class Body:
    """One agency as the lookup needs it. `lineage` are the codes from the root to itself."""

    code: str
    name: str
    short_name: str = ""
    former_names: tuple[str, ...] = ()
    kind: str = "department"
    lineage: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """An area with a government of its own. `above` are its superiors' codes, nearest first, `around` their departments."""

    code: str
    name: str
    above: tuple[str, ...] = ()
    around: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Directory:
    """Names → what they stand for; the longest name in a text wins."""

    agencies: Mapping[str, tuple[Body, ...]] = dataclasses.field(default_factory=dict)
    places: Mapping[str, Place] = dataclasses.field(default_factory=dict)
    pattern: re.Pattern[str] | None = None

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Return (start, end, name) of the names that stand in the text, in order, the longest at each place."""
        if self.pattern is None:
            return []
        return [
            (match.start(), match.end(), match[0])
            for match in self.pattern.finditer(text)
            if not text.startswith(NOT_AFTER, match.end())
        ]


def called_so(typed: str, directory: Directory) -> list[Suggestion]:
    """Return the agencies one of whose names begins with what was typed, the shortest such name first."""
    start = spell(typed).strip()
    if len(start) < LEAST_TYPED:
        return []
    found = sorted((name for name in directory.agencies if name.startswith(start)), key=lambda name: (len(name), name))
    bodies = {body.code: body for name in found for body in directory.agencies[name]}
    return [Suggestion("agency", body.name, value=body.code) for body in list(bodies.values())[:MOST_CALLED]]


def called_by_letters(typed: str, directory: Directory) -> list[Suggestion]:
    """Return the agencies one of whose names begins with these first letters of its characters: rsj is 人社局."""
    letters = typed.strip().lower()
    if len(letters) < LEAST_TYPED or not LETTERS.fullmatch(letters):
        return []
    found = [name for name in directory.agencies if any(one.startswith(letters) for one in initials(name))]
    bodies = {
        body.code: body
        for name in sorted(found, key=lambda name: (len(name), name))
        for body in directory.agencies[name]
    }
    return [Suggestion("agency", body.name, value=body.code) for body in list(bodies.values())[:MOST_CALLED]]


def directory(bodies: Sequence[Body], synonyms: Iterable[Sequence[str]] = ()) -> Directory:
    """Make the lookup. `synonyms` are groups of names of one thing, by which 住建局 becomes 住房和城乡建设局."""
    known = {body.code: body for body in bodies}
    groups = [tuple(group) for group in synonyms]
    agencies: dict[str, tuple[Body, ...]] = {}
    areas = [OFFICE.sub("", body.name) for body in bodies if body.kind in AREA_KINDS]
    for body in bodies:
        for name in dict.fromkeys(_names(body, groups, areas)):
            agencies[name] = (*agencies.get(name, ()), body)
    places = dict(_places(bodies, known))
    words = sorted({*agencies, *places}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words))) if words else None
    return Directory(agencies, places, pattern)


def _names(body: Body, groups: Sequence[tuple[str, ...]], areas: Sequence[str]) -> Iterable[str]:
    written = [name for name in (body.name, body.short_name, *body.former_names) if name]
    yield from written
    if body.kind in AREA_KINDS:
        return
    bare = [bare for name in written if len(bare := _without_area(name, areas)) >= SHORTEST]
    yield from bare
    for group in groups:
        if set(group) & set(bare):
            for other in group:
                if len(other) >= SHORTEST:
                    yield other
                    yield f"市{other}"


def _without_area(name: str, areas: Sequence[str]) -> str:
    """Return 云川市财政局 and 市财政局 as 财政局."""
    for area in areas:
        if name.startswith(area) and name != area:
            return name.removeprefix(area)
    return LEVEL.sub("", name)


def _places(bodies: Sequence[Body], known: Mapping[str, Body]) -> Iterable[tuple[str, Place]]:
    for body in bodies:
        name = OFFICE.sub("", body.name)
        if body.kind not in AREA_KINDS or name == body.name:
            continue
        if body.name.endswith(("街道办事处", "街道办")):
            name += "街道"
        above = tuple(code for code in reversed(body.lineage[:-1]) if code in known)
        around = tuple(
            other.code
            for other in bodies
            if other.kind not in AREA_KINDS and len(other.lineage) > 1 and other.lineage[-2] in above
        )
        place = Place(body.code, name, above, around)
        yield name, place
        if name.endswith("街道"):
            yield f"{name}办", place
        elif name[-1] in "区县" and len(name) > 2:
            yield name[:-1], place
