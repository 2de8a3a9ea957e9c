"""The foot of the long image: where the words come from, and a code that leads to the full text."""

from __future__ import annotations

import segno

from gongkai.proactive.interpretation.rules.cards.canvas import INNER, MARGIN, WIDTH, Box, Pen, Shape
from gongkai.proactive.interpretation.rules.cards.points import Points
from gongkai.proactive.interpretation.rules.cards.themes import Theme

CODE = 176  # pixels of the code with its quiet zone
QUIET = 4  # modules that stay white around it (ISO/IEC 18004)
NOTE = "本图为政策图解，具体以政策原文为准。"


def code_path(address: str, x: float, y: float, size: float) -> str:
    """Return the dark modules of the QR code as one path, runs of a row joined."""
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=QUIET))
    unit = size / len(rows)
    parts = []
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                left, top, wide = x + start * unit, y + down * unit, (across - start) * unit
                parts.append(f"M{left:.2f} {top:.2f}h{wide:.2f}v{unit:.2f}h-{wide:.2f}z")
                start = None
    return "".join(parts)


def foot(pen: Pen, points: Points, colours: Theme) -> None:
    top, at = pen.y, len(pen.things)
    room = INNER - (CODE + 36 if points.address else 0)
    pen.y += 40
    for text, size, bold in _said(points):
        pen.lines(text, x=MARGIN, room=room, size=size, fill=colours.ink_2, ground=colours.soft, lead=1.6, bold=bold)
    pen.y += 40
    if points.address:
        pen.y = max(pen.y, top + CODE + 64)
        left, upper = WIDTH - MARGIN - CODE, top + (pen.y - top - CODE) / 2
        pen.box(left, upper, CODE, CODE, "#ffffff", 6)
        pen.things.append(Shape(code_path(points.address, left, upper, CODE), fill="#000000"))
    pen.things.insert(at, Box(0, top, WIDTH, pen.y - top, colours.soft))


def _said(points: Points) -> list[tuple[str, float, bool]]:
    said: list[tuple[str, float, bool]] = []
    if points.address:
        said.append(("扫码看政策全文", 30, True))
    if points.document:
        said.append((f"依据：{points.document}", 25, False))
    issued = "　".join(one for one in (points.agency, points.date) if one)
    if issued:
        said.append((issued, 25, False))
    return [*said, (NOTE, 25, False)]
