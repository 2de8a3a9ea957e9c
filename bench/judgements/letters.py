"""Long questions over law articles: letters of citizens, and the laws that the official answers to them cite.

Nobody of us wrote a question or chose an answer. Both come from the shared corpus; the answer is right when it is a passage
of a law that the reply names, so an article as good but of another law counts as missed, for both searches alike.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tantivy import Occur, Query

from gongkai.engine.search.index import SearchDocument, Searcher, SearchRequest, analysis, rebuild
from gongkai.engine.search.index.folding import fold

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
LAWS = ("laws_national", "laws_admin_regulations", "laws_rules_and_interpretations")
LETTERS = "citizen_messages_with_replies"
OTHER_LAWS = 250  # that no reply cites, beside those cited
LONGEST = 200  # characters of a letter that are asked: what the search box takes
ARTICLE = re.compile(r"(?m)^[\s\u3000]*(第[一二三四五六七八九十百千零〇]+条)")
CITED = re.compile(r"《([^》]{4,40})》")
STATE = re.compile(r"^中华人民共和国|（.*?）|\(.*?\)")


class Letter(NamedTuple):
    text: str
    laws: frozenset[str]


def available() -> bool:
    return all((CORPUS / f"{name}.jsonl.gz").exists() for name in (*LAWS, LETTERS))


def rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(CORPUS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def core(title: str) -> str:
    return STATE.sub("", title)


def laws() -> dict[str, dict[str, Any]]:
    """Return each law once, in its newest version, under its name without 中华人民共和国."""
    newest: dict[str, dict[str, Any]] = {}
    for row in (row for name in LAWS for row in rows(name) if row["text"]):
        name, version = core(row["title"]), (row["extra"] or {}).get("version_date") or ""
        if name not in newest or version > ((newest[name]["extra"] or {}).get("version_date") or ""):
            newest[name] = row
    return newest


def letters(known: dict[str, dict[str, Any]]) -> list[Letter]:
    found = []
    for row in rows(LETTERS):
        cited = {core(title) for title in CITED.findall(row["extra"].get("reply") or "")} & known.keys()
        if cited:
            text = f"{row['title']}。{row['text']}".replace("\n", " ")
            found.append(Letter(text, frozenset(cited)))
    return found


def articles(known: dict[str, dict[str, Any]], asked: list[Letter]) -> Iterator[SearchDocument]:
    cited = {law for letter in asked for law in letter.laws}
    others = sorted(known.keys() - cited)
    random.Random(5).shuffle(others)
    for name in sorted(cited) + others[:OTHER_LAWS]:
        pieces = ARTICLE.split(known[name]["text"])
        for number, (article, text) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
            body = f"{article} {text.strip()}"
            yield SearchDocument(key=f"{name}|{number}", title=known[name]["title"], body=body, kind="law")


def recall(asked: list[Letter], ranked: Callable[[str], list[str]]) -> float:
    """Return the mean share of the cited laws of which a passage is among the first ten."""
    total = 0.0
    for letter in asked:
        seen = {key.partition("|")[0] for key in ranked(letter.text)}
        total += len(seen & letter.laws) / len(letter.laws)
    return total / len(asked)


def plain_bigrams(searcher: Searcher) -> Callable[[str], list[str]]:
    """Return what plain BM25 over pairs of characters ranks: the whole letter, every pair as often as it is said."""
    snapshot = searcher.snapshot()
    builder, engine = snapshot.builder, snapshot.searcher

    def ranked(text: str) -> list[str]:
        tokens = Counter(token for token in analysis.bigram_text(fold(text[:400])).split() if token != analysis.GAP)
        clauses = [
            (Occur.Should, builder.scaled("body_b", token, float(number)))
            for token, number in tokens.items()
            if engine.doc_freq("body_b", token)
        ]
        hits = engine.search(Query.boolean_query(clauses), 10, count=False).hits
        return [str(engine.doc(address).get_first("key")) for _, address in hits]

    return ranked


def ours(searcher: Searcher) -> Callable[[str], list[str]]:
    def ranked(text: str) -> list[str]:
        request = SearchRequest(text=text[:LONGEST], question=True, merge_titles=True, facets=(), highlight=False)
        return [hit.key for hit in searcher.search(request).hits]

    return ranked


def measure(folder: Path) -> dict[str, float]:
    known = laws()
    asked = letters(known)
    count = rebuild(folder, articles(known, asked))
    searcher = Searcher(folder)
    plain, own = recall(asked, plain_bigrams(searcher)), recall(asked, ours(searcher))
    return {
        "questions": len(asked),
        "articles": count,
        "bigram recall@10": round(plain, 4),
        "recall@10": round(own, 4),
        "ratio": round(own / plain, 3),
    }
