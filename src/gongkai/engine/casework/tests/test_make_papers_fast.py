"""How long a letter takes to set, once the fonts are read."""

from __future__ import annotations

import time

from gongkai.engine.casework import rules
from gongkai.engine.casework.papers.pdf import pdf
from gongkai.engine.casework.papers.sheet import sheet_of
from gongkai.engine.casework.papers.word import docx_bytes
from gongkai.engine.casework.tests.letters import FACTS, REPLY

MOST = 0.050  # seconds of processor for the PDF: the figure of the issue


def test_a_warm_letter_takes_less_than_fifty_milliseconds(capsys: object) -> None:
    spent: dict[str, list[float]] = {"pdf": [], "docx": []}
    for n in range(6):
        words = rules.fill(REPLY.body * 6, REPLY, {**FACTS, "说明": f"第{n}次"})
        sheet = sheet_of(words, agency="云川市住房和城乡建设局", number=f"〔2026〕第{n}号", date="2026年3月9日")
        for name, make in (("pdf", pdf), ("docx", docx_bytes)):
            start = time.process_time()
            make(sheet)
            spent[name].append(time.process_time() - start)
    best = {name: min(times[1:]) for name, times in spent.items()}
    print({name: f"{value * 1000:.1f} ms" for name, value in best.items()})  # noqa: T201 shown with -s
    assert best["pdf"] <= MOST
