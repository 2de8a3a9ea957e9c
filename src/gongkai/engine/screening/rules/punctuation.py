"""Moved to `proofreading.punctuation`."""

from gongkai.engine.screening.rules.proofreading.punctuation import punctuation, unbalanced

__all__ = ["punctuation", "unbalanced"]
