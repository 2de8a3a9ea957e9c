"""Why a verb of takeover may not happen."""


class Refused(Exception):
    """A sentence for the officer."""


class Stopped(Refused):
    """Somebody stopped the run while it worked; what was done stays, the rest waits until the run is resumed."""
