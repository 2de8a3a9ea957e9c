"""Measure the search engine on real laws cut into documents, with SQLite FTS5 on the same queries in the same run.

    python bench/search_bench.py --docs 200000 --json result.json

Needs the shared corpus. Beyond 31,456 documents the real paragraphs are recombined, so the dictionary grows less than that
of real documents would. Times are milliseconds of one thread in this process; `page` is what the portal asks for (ten
results with highlights, total, six facets), `bare` the ten best and the total only, which is what FTS5 is asked for too.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import rjieba

from gongkai.engine.search.index import Filters, IndexWriter, SearchDocument, Searcher, SearchRequest, rebuild
from gongkai.engine.search.index.analysis import bigram_text
from gongkai.engine.search.index.folding import fold
from gongkai.engine.search.tests import corpus

LETTERS = ("gongjijin", "anquanshengchan", "shipinanquan", "huanjingbaohu", "gjj", "xingzhengchufa")
SINGLE = "水"  # pairs alone do not find it: FTS5 would need a second index
HEAVY = ("管理 规定", "应当 人民政府", "申请 材料", "规定", SINGLE)
QUALITY_QUERIES = 600
READER = """
import sys
sys.path.insert(0, sys.argv[1])
from gongkai.engine.search.index import Searcher, SearchRequest
searcher = Searcher(sys.argv[2])
for text in ("管理 规定", "应当 人民政府", "住房公积金贷款", "怎样申请住房保障", "云政发[2019]7号", "独角兽 财政"):
    searcher.search(SearchRequest(text=text))
    searcher.suggest(text)
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print("own", status["RssAnon"].split()[0])
print("mapped", status["RssFile"].split()[0])
"""
FTS = """
CREATE VIRTUAL TABLE pieces USING fts5(title, body, content='', tokenize="unicode61");
CREATE TABLE facts (id INTEGER PRIMARY KEY, agency TEXT, kind TEXT, year INTEGER);
CREATE INDEX by_agency ON facts (agency, year);
"""


def milliseconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def summary(times: Iterable[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50": round(ordered[len(ordered) // 2], 2),
        "p95": round(ordered[int(len(ordered) * 0.95)], 2),
        "max": round(ordered[-1], 2),
        "n": len(ordered),
    }


def size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def queries(sample: list[SearchDocument], each: int) -> dict[str, list[tuple[str, Filters]]]:
    """Return kind → queries, words that occur together in some document."""
    random_ = random.Random(3)
    found: dict[str, list[tuple[str, Filters]]] = {
        kind: [] for kind in ("1 word", "2 words", "4 words", "phrase", "filter", "number")
    }
    while len(found["number"]) < each:
        document = random_.choice(sample)
        words = list(dict.fromkeys(word for word in rjieba.cut(document.body) if corpus.HAN_WORD.match(word)))
        if len(words) < 8:
            continue
        place, length = random_.randrange(len(document.body) - 12), random_.randint(6, 12)
        few = Filters(agency=(document.agency,), year_from=2016, year_to=2024)
        found["1 word"].append((random_.choice(words), Filters()))
        found["2 words"].append((" ".join(random_.sample(words, 2)), Filters()))
        found["4 words"].append((" ".join(random_.sample(words, 4)), Filters()))
        found["phrase"].append((f"“{document.body[place : place + length].strip()}”".replace("\n", ""), Filters()))
        found["filter"].append((" ".join(random_.sample(words, 2)), few))
        found["number"].append((document.doc_number.replace("〔", "[").replace("〕", "]"), Filters()))
    return found


def engine(searcher: Searcher, asked: dict[str, list[tuple[str, Filters]]]) -> dict[str, object]:
    def page(text: str, filters: Filters) -> float:
        return searcher.search(SearchRequest(text=text, filters=filters)).took_ms

    def bare(text: str, filters: Filters) -> float:
        return searcher.search(SearchRequest(text=text, filters=filters, facets=(), highlight=False)).took_ms

    for several in asked.values():  # once to have the files mapped
        for text, filters in several:
            page(text, filters)
    pages = {kind: [page(*one) for one in several] for kind, several in asked.items()}
    bares = {kind: [bare(*one) for one in several] for kind, several in asked.items()}
    return {
        "page": {kind: summary(times) for kind, times in pages.items()}
        | {"mixed": summary(time for times in pages.values() for time in times)},
        "bare": {kind: summary(times) for kind, times in bares.items()}
        | {"mixed": summary(time for times in bares.values() for time in times)},
        "heavy": {
            text: {
                "total": searcher.search(SearchRequest(text=text)).total,
                "page": round(min(page(text, Filters()) for _ in range(3)), 2),
                "bare": round(min(bare(text, Filters()) for _ in range(3)), 2),
            }
            for text in HEAVY
        },
        "suggest": summary(
            milliseconds(lambda typed=typed: searcher.suggest(typed))
            for typed in (
                *(text[:length] for text, _ in asked["phrase"] + asked["number"] for length in (2, 3, 5)),
                *(letters[:length] for letters in LETTERS for length in (3, 5, 8)),
            )
        ),
        "nothing found": summary(page(f"{text} 独角兽咖啡", filters) for text, filters in asked["1 word"]),
    }


def fts_query(text: str) -> str:
    """Return the same condition for FTS5: each part a phrase of pairs."""
    parts = [bigram_text(fold(part)).replace("|", "").split() for part in text.strip("“”").split()]
    return " AND ".join('"' + " ".join(part) + '"' for part in parts if part)


def fts(path: Path, documents: list[SearchDocument], asked: dict[str, list[tuple[str, Filters]]]) -> dict[str, object]:
    database = sqlite3.connect(path)
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + FTS)

    def rows() -> Iterable[tuple[int, str, str]]:
        for number, one in enumerate(documents):
            text = f"{one.title}\n{one.body}\n{one.doc_number}"
            yield number, bigram_text(fold(one.title)).replace("|", ""), bigram_text(fold(text)).replace("|", "")

    started = time.perf_counter()
    database.executemany("INSERT INTO pieces(rowid, title, body) VALUES (?, ?, ?)", rows())
    facts = ((number, one.agency, one.kind, one.year) for number, one in enumerate(documents))
    database.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", facts)
    database.commit()
    seconds = time.perf_counter() - started

    def bare(text: str, filters: Filters) -> float:
        condition, values = "pieces MATCH ?", [fts_query(text)]
        tables = "pieces"
        if filters.agency:  # the text first, then the facts of each hit: the other way round takes seconds
            tables = "pieces CROSS JOIN facts ON facts.id = pieces.rowid"
            condition += " AND agency = ? AND year BETWEEN ? AND ?"
            values += [filters.agency[0], filters.year_from, filters.year_to]
        top = f"SELECT pieces.rowid FROM {tables} WHERE {condition} ORDER BY bm25(pieces, 3, 1) LIMIT 10"
        return milliseconds(
            lambda: (
                database.execute(top, values).fetchall(),
                database.execute(f"SELECT count(*) FROM {tables} WHERE {condition}", values).fetchall(),
            )
        )

    for text, filters in asked["1 word"]:
        bare(text, filters)
    times = {kind: [bare(*one) for one in several] for kind, several in asked.items()}
    return {
        "documents_per_second": round(len(documents) / seconds),
        "bytes": path.stat().st_size,
        "bare": {kind: summary(several) for kind, several in times.items()}
        | {"mixed": summary(time for several in times.values() for time in several)},
        "heavy": {text: round(min(bare(text, Filters()) for _ in range(2)), 2) for text in HEAVY if text != SINGLE},
    }


def visible(directory: Path, documents: list[SearchDocument]) -> dict[str, dict[str, float]]:
    """Replace one document, find it from another searcher: from the call to the sight."""
    searcher = Searcher(directory)
    searcher.reload()
    seen, done = [], []
    for number in range(40):
        marked = SearchDocument(
            key=documents[number].key, title=f"可见性试验{number}号文件", body=documents[number].body
        )

        started = time.perf_counter()
        with IndexWriter(directory) as writer:
            writer.apply(upserts=[marked])
            assert searcher.search(SearchRequest(text=f"“{marked.title}”", facets=())).total == 1
            seen.append((time.perf_counter() - started) * 1000)
        done.append((time.perf_counter() - started) * 1000)
    return {"seen": summary(seen), "lock released": summary(done)}


def reader_memory(directory: Path) -> dict[str, int]:
    """Return the memory of a process that does nothing but search: its own pages, and the mapped files beside."""
    source = str(Path(__file__).resolve().parent.parent / "src")
    done = subprocess.run(
        [sys.executable, "-c", READER, source, str(directory)], capture_output=True, text=True, check=True
    )
    own, mapped = (int(line.split()[1]) // 1024 for line in done.stdout.splitlines())
    return {"own": own, "mapped": mapped}


def quality(searcher: Searcher, documents: list[SearchDocument]) -> dict[str, object]:
    return {
        "documents": len(documents),
        "queries": QUALITY_QUERIES,
        "mrr@10": round(corpus.mean_reciprocal_rank(searcher, documents, QUALITY_QUERIES), 3),
        "mrr@10 strict": round(corpus.mean_reciprocal_rank(searcher, documents, QUALITY_QUERIES, strict=True), 3),
    }


def quality_of_passages(directory: Path, count: int) -> dict[str, object]:
    documents = list(corpus.passages(count))
    rebuild(directory, documents)
    return quality(Searcher(directory), documents)


def measure(options: argparse.Namespace, folder: Path) -> dict[str, object]:
    documents = list(corpus.documents(options.docs))
    asked = queries(documents[: min(options.docs, 30_000)], options.queries)
    started = time.perf_counter()
    rebuild(folder / "index", documents)
    seconds = time.perf_counter() - started
    searcher = Searcher(folder / "index")
    raw = sum(len((one.title + one.body).encode()) for one in documents)
    result: dict[str, object] = {
        "documents": options.docs,
        "raw_bytes": raw,
        "build_seconds": round(seconds, 1),
        "documents_per_second": round(options.docs / seconds),
        "index_bytes": size(folder / "index"),
        "engine": engine(searcher, asked),
        "known_items": quality(searcher, documents),
        "replace_one_and_see_it": visible(folder / "index", documents),
        "reader_process_mb": reader_memory(folder / "index"),
    }
    result["known_items_passages"] = quality_of_passages(folder / "passages", options.docs)
    if options.baseline:
        few = documents[: options.baseline]
        result["sqlite_fts5"] = {"documents": len(few)} | fts(folder / "fts.sqlite3", few, asked)
    return result


def report(result: dict[str, object]) -> None:
    print(json.dumps(result, ensure_ascii=False, indent=1))
    baseline = result.get("sqlite_fts5")
    if not isinstance(baseline, dict):
        return
    ours = result["engine"]
    assert isinstance(ours, dict)
    print(
        f"\n比 SQLite FTS5（{baseline['documents']} 件；本引擎 {result['documents']} 件）快几倍，前十加总数，p50 / p95："
    )
    for kind, times in ours["bare"].items():
        theirs = baseline["bare"][kind]
        print(f"  {kind:8} {theirs['p50'] / times['p50']:6.1f} / {theirs['p95'] / times['p95']:6.1f}")
    for text, time_ in baseline["heavy"].items():
        print(f"  {text:8} {time_ / ours['heavy'][text]['bare']:6.1f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument(
        "--baseline", type=int, help="documents for SQLite FTS5; 0 for none; as many as --docs unless given"
    )
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--dir", type=Path, help="where the indexes are made (a temporary folder unless given)")
    options = parser.parse_args()
    options.baseline = options.docs if options.baseline is None else min(options.baseline, options.docs)
    if not corpus.available():
        print("没有找到 ../shared/corpus 的法律语料，无法测量。", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="gongkai-search-", dir=options.dir))
    try:
        result = measure(options, folder)
    finally:
        shutil.rmtree(folder)
    report(result)
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
