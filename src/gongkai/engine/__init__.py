"""Machines without a view on the law."""
