"""How much a page shows and a field takes. Configuration of our own."""

from __future__ import annotations

ON_A_PAGE = 20
MOST_ON_A_PAGE = 100  # of the interface for partners
MOST_FOUND = 100  # questions shown for one search
LONGEST_WORDS = 60  # typed into a search field
LONGEST_BASIS = 60  # letters of a paragraph that say which one is meant
