"""Our own pages as a visitor gets them: asked of the program itself, without a network."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.http.request import validate_host

from gongkai.oversight.sitewatch.actions.reading import tree_of
from gongkai.oversight.sitewatch.actions.web import AGENT


@dataclass(frozen=True, slots=True)
class OwnPage:
    """`root` is None for what is no page or did not open."""

    path: str
    status: int
    root: Any | None


@lru_cache(maxsize=1)
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def opens(host: str) -> bool:
    """Return whether this installation answers to the host name of a site."""
    return validate_host(host.partition(":")[0], list(settings.ALLOWED_HOSTS))


def read_own(host: str, path: str, query: str = "") -> OwnPage:
    """Open a page of ours. The name we go by is a robot's, so that nobody's reading is counted."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": "80", "HTTP_HOST": host, "HTTP_USER_AGENT": AGENT, "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "https" if settings.SESSION_COOKIE_SECURE else "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False, "wsgi.version": (1, 0),
    }  # fmt: skip
    response = _handler().get_response(WSGIRequest(environ))
    if not isinstance(response, HttpResponse):
        response.close()
        return OwnPage(path, response.status_code, None)
    # Not closed: closing tells Django that a request ended, and the worker's connection is in use.
    page = response.status_code == 200 and "html" in response.get("Content-Type", "")
    root = tree_of(response.content.decode("utf-8", "replace")) if page else None
    return OwnPage(path, response.status_code, root)
