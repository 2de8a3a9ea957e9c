"""So many calls a minute from one network address, counted in the cache and forgotten with the minute."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


def within(request: HttpRequest, name: str, most: int) -> bool:
    """Count one call and return whether it is still within the limit of this minute."""
    key = f"answers-rate:{name}:{request.META.get('REMOTE_ADDR', '')}:{int(time.time()) // MINUTE}"
    if cache.add(key, 1, 2 * MINUTE):
        return True
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # it expired between the two calls: a new minute
        return True
