"""Questions that every page asks: written with the ORM, put into SQL once in the life of a process."""
