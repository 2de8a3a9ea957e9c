"""Moved to `proofreading.mojibake`."""

from gongkai.engine.screening.rules.proofreading.mojibake import mojibake

__all__ = ["mojibake"]
