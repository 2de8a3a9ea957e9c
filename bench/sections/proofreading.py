"""Proofreading: precision and recall on spoilt law sentences, false alarms on laws the model has not read, and speed."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bench.checks import Options, Result
from bench.proofreading_texts import REPORTING, answers, laws, office_texts, pairs
from bench.proofreading_tuning import half
from gongkai.engine.screening.rules import CHECKS, screen
from gongkai.engine.screening.rules.proofreading.model.building import share_of

FOLDER = Path(os.environ.get("GONGKAI_CORPUS", Path(__file__).resolve().parents[3] / "shared" / "corpus"))
LEAST_PRECISION, LEAST_RECALL, MOST_FALSE, MOST_MS = 0.80, 0.35, 1.0, 150.0
BYTES = 100_000
ROUNDS = 5
FAMILIES = ("typo", "text", "number")


def run(options: Options) -> Result:
    if not FOLDER.is_dir():
        return Result(skipped="没有共享语料")
    result = measured()
    _speed(result, 2 if options.quick else ROUNDS)
    return result


def measured() -> Result:
    """Return the figures of quality, without those of speed."""
    result = Result()
    _slips(result)
    _clean(result, _unread_laws())
    return result


def _unread_laws() -> list[str]:
    return [text for title, text in laws(FOLDER).items() if share_of(title) == REPORTING]


def _slips(result: Result) -> None:
    """A hit counts when the place and the character proposed are both right."""
    right = told = slips = sentences = 0
    for written, correct in pairs(FOLDER):
        if half(correct) != 1:
            continue
        sentences += 1
        slips += sum(one != two for one, two in zip(written, correct, strict=True))
        for finding in screen(written, only=["typo.word"]):
            told += finding.end - finding.start
            right += sum(
                one == two for one, two in zip(finding.suggestion, correct[finding.start : finding.end], strict=True)
            )
    note = f"{sentences} 句、{slips} 处错字；报 {told} 处，位置和改法都对的 {right} 处"
    result.least("错别字：精确率", right / max(told, 1), LEAST_PRECISION, note=note)
    result.least("错别字：召回率", right / max(slips, 1), LEAST_RECALL, note=note)


def _clean(result: Result, texts: list[str]) -> None:
    size = sum(map(len, texts))
    found = [finding.check for text in texts for finding in screen(text)]
    words, phrases = found.count("typo.word"), found.count("typo.phrase")
    note = f"{len(texts)} 件 {size:,} 字；疑似错别字 {words} 处，词语误用 {phrases} 处"
    result.most("未进模型的法规：每万字误报", (words + phrases) / size * 10_000, MOST_FALSE, "处", note)
    for name, others in (("政策文件", office_texts(FOLDER, REPORTING)), ("答复群众来信", answers(FOLDER, REPORTING))):
        characters = sum(map(len, others))
        hits = sum(len(screen(text, only=["typo.word"])) for text in others)
        result.tell(
            f"{name}：每万字报错别字（含真错）", hits / characters * 10_000, "处", f"{characters:,} 字，{hits} 处"
        )
    result.figures["clean_by_check"] = {
        name: round(found.count(name) / size * 10_000, 3) for name in sorted(set(found))
    }


def _speed(result: Result, rounds: int) -> None:
    passage = "".join(_unread_laws()).encode()[:BYTES].decode("utf-8", "ignore")
    ours = dict.fromkeys(check for name, check in CHECKS.items() if name.partition(".")[0] in FAMILIES)
    times: dict[str, float] = {}
    for _ in range(rounds + 1):
        for check in ours:
            begun = time.process_time()
            list(check(passage))
            spent = (time.process_time() - begun) * 1000
            times[check.__name__] = min(spent, times.get(check.__name__, spent))
    result.most("100 KB 文字的全部校对检查", sum(times.values()), MOST_MS, "毫秒", "CPU 时间，各项最好的一次之和")
    result.figures["ms_by_check"] = {name: round(spent, 1) for name, spent in sorted(times.items())}
