"""How much lists and pages show at once: configuration of the platform, nothing of the law. No Django."""

DESK_LINES = 30  # of a list on one page of the desk
PUBLIC_LINES = 20  # of the public list, and of one answer of the interface unless more is asked for
LONGEST_ASKED = 60  # characters of one condition of the public list
MOST_DIFFERENCES = 30  # rows of new against old that the author is offered
