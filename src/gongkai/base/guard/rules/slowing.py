"""How long somebody waits who answered wrongly again and again: nothing at first, then twice as long each time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Slowing:
    """`free` wrong answers cost nothing, the next `first` seconds, each further one twice that, never above `longest`.

    After `forgotten` seconds without a wrong answer it begins anew.
    """

    free: int
    first: int
    longest: int
    forgotten: int

    def wait(self, misses: int) -> int:
        """Return the seconds to wait after so many wrong answers."""
        over = misses - self.free
        if over < 0:
            return 0
        # Beyond so many doublings it is the longest anyhow, and no number grows without end.
        return min(self.first << min(over, 32), self.longest)
