"""Gongkai (公开): what a public body must publish, what it must answer, by when, and how it proves that it did."""

__version__ = "0.1.0"
