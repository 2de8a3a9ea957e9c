"""The mark by which everybody notices that the library has changed."""

from __future__ import annotations

import uuid

from gongkai.engine.publishing.actions import void_pages
from gongkai.engine.regulations.models import LibraryState


def changed() -> None:
    """Give the library a new stamp, in the caller's transaction."""
    LibraryState.objects.update_or_create(pk=1, defaults={"stamp": uuid.uuid4().hex})
    void_pages()  # pages say of what they cite whether it holds
