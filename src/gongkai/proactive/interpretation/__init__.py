"""Interpretation of policies: planned, signed and released together with its document, and worth reading."""
