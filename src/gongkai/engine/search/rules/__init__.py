"""What a query means before it is searched. No Django."""

from gongkai.engine.search.index.characters import simplify
from gongkai.engine.search.index.folding import fold
from gongkai.engine.search.index.pinyin import readings as sounds
from gongkai.engine.search.rules.attempts import first_that_finds
from gongkai.engine.search.rules.classify import understand
from gongkai.engine.search.rules.meanings import KINDS, Meaning, Understood
from gongkai.engine.search.rules.names import Body, Directory, Place, called_by_letters, called_so, directory
from gongkai.engine.search.rules.telling import tells, told_by

__all__ = [
    "KINDS",
    "Body",
    "Directory",
    "Meaning",
    "Place",
    "Understood",
    "called_by_letters",
    "called_so",
    "directory",
    "first_that_finds",
    "fold",
    "simplify",
    "sounds",
    "tells",
    "told_by",
    "understand",
]
