"""Why a file is not taken: each refusal carries one Chinese sentence for the person who uploads."""

from __future__ import annotations


class FileRefused(Exception):
    """The file is not taken; str() is the sentence to show."""


class EmptyFile(FileRefused):
    """Nothing in it."""


class TooLarge(FileRefused):
    """More bytes, pages or cells than we read."""


class EncryptedFile(FileRefused):
    """Protected by a password."""


class BombFile(FileRefused):
    """Unpacks to far more than a document needs, or uses XML entities."""


class MalformedFile(FileRefused):
    """Broken: the structure of its format does not hold."""


class WrongType(FileRefused):
    """Not a kind we take, or not the kind its name says."""


class ConverterMissing(FileRefused):
    """The old format needs LibreOffice and this machine has none."""


class ConversionFailed(FileRefused):
    """LibreOffice could not read the file or did not finish in time."""


class TookTooLong(FileRefused):
    """Reading went over the time limit."""


class StorageFull(FileRefused):
    """No room left, or the file folder cannot be written; nothing was kept."""


class OutOfStep(FileRefused):
    """A part of an upload does not fit to what has arrived; `offset` is where to go on."""

    def __init__(self, sentence: str, *, offset: int) -> None:
        super().__init__(sentence)
        self.offset = offset
