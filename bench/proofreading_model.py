"""`python -m bench.proofreading_model build|tune --from FOLDER`: make the packed model of rules/proofreading; learn its weights.

Counts come from laws (not protected by copyright); laws of the shares 0 and 1 are held out, for tuning and for reporting.
Characters that sound or look alike come from FOLDER/char_confusions (Apache-2.0) and from comparing the glyphs of a font.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from bench.proofreading_glyphs import alike
from bench.proofreading_texts import REPORTING, TUNING, laws, records
from bench.proofreading_tuning import learnt
from gongkai.engine.screening.rules.proofreading.model.building import alone, counted, share_of, write
from gongkai.engine.screening.rules.proofreading.model.packed import FILE

COMMON = 20


def confusions(folder: Path, common: set[str]) -> dict[str, list[tuple[str, bool]]]:
    """Return for each character those it may have been written for: by sound and known shape first, then by glyph."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for record in records(folder, "char_confusions"):
        for kind in ("same_tone", "other_tone", "similar_shape"):
            for other in record["extra"].get(kind) or ():
                for one, two in ((record["title"], other), (other, record["title"])):
                    if one != two and two in common and len(one) == 1:
                        found[one][two] = found[one].get(two, True) and kind == "similar_shape"
    for one, others in alike(common).items():
        for two in others:
            found[one].setdefault(two, True)
    return {one: sorted(others.items()) for one, others in found.items()}


def build(folder: Path, out: Path) -> None:
    texts = [text for title, text in laws(folder).items() if share_of(title) not in {TUNING, REPORTING}]
    counts = counted(texts)
    common = {run for run, count in counts.items() if len(run) == 1 and count >= COMMON and "\u4e00" <= run <= "\u9fff"}
    pairs = confusions(folder, common)
    write(out, counts, pairs, alone(texts), sum(map(len, texts)))
    print(
        f"{len(texts)} 件法规，{sum(map(len, texts)):,} 字；{len(counts):,} 个字串，{sum(map(len, pairs.values())):,} 对形近音近字；"
        f"{out.stat().st_size:,} 字节"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.proofreading_model", description="生成校对用的字频模型。")
    parser.add_argument("what", choices=["build", "tune"])
    parser.add_argument("--from", dest="folder", type=Path, required=True, help="语料文件夹")
    parser.add_argument("--out", type=Path, default=FILE)
    options = parser.parse_args()
    if options.what == "build":
        build(options.folder, options.out)
    else:
        print("WEIGHTS =", tuple(round(weight, 2) for weight in learnt(options.folder)))


if __name__ == "__main__":
    main()
