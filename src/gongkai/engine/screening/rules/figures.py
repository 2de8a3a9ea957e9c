"""Moved to `proofreading.figures`."""

from gongkai.engine.screening.rules.proofreading.figures import dates, document_numbers

__all__ = ["dates", "document_numbers"]
