"""主动公开 (Regulation on Disclosure of Government Information, chapter 3)."""
