"""How much a page shows and a field takes. Configuration of our own."""

from __future__ import annotations

ON_A_PAGE = 30
LONGEST_WORDS = 60  # typed into a search field
LONGEST_KEY = 60
MINUTE = 60  # seconds
