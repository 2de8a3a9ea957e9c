"""Document page, library and search page without the page cache, against bare Django views on the same data."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

from bench import data, scratch
from bench.checks import Options, Result

MOST_DOCUMENT_QUERIES, MOST_DOCUMENT_RATIO = 11, 2.0
MOST_LIBRARY_QUERIES, MOST_LIBRARY_GROWTH = 15, 1.3
MOST_HIT_SHARE = 0.1
MOST_SAME_SHARE = 0.5
MOST_SEARCH_RATIO = 3.0


def run(options: Options) -> Result:
    rounds = 3 if options.quick else 9
    large = _own_copy(options, options.docs)
    found = _measure(large, "all", rounds)
    result = Result(figures={"large": found})
    _documents(result, found)
    _lists(result, found)
    if options.docs > data.SMALL:
        _growth(result, _own_copy(options, data.SMALL), large, rounds)
    result.remarks.append("基线：bench/bare.py 的视图，startproject 的中间件，同一进程交替测量，取中位数。")
    return result


def _own_copy(options: Options, count: int) -> Path:
    """Copy the kept data: reading counts views, which are written down."""
    folder = options.folder / str(count)
    kept = data.built(count)
    if scratch.asked_database():
        return kept
    shutil.copytree(kept, folder)
    return folder


def _measure(folder: Path, what: str, rounds: int) -> dict[str, Any]:
    done = scratch.run([sys.executable, "-m", "bench.sections.pages_at", what, str(rounds)], folder)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _ratio(found: dict[str, Any], base: str = "bare") -> float:
    return float(found["cpu_ms"]["ours"] / found["cpu_ms"][base])


def _documents(result: Result, found: dict[str, Any]) -> None:
    pages, size = found["documents"], f"{found['releases']:,} 件"
    result.most(
        f"公文页查询次数（最多），{size}",
        pages["queries"]["most"],
        MOST_DOCUMENT_QUERIES,
        "次",
        f"裸视图 {pages['bare_queries']} 次",
    )
    cpu = pages["cpu_ms"]
    result.most(
        "公文页 CPU，对裸视图",
        _ratio(pages),
        MOST_DOCUMENT_RATIO,
        "×",
        f"{cpu['ours']} 对 {cpu['bare']} 毫秒，{pages['addresses']} 个页面",
    )
    result.tell("同上，裸视图不带任何中间件", _ratio(pages, "view"), "×")
    if found["story"]:
        result.tell("同上，只算有附件、关联和多版本的公文", _ratio(found["story"]), "×")
    hit = found["hit"]["cpu_ms"]
    result.most(
        "公文页缓存命中，对未缓存",
        hit["hit"] / hit["uncached"],
        MOST_HIT_SHARE,
        "×",
        f"{hit['hit']} 对 {hit['uncached']} 毫秒，{found['hit']['queries']} 次查询",
    )
    result.most(
        "公文页在别处有改动之后重新核对，对未缓存",
        hit["same"] / hit["uncached"],
        MOST_SAME_SHARE,
        "×",
        f"{hit['same']} 对 {hit['uncached']} 毫秒",
    )
    result.tell("公文页未命中并缓存下来，对不经缓存", hit["miss"] / hit["uncached"], "×")
    if kept := found.get("kept"):
        hit = kept["hit"]["cpu_ms"]
        note = "设置现为每次请求关闭连接；此为 CONN_MAX_AGE 不为 0 时"
        result.tell(
            "缓存命中，若保持数据库连接",
            hit["hit"] / hit["uncached"],
            "×",
            f"{hit['hit']} 对 {hit['uncached']} 毫秒；{note}",
        )
        result.tell("公文页 CPU，对裸视图，若两者都保持连接", _ratio(kept["documents"]), "×")


def _lists(result: Result, found: dict[str, Any]) -> None:
    library, search = found["library"], found["search"]
    result.most(
        "公文库（带分面）查询次数（最多）",
        library["queries"]["most"],
        MOST_LIBRARY_QUERIES,
        "次",
        f"裸视图 {library['bare_queries']} 次",
    )
    cpu = library["cpu_ms"]
    result.tell(
        "公文库 CPU，对裸视图", _ratio(library), "×", f"{cpu['ours']} 对 {cpu['bare']} 毫秒；裸视图用 SQL 分组计数"
    )
    cpu = search["cpu_ms"]
    result.most(
        "检索页 CPU，对裸视图（索引加一次查询）",
        _ratio(search),
        MOST_SEARCH_RATIO,
        "×",
        f"{cpu['ours']} 对 {cpu['bare']} 毫秒，{search['addresses']} 个检索词",
    )
    result.tell("检索页查询次数（最多）", search["queries"]["most"], "次", f"裸视图 {search['bare_queries']} 次")


def _growth(result: Result, small: Path, large: Path, rounds: int) -> None:
    """Ask both sizes by turns, each time in a fresh process."""
    times: dict[str, list[dict[str, float]]] = {"small": [], "large": []}
    for _ in range(3):
        for name, folder in (("small", small), ("large", large)):
            times[name].append(_measure(folder, "library", rounds * 2)["library_cpu_ms"])
    medians = {
        name: {who: statistics.median(run[who] for run in runs) for who in ("ours", "bare")}
        for name, runs in times.items()
    }
    growth = medians["large"]["ours"] / medians["small"]["ours"]
    bare = medians["large"]["bare"] / medians["small"]["bare"]
    result.most(
        f"公文库 CPU 增长，{data.SMALL:,}→{result.figures['large']['releases']:,} 件",
        growth,
        MOST_LIBRARY_GROWTH,
        "×",
        f"裸视图增长 {bare:.3g} 倍",
    )
    result.figures["growth_ms"] = medians
