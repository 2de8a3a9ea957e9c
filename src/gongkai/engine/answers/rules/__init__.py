"""Questions and passages in pure Python: typing, cutting, weighing, and checking what a model makes of them."""

from gongkai.engine.answers.rules.passages import Line, Passage, cut, sentences
from gongkai.engine.answers.rules.questions import LONGEST_QUESTION, MARKED, WANTED_NAMES, Question, Wanted, read
from gongkai.engine.answers.rules.sources import OFFERS, SOURCES, Offer, Source, Unanswered, offer, register, source_of
from gongkai.engine.answers.rules.weighing import SURE, Weighed, Weigher, is_made_for, rarity

__all__ = [
    "LONGEST_QUESTION",
    "MARKED",
    "OFFERS",
    "SOURCES",
    "SURE",
    "WANTED_NAMES",
    "Line",
    "Offer",
    "Passage",
    "Question",
    "Source",
    "Unanswered",
    "Wanted",
    "Weighed",
    "Weigher",
    "cut",
    "is_made_for",
    "offer",
    "rarity",
    "read",
    "register",
    "sentences",
    "source_of",
]
