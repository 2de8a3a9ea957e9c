"""Real laws of the shared corpus cut into documents, for the quality test and the bench. Nothing of it is in the repository."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import rjieba

from gongkai.engine.search.index import SearchDocument, Searcher, SearchRequest

FOLDER = Path(__file__).resolve().parents[6] / "shared" / "corpus"
FILES = ("laws_admin_regulations", "laws_national", "laws_rules_and_interpretations", "laws_local_regulations")
CHUNK = 500  # characters, about 1.5 kB as UTF-8
AGENCIES = [f"YC-{number:03d}" for number in range(60)]
THEMES = [f"主题{number}" for number in range(20)]
SENTENCE = re.compile(r"[。；\n]")
HAN_WORD = re.compile(r"^[\u4e00-\u9fff]{2,}$")


def available() -> bool:
    return all((FOLDER / f"{name}.jsonl.gz").exists() for name in FILES)


def laws() -> Iterator[tuple[str, str]]:
    for name in FILES:
        with gzip.open(FOLDER / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                yield row["title"], row["text"] or ""


def chunks(length: int = CHUNK) -> list[tuple[str, list[str]]]:
    """Return (title, paragraphs) of about `length` characters each."""
    found: list[tuple[str, list[str]]] = []
    for title, text in laws():
        paragraphs: list[str] = []
        size = 0
        for paragraph in filter(None, (one.strip() for one in text.split("\n"))):
            paragraphs.append(paragraph)
            size += len(paragraph)
            if size >= length:
                found.append((title, paragraphs))
                paragraphs, size = [], 0
        if size > length // 4:
            found.append((title, paragraphs))
    return found


def documents(count: int, seed: int = 7) -> Iterator[SearchDocument]:
    """Yield the chunks in random order; beyond their number, documents put together from paragraphs of several."""
    random_ = random.Random(seed)
    real = chunks()
    random_.shuffle(real)
    paragraphs = [paragraph for _, several in real for paragraph in several]
    for number in range(count):
        if number < len(real):
            title, several = real[number]
        else:
            title, several = real[random_.randrange(len(real))][0], []
            while sum(map(len, several)) < CHUNK:
                several.append(random_.choice(paragraphs))
        yield _document(random_, number, title, "\n".join(several))


PASSAGE = 40  # characters: the corpus cut so finely gives more than 200,000 real documents


def passages(count: int, seed: int = 7) -> Iterator[SearchDocument]:
    """Yield that many real passages, about an article's paragraph each, in random order; nothing is recombined.

    Raises ValueError when the corpus has fewer.
    """
    random_ = random.Random(seed)
    real = chunks(PASSAGE)
    if len(real) < count:
        raise ValueError(f"the corpus has {len(real)} passages, {count} were asked for")
    random_.shuffle(real)
    for number, (title, several) in enumerate(real[:count]):
        yield _document(random_, number, title, "\n".join(several))


def _heavy_head(random_: random.Random, values: list[str]) -> str:
    return values[min(int(random_.expovariate(6 / len(values))), len(values) - 1)]


def _document(random_: random.Random, number: int, title: str, body: str) -> SearchDocument:
    agency = _heavy_head(random_, AGENCIES)
    day = dt.date(2005, 1, 1) + dt.timedelta(days=int(7600 * random_.random() ** 0.5))
    return SearchDocument(
        key=f"document:{number}",
        external_id=f"x-{number}",
        kind=random_.choice(["document", "interpretation", "law"]),
        title=title,
        body=body,
        doc_number=f"云{random_.choice('政财民教')}发〔{day.year}〕{random_.randint(1, 300)}号",
        agency=agency,
        agency_names=(f"云川市第{agency[-3:]}局",),
        ancestors=("YC",),
        themes=(_heavy_head(random_, THEMES),),
        columns=("policy",),
        year=day.year,
        date=day,
        url=f"/documents/x-{number}/",
    )


def known_items(sample: list[SearchDocument], count: int, seed: int = 11, words: int = 3) -> list[tuple[str, str]]:
    """Return (query, key): some words of one sentence, in its order, as a person half remembers it."""
    random_ = random.Random(seed)
    found: list[tuple[str, str]] = []
    while len(found) < count:
        document = random_.choice(sample)
        sentence = random_.choice(SENTENCE.split(document.body))
        several = list(dict.fromkeys(word for word in rjieba.cut(sentence) if HAN_WORD.match(word)))
        if len(several) < words + 1:
            continue
        places = sorted(random_.sample(range(len(several)), words))
        found.append((" ".join(several[place] for place in places), document.key))
    return found


def mean_reciprocal_rank(
    searcher: Searcher, sample: list[SearchDocument], queries: int, *, strict: bool = False, seed: int = 11
) -> float:
    """Return MRR@10 over known items.

    Laws are in the corpus in several versions: a document that holds the same sentence is as good, unless `strict` asks
    for the very document the sentence was taken from.
    """
    sentences = {document.key: SENTENCE.split(document.body) for document in sample}
    total = 0.0
    for text, key in known_items(sample, queries, seed):
        words = text.split()
        wanted = next(one for one in sentences[key] if all(word in one for word in words))
        for rank, hit in enumerate(searcher.search(SearchRequest(text=text, facets=(), highlight=False)).hits, 1):
            if hit.key == key or (not strict and wanted in sentences.get(hit.key, ())):
                total += 1 / rank
                break
    return total / queries
