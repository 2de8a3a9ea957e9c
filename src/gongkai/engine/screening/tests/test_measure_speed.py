"""What the checks of this package's own cost, beside one plain regular expression over the same text."""

import random
import re
import time

from gongkai.engine.screening.rules import screen
from gongkai.engine.screening.tests.sets import measuring, negatives, positives

OWN = ("personal", "secret", "commercial")
ALLOWED = 0.2
GENEROUS = 2


def policy_text() -> str:
    """A text of 100 kB like one of an office: mostly sentences, now and then a number, a person in every fiftieth."""
    r = random.Random(9)
    plain = "各区、各部门要按照职责分工，健全工作机制，加强政策衔接，确保各项任务落到实处、取得实效。"
    parts: list[str] = []
    while len("".join(parts).encode()) < 100_000:
        parts += [f"{plain * 12}\n", f"{negatives.fill(r.choice(negatives.TUNED), r)}\n"]
        if len(parts) % 50 == 0:
            parts.append(measuring.filled(r.choice(positives.TUNED), r).text)
    return "".join(parts)


def test_a_hundred_kilobytes_take_less_than_a_fifth_of_a_second() -> None:
    text = policy_text()
    # Each time another text, so that nothing is remembered from the time before.
    ours = min(_seconds(lambda n=n: screen(f"{text}{'。' * n}", only=OWN)) for n in range(4))
    one = min(_seconds(lambda: list(re.finditer(r"(?<![0-9])[0-9]{11,18}(?![0-9])", text))) for _ in range(4))
    print(f"\n{len(text.encode()) // 1000} kB: {ours * 1000:.0f} ms, {ours / one:.0f} times one plain pass")  # noqa: T201
    assert ours < ALLOWED * GENEROUS


def test_a_text_of_nothing_but_figures_takes_no_more_than_its_length_asks() -> None:
    rows = [
        f"{n * 7919 % 99991} {n * 104729 % 9999991} {n % 10}.{n * 31 % 97} 2026-01-{n % 28 + 1:02d}"
        for n in range(4000)
    ]
    assert _seconds(lambda: screen("\n".join(rows), only=OWN)) < 2


def _seconds(run: object) -> float:
    started = time.process_time()  # whoever else uses this machine does not count
    run()  # type: ignore[operator]
    return time.process_time() - started
