"""Others may hold a document: a door that took it in says so here, and names the reason in words. No Django.

Documents cannot ask the doors (imports go downhill), so the doors register what they know.
"""

from __future__ import annotations

from collections.abc import Callable

Hold = Callable[[str], str]
HOLDS: dict[str, Hold] = {}
RECALL_ONLY = "这份公文没有被来文单位撤回，不需要在这里决定。"


def hold_on(name: str, asked: Hold) -> None:
    """Register who may hold documents. `asked` takes the index number and returns a sentence, "" for nothing.

    Raises ValueError when another function holds under this name already.
    """
    if HOLDS.setdefault(name, asked) is not asked:
        raise ValueError(f"“{name}”已经登记过暂停公文的判断")


def held(index_number: str) -> list[str]:
    """Return why this document must not go on now, one sentence for each who holds it."""
    return [sentence for asked in HOLDS.values() if (sentence := asked(index_number))]
