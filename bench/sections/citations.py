"""Citations in policy texts and in regulations, against a second reading (bench/citations_oracle.py); and how fast."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench import citations_oracle as oracle
from bench.checks import Options, Result, percentile

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
LAWS = ("laws_national", "laws_admin_regulations", "laws_rules_and_interpretations", "laws_local_regulations")
SEED, POLICY_TEXTS, REGULATIONS = 20260722, 100, 300
LEAST_RIGHT, MOST_MS, LEAST_LAWS = 0.95, 20.0, 100.0
TEN_KILOBYTES = 3_400  # Chinese characters
SHOWN = 25


def run(options: Options) -> Result:
    del options
    if not (CORPUS / "policy_documents.jsonl.gz").exists():
        return Result(skipped="没有共享语料")
    result = Result()
    records = [record for name in LAWS for record in _records(name)]
    _import(records, result)
    known = _known(records)
    sample = random.Random(SEED)
    policies = _records("policy_documents")
    policies = sample.sample(policies, min(POLICY_TEXTS, len(policies)))
    extra = [one for one in _records("policy_paragraphs") if "《" in one["text"]]
    policies += sample.sample(extra, POLICY_TEXTS - len(policies))
    _measure("政策文件", policies, known, result)
    local = sample.sample(_records("laws_local_regulations"), REGULATIONS)
    _measure("地方性法规", local, known, result)
    _speed(policies, result)
    return result


def _records(name: str) -> list[dict[str, Any]]:
    with gzip.open(CORPUS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _import(records: list[dict[str, Any]], result: Result) -> None:
    from gongkai.base.organisations.queries import the_system
    from gongkai.engine.regulations import actions

    lines = [actions.Given(f"corpus:{n}", record) for n, record in enumerate(records, start=1)]
    begun = time.perf_counter()
    told = Counter(one.result for one in actions.import_laws(lines=lines, by=the_system("bench"), source="corpus"))
    rate = len(lines) / (time.perf_counter() - begun)
    result.least("导入法规", rate, LEAST_LAWS, "部/秒", f"{len(lines)}行：{dict(told)}；上限自定")


def _known(records: list[dict[str, Any]]) -> dict[str, oracle.Known]:
    """Return the second reading's laws: those that were taken into the library, by title."""
    from gongkai.engine.regulations import queries

    titles = {oracle.bare(law.title) for law in queries.library().laws}
    return {title: law for title, law in oracle.library(records).items() if title in titles}


def _measure(name: str, texts: list[dict[str, Any]], known: dict[str, oracle.Known], result: Result) -> None:
    from gongkai.engine.regulations import queries

    begins = {one.pk: one.effective_on for law in queries.library().laws for one in law.versions}
    right, misses, more = 0, [], 0
    for record in texts:
        day = _day(record)
        found = {one.start: one for one in queries.citations(record["text"], text_on=dt.date.fromisoformat(day))}
        wanted = list(oracle.expected(record["text"], day, known))
        more += sum(1 for one in found.values() if one.law_id and one.start not in {want.start for want in wanted})
        for want in wanted:
            one = found.get(want.start)
            have = begins[one.version_id].isoformat() if one and one.version_id else None
            cause = _cause(one, have, want)
            right += not cause
            if cause:
                misses.append({"id": record.get("id"), "day": day, "written": want.written, "cause": cause,
                               "expected": want.begins, "found": have})  # fmt: skip
    total = right + len(misses)
    causes = dict(Counter(one["cause"] for one in misses))
    note = f"{len(texts)}篇，{total}处引用库中法规，对{right}处；未对：{causes or '无'}；另认出简称、指代和不带书名号的{more}处"
    result.least(f"引用认到正确版本，{name}", right / total if total else 0.0, LEAST_RIGHT, "", note)
    result.figures[name] = {"total": total, "right": right, "misses": misses[:SHOWN], "causes": causes}


def _day(record: dict[str, Any]) -> str:
    """Return the day of the text; of some only the year is known."""
    day = str(record.get("date") or "2026-01-01")
    return day if len(day) == len("2026-01-01") else f"{day[:4]}-07-01"


def _cause(one: Any, have: str | None, want: oracle.Expected) -> str:
    if one is None or one.law_id is None:
        return "没有认出"
    if oracle.bare(one.title) != want.title:
        return "认成别的法规"
    return "" if have == want.begins else "版本不同"


def _speed(texts: list[dict[str, Any]], result: Result) -> None:
    from gongkai.engine.regulations import queries

    whole = "\n".join(record["text"] for record in texts)
    times = []
    for first in range(0, min(len(whole), 60 * TEN_KILOBYTES), TEN_KILOBYTES):
        part = whole[first : first + TEN_KILOBYTES]
        begun = time.process_time()
        queries.citations(part)
        times.append((time.process_time() - begun) * 1000)
    result.most(
        "核对10 kB文本的引用，p95", percentile(times, 0.95), MOST_MS, "毫秒CPU", f"中位 {percentile(times, 0.5):.1f}"
    )
