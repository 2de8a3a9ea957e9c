"""The public read API: what the portal shows, as JSON. Everything starts from Release rows, so nothing else can appear."""

from gongkai.doors.site.api import agencies, columns, documents, log, search

ROUTERS = (
    ("documents", documents.router),
    ("search", search.router),
    ("columns", columns.router),
    ("agencies", agencies.router),
    ("log", log.router),
)

__all__ = ["ROUTERS"]
