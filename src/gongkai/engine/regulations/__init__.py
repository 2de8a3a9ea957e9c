"""The regulation library: laws in all their versions, what cites them, and what must be brought up to date."""
