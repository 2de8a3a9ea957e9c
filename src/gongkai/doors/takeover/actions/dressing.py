"""The wording of an old page as it will stand here: inner links lead to new addresses, pictures and files come along."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import html as lxml_html

from gongkai.base.files import actions as files
from gongkai.base.files.rules import FileRefused, safe_name
from gongkai.doors.takeover import rules
from gongkai.doors.takeover.rules.addresses import resolve
from gongkai.doors.takeover.rules.page import FILES

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.doors.takeover.queries import Folder
    from gongkai.doors.takeover.rules.article import Element

BY = "旧站接管"


@dataclass
class Dressed:
    """`files` are (stored file, name, role); `moved` old addresses of files → new ones."""

    html: str = ""
    files: list[tuple[StoredFile, str, str]] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)


class Dressing:
    """Dresses one page after the other. `where` tells the new address of an old one, None when there is none."""

    def __init__(self, folder: Folder, hosts: frozenset[str], where: Callable[[str], str | None]) -> None:
        self.folder = folder
        self.hosts = hosts
        self.where = where
        self._stored: dict[str, StoredFile | str] = {}

    def dress(self, page: rules.OldPage, address: str, key: str) -> Dressed:
        dressed = Dressed()
        for element in list(page.article.iter("a", "img")):
            if element.tag == "img":
                self._picture(element, address, key, dressed)
            elif element.get("href"):
                self._link(element, address, key, dressed)
        # The tail belongs to what follows the article.
        page.article.tail = None
        dressed.html = lxml_html.tostring(page.article, encoding="unicode")
        return dressed

    def _link(self, element: Element, address: str, key: str, dressed: Dressed) -> None:
        href = element.get("href")
        target = resolve(href, address, self.hosts)
        if target is None:
            return  # another site, mail; what is dangerous is dropped when the wording is cleaned
        if target in self.folder.files:
            words = " ".join("".join(str(part) for part in element.itertext()).split())
            new = self._file(target, words, key, dressed)
        else:
            new = self.where(target)
        if new is None:
            del element.attrib["href"]
            what = "附件缺失" if FILES.search(target.partition("?")[0]) else "链接失效"
            dressed.notices.append(f"{what}，已去除链接、保留文字：{target}")
        else:
            element.set("href", new)

    def _picture(self, element: Element, address: str, key: str, dressed: Dressed) -> None:
        """Put a link to the kept picture where it stood: the wording itself holds no pictures."""
        target = resolve(element.get("src") or "", address, self.hosts)
        alt = " ".join((element.get("alt") or "").split())[:60]
        new = self._file(target, "", key, dressed) if target in self.folder.files else None
        if target is None or new is None:
            dressed.notices.append(f"图片缺失：{target or (element.get('src') or '')[:80]}")
        link = lxml_html.Element("a" if new else "span")
        link.text = f"图：{alt or posixpath.basename(target or '') or '图片'}" + ("" if new else "（原图缺失）")
        if new:
            link.set("href", new)
        link.tail = element.tail
        element.getparent().replace(element, link)

    def _file(self, target: str | None, words: str, key: str, dressed: Dressed) -> str | None:
        if target is None:
            return None
        if target in dressed.moved:
            return dressed.moved[target]
        stored = self._store(self.folder.files[target])
        if isinstance(stored, str):
            dressed.notices.append(f"附件没有接收：{stored}")
            return None
        name = _name(words, target, {name for _, name, _ in dressed.files})
        if any(file.pk == stored.pk for file, _, _ in dressed.files):
            name = next(known for file, known, _ in dressed.files if file.pk == stored.pk)
        else:
            dressed.files.append((stored, name, "attachment"))
        dressed.moved[target] = f"/files/{key}/1/{stored.pk}/{quote(name)}"
        return dressed.moved[target]

    def _store(self, path: str) -> StoredFile | str:
        """Keep a file once a run; return the sentence when it is refused."""
        if path not in self._stored:
            try:
                place = self.folder.place(path)
                self._stored[path] = files.store(data=place, filename=path.rpartition("/")[2], by=BY)
            except FileRefused as error:
                self._stored[path] = str(error)
            except OSError as error:
                self._stored[path] = f"“{path.rpartition('/')[2]}”读不了：{error.strerror}。"
        return self._stored[path]


def _name(words: str, target: str, taken: set[str]) -> str:
    """Return the name of an attachment: the words of its link when they are one, else its old name; each once a page."""
    old = posixpath.basename(target.partition("?")[0])
    stem, extension = posixpath.splitext(old)
    plain = words.strip().removeprefix("附件：").removeprefix("附件:").strip()
    name = safe_name(plain if plain.lower().endswith(extension.lower()) else f"{plain}{extension}") if plain else old
    name = safe_name(name.replace("/", "／"))
    number, wanted = 2, name
    while name in taken:
        stem, extension = posixpath.splitext(wanted)
        name, number = f"{stem}（{number}）{extension}", number + 1
    return name


def hosts_of(host: str) -> frozenset[str]:
    plain = host.removeprefix("www.")
    return frozenset({host, plain, f"www.{plain}"} - {""})


def paths_of(moved: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the redirects for files: every form of the old address → the new one."""
    return [(form, new) for old, new in moved.items() for form in rules.lookup_forms(old)]
