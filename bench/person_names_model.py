"""`python -m bench.person_names_model --from FOLDER`: how everyday language goes, beside that of the laws.

Counts runs of one to three characters in letters of citizens and the replies (corpus: see README.md beside the model).
Every eighth letter is left out, so that false names can be counted on letters that no figure was drawn from.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path

from bench.proofreading_texts import records
from gongkai.engine.screening.rules.personal.people.language import EVERYDAY
from gongkai.engine.screening.rules.proofreading.model.building import counted, write

HELD_OUT = 8
# Rare runs are left out: they are what could still be somebody's name, and they cost space.
LEAST = {1: 2, 2: 2, 3: 3}


def is_held_out(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % HELD_OUT == 0


def letters(folder: Path) -> Iterator[str]:
    """Yield the letters of citizens and the replies to them, title and text together."""
    for name in ("citizen_messages", "citizen_messages_with_replies"):
        for record in records(folder, name):
            yield f"{record['title']}\n{record['text']}"
            reply = (record["extra"] or {}).get("reply")
            if reply:
                yield str(reply)


def build(folder: Path, out: Path) -> None:
    texts = [text for text in letters(folder) if not is_held_out(text)]
    counts = {run: count for run, count in counted(texts).items() if count >= LEAST.get(len(run), count + 1)}
    total = sum(map(len, texts))
    write(out, counts, {}, {}, total)
    print(f"{len(texts):,} 件，{total:,} 字；{len(counts):,} 个字串；{out.stat().st_size:,} 字节")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.person_names_model", description="生成日常用语的字频模型。")
    parser.add_argument("--from", dest="folder", type=Path, required=True, help="语料文件夹")
    parser.add_argument("--out", type=Path, default=EVERYDAY)
    options = parser.parse_args()
    build(options.folder, options.out)


if __name__ == "__main__":
    main()
