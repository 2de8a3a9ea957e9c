"""Where the way to the public begins: whoever keeps documents says here how a draft is made of what was given. No Django.

This storey and that of proactive disclosure do not know each other; the door above both registers the maker.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# (conversion, title, files with names, acting) → the item of publishing that goes the ordinary road
Maker = Callable[[Any, str, list[tuple[Any, str]], Any], Any]
MAKERS: list[Maker] = []
