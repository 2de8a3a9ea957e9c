"""Moved to `proofreading.doubled`."""

from gongkai.engine.screening.rules.proofreading.doubled import repeated

__all__ = ["repeated"]
