"""Why a verb of takeover may not happen."""


class Refused(Exception):
    """A sentence for the officer."""
