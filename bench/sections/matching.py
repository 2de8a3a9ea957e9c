"""One new document against a million subscriptions, with a naive matcher and SQLite on the same ones in the same run.

Subscriptions as in the stack's measurement: one to three words that occur in the texts, two fifths with an agency, two
fifths with a theme, heavy heads. Texts are made of a vocabulary of 25,700 words with Zipf's frequencies, 1.5 kB each. The
naive matcher and SQLite (`instr` of every word) look at a sample and are scaled up, which is said in the figures. Exactness is
checked on every document against the naive matcher over the sample.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from bench.checks import Options, Result, percentile, wall_ms
from gongkai.doors.subscriptions.rules.criteria import Criteria, Document, meets
from gongkai.doors.subscriptions.rules.matching import MatchingIndex

VOCABULARY, AGENCIES, THEMES, CHARACTERS = 25_700, 400, 60, 500
MOST_MS, MOST_MB = 10.0, 600.0  # the issue
MANY, DOCUMENTS, SAMPLE, FEW = 1_000_000, 60, 20_000, 1_000


def resident() -> float:
    """Return the resident memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Made:
    """Words, agencies and themes with heavy heads, always the same for a seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        han = [chr(0x4E00 + n) for n in range(3000)]
        words: set[str] = set()
        while len(words) < VOCABULARY:
            words.add("".join(self.draw.choices(han, k=self.draw.choice((2, 2, 2, 3, 4, 4)))))
        self.words = sorted(words)
        self.draw.shuffle(self.words)
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(VOCABULARY)))
        self.flat = list(accumulate(1 / (rank + 200) ** 0.6 for rank in range(VOCABULARY)))
        self.agencies = list(accumulate(1 / (rank + 3) for rank in range(AGENCIES)))
        self.themes = list(accumulate(1 / (rank + 3) for rank in range(THEMES)))

    def _one(self, name: str, several: list[float]) -> str:
        return f"{name}{self.draw.choices(range(len(several)), cum_weights=several)[0]}"

    def subscriptions(self, count: int) -> Iterator[tuple[int, Criteria]]:
        for number in range(1, count + 1):
            words = self.draw.choices(self.words, cum_weights=self.flat, k=self.draw.choice((1, 1, 2, 3)))
            facets = {}
            if self.draw.random() < 0.4:
                facets["agency"] = [self._one("机关", self.agencies)]
            if self.draw.random() < 0.4:
                facets["theme"] = [self._one("主题", self.themes) for _ in range(self.draw.choice((1, 1, 1, 2)))]
            yield number, Criteria.of(words, (), facets)

    def document(self) -> Document:
        text = ""
        while len(text) < CHARACTERS:
            text += self.draw.choices(self.words, cum_weights=self.weights)[0] + self.draw.choice(("", "", "，", "的"))
        facets = [("agency", self._one("机关", self.agencies)), ("agency", "机关0")]
        facets += [("theme", self._one("主题", self.themes)) for _ in range(2)]
        return Document.of(text[:CHARACTERS], facets=facets)


def table(rows: list[tuple[int, Criteria]]) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, agency TEXT, themes TEXT)")
    for number, criteria in rows:
        words = [*criteria.words, "", ""][:3]
        facets = dict(criteria.any_of)
        agency = (facets.get("agency") or ("",))[0]
        base.execute(
            "INSERT INTO one VALUES (?,?,?,?,?,?)", (number, *words, agency, "|".join(facets.get("theme", ())))
        )
    return base


SQL = """SELECT id FROM one WHERE (agency = '' OR agency IN ({agencies})) AND (themes = '' OR {themes})
AND instr(:text, a) AND (b = '' OR instr(:text, b)) AND (c = '' OR instr(:text, c))"""


def by_sql(base: sqlite3.Connection, document: Document) -> set[int]:
    agencies = ",".join(f"'{value}'" for name, value in document.facets if name == "agency")
    themes = " OR ".join(f"'|'||themes||'|' LIKE '%|{value}|%'" for name, value in document.facets if name == "theme")
    found = base.execute(SQL.format(agencies=agencies, themes=themes), {"text": document.text})
    return {row[0] for row in found}


def run(options: Options) -> Result:
    many = 50_000 if options.quick else MANY
    result = Result(remarks=["逐条比对和 SQLite 只看前两万条，按条数放大；每份公文三种结果逐一核对。"])
    made, before = Made(7), resident()
    index, sample = MatchingIndex(), []

    def fed() -> Iterator[tuple[int, Criteria]]:
        for number, criteria in made.subscriptions(many):
            if number <= SAMPLE:
                sample.append((number, criteria))
            yield number, criteria

    building = wall_ms(lambda: index.add_all(fed()))
    memory = resident() - before
    times = _matched(made, index, sample)
    scale = many / len(sample)
    ours = statistics.median(times["index"])
    result.most(
        f"一份1.5kB公文对{many:,}条订阅，p95", percentile(times["index"], 0.95), MOST_MS, "毫秒", f"中位{ours:.2f}"
    )
    result.most("匹配索引的内存", memory, MOST_MB, "MB", f"建立{building / 1000:.0f}秒")
    result.tell("比逐条比对快", statistics.median(times["naive"]) * scale / ours, "×", "按两万条放大")
    result.tell("比 SQLite 快", statistics.median(times["sql"]) * scale / ours, "×", "按两万条放大")
    adding = wall_ms(lambda: [index.add(many + 1 + n, one) for n, (_, one) in enumerate(sample[:FEW])])
    removing = wall_ms(lambda: [index.remove(many + 1 + n) for n in range(FEW)])
    result.tell("增、删一条订阅", adding * 1000 / FEW, "微秒", f"删{removing * 1000 / FEW:.1f}")
    return result


def _matched(made: Made, index: MatchingIndex, sample: list[tuple[int, Criteria]]) -> dict[str, list[float]]:
    """Match documents in all three ways and return the times. Raises SystemExit when the answers differ."""
    base = table(sample)
    times: dict[str, list[float]] = {"index": [], "naive": [], "sql": []}
    for _ in range(DOCUMENTS):
        document = made.document()
        ways = {
            "index": lambda one=document: set(index.match(one)),
            "naive": lambda one=document: {number for number, criteria in sample if meets(criteria, one)},
            "sql": lambda one=document: by_sql(base, one),
        }
        found = {name: way() for name, way in ways.items()}
        seen = {number for number in found["index"] if number <= len(sample)}
        if not seen == found["naive"] == found["sql"]:
            raise SystemExit("不一致：索引、逐条比对和 SQL 的结果不同")
        for name, way in ways.items():
            times[name].append(wall_ms(way))
    return times
