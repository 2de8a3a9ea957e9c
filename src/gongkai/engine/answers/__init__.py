"""Answers to questions, from published passages only."""
