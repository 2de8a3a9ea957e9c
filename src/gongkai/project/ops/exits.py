"""How a command of this platform ends (interfaces.md): the statuses, and refusals in one sentence."""

from __future__ import annotations

from django.core.management.base import CommandError

DONE, FINDINGS, WRONG_USE, FAILED = 0, 1, 2, 3


class Failed(CommandError):
    """The command could not do it and changed nothing; the sentence says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, returncode=FAILED)


class WrongUse(CommandError):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, returncode=WRONG_USE)
