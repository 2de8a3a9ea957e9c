"""What a review or judgement ordered of a case, and which answers it set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.responsive.applications.models import Application


def cn(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def set_aside(application: Application) -> set[int]:
    """Return the letters that a review or judgement set aside."""
    return set(application.orders.exclude(letter=None).values_list("letter_id", flat=True))


def why_again(application: Application) -> str:
    """What made the agency answer, or answer again; "" where nobody had to order it."""
    order = application.orders.select_related("challenge", "letter").last()
    if order is None:
        return ""
    if order.decided_on is None and order.closed_on is None:
        return f"依照{order.source}，本机关现答复如下。"
    number = f"（{order.letter.number}）" if order.letter is not None and order.letter.number else ""
    day = cn(order.decided_on or order.closed_on)
    return f"本机关{day}作出的答复{number}已被{order.source}撤销。本机关现重新答复如下。"
