"""Verbs: have a model phrase an answer, count whether it helped."""

from gongkai.engine.answers.actions.helpful import count_opinion
from gongkai.engine.answers.actions.phrasing import phrase

__all__ = ["count_opinion", "phrase"]
