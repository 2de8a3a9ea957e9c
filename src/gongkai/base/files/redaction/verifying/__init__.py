"""The second pair of eyes: looks for secrets in every text and byte of a file. Shares no code with the redactor."""

from __future__ import annotations

from .verify import verify

__all__ = ["verify"]
