"""Benefit policies taken apart into items, and what applies to whom."""
