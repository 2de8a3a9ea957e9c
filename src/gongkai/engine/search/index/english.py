"""One and many, now and then: the other regular forms of an English word, for the query side.

No stemmer: those that cut a word to its root take «houses» and «housing» for one word, and to an office they are two.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[a-z]{3,30}")
VOWELS = frozenset("aeiou")
# Plurals that no rule makes, among the words of official texts.
IRREGULAR = {
    "child": "children", "person": "people", "man": "men", "woman": "women", "criterion": "criteria", "datum": "data",
    "analysis": "analyses", "basis": "bases", "foot": "feet", "life": "lives", "half": "halves",
}  # fmt: skip
SINGULAR = {many: one for one, many in IRREGULAR.items()}
NO_PLURAL = ("ss", "us", "is", "ous")
HISSING = ("s", "x", "z", "ch", "sh")
SURELY_HISSING = ("ss", "x", "ch", "sh")
SHORTEST = 3


def variants(word: str) -> tuple[str, ...]:
    """Return the forms a folded word is also found in, itself not among them; nothing for what is no English word."""
    if not WORD.fullmatch(word):
        return ()
    found: dict[str, None] = {}
    for base in _bases(word):
        found |= dict.fromkeys((base, _many(base), _past(base)))
    found.pop(word, None)
    return tuple(found)


def _bases(word: str) -> list[str]:
    """Return what the word may be a form of, else itself; that some are no words does no harm: they occur nowhere."""
    found: list[str] = []
    if word in SINGULAR:
        found = [SINGULAR[word]]
    elif word.endswith("ies") and len(word) > 4:
        found = [f"{word[:-3]}y"]
    elif word.endswith("s") and not word.endswith(NO_PLURAL):
        stem = word.removesuffix("es")
        latin = stem.endswith("us") and not stem.endswith("ous")  # bonuses; houses are no hous
        found = [stem] if stem.endswith(SURELY_HISSING) or latin else [word[:-1]]
    elif word.endswith("ied") and len(word) > 4:
        found = [f"{word[:-3]}y"]
    elif word.endswith("ed") and len(word) > 4:
        found = [word, word[:-2], word[:-1]]
        if word[-3] == word[-4] and word[-3] not in "sl":
            found.append(word[:-3])
    return [one for one in found if len(one) >= SHORTEST] or [word]


def _many(base: str) -> str:
    if base in IRREGULAR:
        return IRREGULAR[base]
    if base.endswith("y") and len(base) > 2 and base[-2] not in VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(HISSING) else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and len(base) > 2 and base[-2] not in VOWELS:
        return f"{base[:-1]}ied"
    return f"{base}ed"
