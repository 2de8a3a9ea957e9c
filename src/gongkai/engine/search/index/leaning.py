"""What the words of a query mean beside their letters, in terms of the index: a year, an agency, a place."""

from __future__ import annotations

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """Conditions of which any is enough. `required` keeps what holds none of them out; `weight` lifts what holds one.

    `agencies` are codes, of the agency itself or, with `below`, of anything under it; `issuers` names as a document gives
    them; `titles` and `mentions` strings that stand in the title, or anywhere. Days and years are inclusive.
    """

    agencies: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    validity: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    required: bool = False
    weight: float = 0.0
