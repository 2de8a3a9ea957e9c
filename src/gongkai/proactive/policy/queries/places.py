"""The places that can be named in a profile and in a condition: those that have a government, a street office or a park's own."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.base.organisations.queries import agency_model
from gongkai.proactive.policy.rules.places import ENDINGS, Place, place_name

PLACED = ("government", "subdistrict", "dispatched")


def known_places() -> Mapping[str, Place]:
    """Return them in the order of the tree, each under what it lies in. One query."""
    rows = agency_model().objects.filter(kind__in=PLACED).order_by("lineage").values_list("code", "name", "lineage")
    there = {code: (name, lineage) for code, name, lineage in rows if name.endswith(ENDINGS)}
    found: dict[str, Place] = {}
    for code, (name, lineage) in there.items():
        path = tuple(one for one in lineage.split("/") if one in there)
        above = [place_name(there[one][0]) for one in path[1:-1]]  # the top is the city itself
        found[code] = Place("".join([*above, place_name(name)]), path)
    return found
