"""The search engine on 200,000 documents, with SQLite FTS5 on the same queries: bench/search_bench.py in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

from bench import scratch
from bench.checks import Options, Result

MOST_MIXED_MS = 15.0
MOST_HEAVY_MS = 60.0
MOST_SUGGEST_MS = 50.0
LEAST_MRR = 0.60
LARGE, LEAST_FASTER = 200_000, 1.0  # our own bound: never slower than FTS5 on the mixed set of a large library


def run(options: Options) -> Result:
    out = options.folder / "search.json"
    command = [sys.executable, "bench/search_bench.py", "--docs", str(options.search_docs), "--json", str(out)]
    command += ["--dir", str(options.folder)]
    done = subprocess.run(
        command, env=scratch.environment(options.folder), cwd=scratch.ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode == 2:
        return Result(skipped=done.stderr.strip())
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return judged(json.loads(out.read_text(encoding="utf-8")))


def judged(found: dict) -> Result:
    """Turn the result of search_bench into checks. The limits in milliseconds are the issue's; the ratios stand beside."""
    result = Result(figures=found)
    engine = found["engine"]
    pages = engine["page"]
    result.most(
        f"混合查询 p95，{found['documents']:,} 件",
        pages["mixed"]["p95"],
        MOST_MIXED_MS,
        "毫秒",
        f"p50 {pages['mixed']['p50']} 毫秒；整页：命中、摘要、分面",
    )
    for text, one in engine["heavy"].items():
        result.most(f"重查询“{text}”", one["page"], MOST_HEAVY_MS, "毫秒", f"{one['total']:,} 件命中，整页不缓存")
    result.most("输入提示 p95", engine["suggest"]["p95"], MOST_SUGGEST_MS, "毫秒", f"{found['documents']:,} 件，含拼音")
    for name, known in (("五百字一件", found["known_items"]), ("八十字一件", found["known_items_passages"])):
        note = f"同文副本算对；只认原件 {known['mrr@10 strict']}；{known['queries']} 次检索"
        label = f"已知条目 MRR@10，{known['documents']:,} 件，{name}"
        result.least(label, known["mrr@10"], LEAST_MRR, "", note)
    result.tell("建索引", found["documents_per_second"], "件/秒")
    baseline = found.get("sqlite_fts5")
    if baseline:
        ours, theirs = engine["bare"], baseline["bare"]
        faster = theirs["mixed"]["p50"] / ours["mixed"]["p50"]
        if found["documents"] >= LARGE:
            result.least("比 FTS5 快，混合 p50", faster, LEAST_FASTER, "×", "同一批查询，只取前十和总数；上限自定")
        else:
            result.tell("比 FTS5 快，混合 p50", faster, "×", "小库上两者相当")
        for kind in ours:
            if kind != "mixed":
                tail = theirs[kind]["p95"] / ours[kind]["p95"]
                result.tell(f"比 FTS5 快，{kind}", theirs[kind]["p50"] / ours[kind]["p50"], "×", f"p95 {tail:.3g} 倍")
    seen = found["replace_one_and_see_it"]["seen"]
    result.tell("换一件并看到，p95", seen["p95"], "毫秒")
    return result
