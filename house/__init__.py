"""Checks of our own that keep the house in shape: import contracts, generated pages, requirement trace."""
