"""The folder of a crawl: its pages and files by name and by old address. Nothing outside it is ever read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gongkai.doors.takeover.rules import MOST_PAGE_BYTES, address_of

PAGE = re.compile(
    r"(?:\.(?:html?|shtml?|xhtml|jspx?|aspx?|php|do|action|cgi)(?:[?@].*)?|[?@][A-Za-z_].*)$", re.IGNORECASE
)
SCRIPTS = re.compile(
    r"\.(?:css|js|map|ico|swf|woff2?|ttf|eot|svg|xml|json|exe|dll|bat|sh|db)(?:[?@].*)?$", re.IGNORECASE
)
HEAD = 4096


class WrongFolder(Exception):
    """The folder is not one to take over; the sentence says what to do."""


@dataclass(frozen=True)
class Found:
    """A file of the crawl; `path` is relative to the folder. `problem` says why it may not be read."""

    path: str
    size: int
    is_page: bool
    problem: str = ""


class Folder:
    """Walks once, in the order of names, without following links."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise WrongFolder(f"“{root}”不是文件夹。请给出爬取或导出旧网站得到的那个文件夹。")
        self.root = root.resolve()

    @cached_property
    def found(self) -> list[Found]:
        return list(self._walk())

    @cached_property
    def files(self) -> dict[str, str]:
        """Return attachments and pictures: old address → path."""
        return {address_of(one.path)[1]: one.path for one in self.found if not one.is_page and not one.problem}

    @cached_property
    def pages(self) -> list[Found]:
        """Return pages, and what could not be looked into. Raises WrongFolder when there is none."""
        pages = [one for one in self.found if one.is_page or one.problem]
        if not any(one.is_page for one in pages):
            raise WrongFolder(f"“{self.root}”里没有网页（html、htm、jsp 等）。请核对是不是旧网站的文件夹。")
        return pages

    def _walk(self) -> Iterator[Found]:
        for where, folders, names in os.walk(self.root, onerror=None, followlinks=False):
            folders.sort()
            here = Path(where)
            for name in [name for name in folders if (here / name).is_symlink()]:
                folders.remove(name)
                yield Found(self._relative(here / name), 0, is_page=False, problem="是符号链接，没有读取")
            for name in sorted(names):
                yield from self._file(here / name)

    def _file(self, path: Path) -> Iterator[Found]:
        relative = self._relative(path)
        if path.is_symlink():
            yield Found(relative, 0, is_page=False, problem="是符号链接，没有读取")
        elif not path.is_file():
            yield Found(relative, 0, is_page=False, problem="不是普通文件，没有读取")
        elif not SCRIPTS.search(path.name):
            is_page = bool(PAGE.search(path.name))
            yield Found(relative, path.stat().st_size, is_page=is_page)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix().encode("utf-8", "replace").decode("utf-8")

    def read(self, path: str, most: int = MOST_PAGE_BYTES + 1) -> bytes:
        """Return at most so many bytes of a file. Raises OSError; PermissionError for whatever lies outside."""
        place = self.root / path
        if place.is_symlink() or not place.resolve().is_relative_to(self.root):
            raise PermissionError(13, "在文件夹之外")
        with place.open("rb") as opened:
            return opened.read(most)

    def place(self, path: str) -> Path:
        """Return where a file of `files` lies, checked again. Raises PermissionError."""
        place = self.root / path
        if place.is_symlink() or not place.resolve().is_relative_to(self.root):
            raise PermissionError(13, "在文件夹之外")
        return place
