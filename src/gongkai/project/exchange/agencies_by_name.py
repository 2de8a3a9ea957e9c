"""Agencies by any of their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.base.organisations.models import Agency

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIX = re.compile(r"[（(](?:站点|本级|地方人大或政府)[）)]$")


class AgencyNames:
    """Full, short and former names of all agencies, read once. A name that two agencies bear stands for neither."""

    def __init__(self) -> None:
        self.by_name: dict[str, Agency | None] = {}
        self.prefixes: dict[str, Agency] = {}
        for agency in Agency.objects.filter(abolished_on__isnull=True):
            for name in {agency.name, agency.short_name, *agency.former_names} - {""}:
                self.by_name[name] = None if name in self.by_name else agency
            for prefix in agency.number_prefixes:
                self.prefixes[str(prefix)] = agency

    def find(self, name: str) -> Agency | None:
        written = name.strip()
        return self.by_name.get(written) or self.by_name.get(SUFFIX.sub("", written))

    def mentioned(self, lines: Iterable[str]) -> Agency | None:
        """Return the agency whose whole name one of the lines is, as on a letterhead or under a text."""
        for line in lines:
            name = re.sub(r"\s|文件$", "", line)
            if found := self.find(name):
                return found
        return None
