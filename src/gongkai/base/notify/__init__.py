"""Telling people: in-app messages and mail, each sent at most once."""
