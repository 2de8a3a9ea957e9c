"""A PDF as objects: read from what pdfium saved, written anew with only what the catalog still reaches."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from .syntax import BadSyntax, Keyword, Lexer, Name, Ref, Stream, written

_HEAD = re.compile(rb"[\0\t\n\f\r ]*(\d+)[\0\t\n\f\r ]+(\d+)[\0\t\n\f\r ]+obj")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")


class PdfFile:
    """`pages` are the page dictionaries in order, with inherited entries filled in."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.objects: dict[int, Any] = {}
        self.trailer: dict[str, Any] = {}
        self.shared: dict[str, Ref] = {}
        self._read_table()
        self.catalog: dict[str, Any] = self.get(self.trailer.get("Root")) or {}
        self.pages = list(self._page_tree(self.catalog.get("Pages"), {}, 0, set()))

    def _read_table(self) -> None:
        """Pdfium writes one classic table, or several with /Prev when it keeps an old one; never an xref stream here."""
        start = self.data.rfind(b"startxref")
        at: int | None = int(Lexer(self.data, start + 9).next()) if start >= 0 else None
        seen: set[int] = set()
        offsets: dict[int, int] = {}
        while at is not None and at not in seen:
            seen.add(at)
            lexer = Lexer(self.data, at)
            head = lexer.next()
            if not isinstance(head, Keyword) or head.word != b"xref":
                raise BadSyntax("no table")
            while True:
                word = lexer.next()
                if isinstance(word, Keyword):
                    break
                count = int(lexer.next())
                for number in range(int(word), int(word) + count):
                    lexer.skip()
                    match = _ENTRY.match(self.data, lexer.at)
                    if not match:
                        raise BadSyntax("bad table")
                    lexer.at = match.end()
                    if match.group(3) == b"n":
                        offsets.setdefault(number, int(match.group(1)))
            trailer = lexer.next()
            self.trailer = {**trailer, **self.trailer}
            at = trailer.get("Prev")
        for number, offset in offsets.items():
            self.objects[number] = self._object_at(offset)

    def _object_at(self, offset: int) -> Any:
        head = _HEAD.match(self.data, offset)
        if not head:
            return None
        lexer = Lexer(self.data, head.end())
        value = lexer.next()
        if not isinstance(value, dict):
            return value
        lexer.skip()
        if self.data[lexer.at : lexer.at + 6] != b"stream":
            return value
        start = lexer.at + 6
        start += 2 if self.data[start : start + 2] == b"\r\n" else 1
        length = value.get("Length")
        if not isinstance(length, int) or self.data[start + length : start + length + 12].lstrip()[:9] != b"endstream":
            length = self.data.index(b"endstream", start) - start
        return Stream(value, self.data[start : start + length])

    def get(self, value: Any) -> Any:
        """Follow references."""
        for _ in range(32):
            if not isinstance(value, Ref):
                return value
            value = self.objects.get(value.number)
        raise BadSyntax("endless reference")

    def dictionary(self, value: Any) -> dict[str, Any]:
        found = self.get(value)
        if isinstance(found, Stream):
            return found.dictionary
        return found if isinstance(found, dict) else {}

    def add(self, value: Any) -> Ref:
        number = max(self.objects, default=0) + 1
        self.objects[number] = value
        return Ref(number)

    def _page_tree(self, node: Any, inherited: dict[str, Any], depth: int, seen: set[int]) -> Iterator[dict[str, Any]]:
        if isinstance(node, Ref):
            if node.number in seen or depth > 60:
                return
            seen.add(node.number)
        page = self.get(node)
        if not isinstance(page, dict):
            return
        handed = {key: page[key] for key in ("Resources", "MediaBox", "CropBox", "Rotate") if key in page}
        inherited = {**inherited, **handed}
        if "Kids" in page:
            for kid in self.get(page["Kids"]) or []:
                yield from self._page_tree(kid, inherited, depth + 1, seen)
        else:
            page.update(inherited)
            yield page

    def content_of(self, page: dict[str, Any]) -> bytes:
        contents = self.get(page.get("Contents"))
        parts = contents if isinstance(contents, list) else [contents]
        return b"\n".join(self.decoded(part) for part in parts if self.get(part) is not None)

    def decoded(self, value: Any) -> bytes:
        """Return the data of a stream. Raises BadSyntax for filters other than Flate (pdfium leaves those of pages alone)."""
        from .filters import decoded

        stream = self.get(value)
        if not isinstance(stream, Stream):
            return b""
        return decoded(self, stream)

    def write(self) -> bytes:
        """Write a new file: one table, no history, only what can be reached from the catalog."""
        numbers: dict[int, int] = {}
        order: list[int] = []

        def visit(value: Any) -> None:
            stack = [value]
            while stack:
                item = stack.pop()
                if isinstance(item, Ref):
                    if item.number not in numbers and self.objects.get(item.number) is not None:
                        numbers[item.number] = len(numbers) + 1
                        order.append(item.number)
                        stack.append(self.objects[item.number])
                elif isinstance(item, Stream):
                    stack.append(item.dictionary)
                elif isinstance(item, dict):
                    stack += reversed(list(item.values()))
                elif isinstance(item, list):
                    stack += reversed(item)

        root = self.trailer["Root"]
        visit(root)
        out, places = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], []
        size = len(out[0])
        for number in order:
            body = _body(_renumbered(self.objects[number], numbers))
            piece = b"%d 0 obj\n%s\nendobj\n" % (numbers[number], body)
            places.append(size)
            out.append(piece)
            size += len(piece)
        out.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(order) + 1))
        out += [b"%010d 00000 n \n" % place for place in places]
        out.append(
            b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(order) + 1, numbers[root.number], size)
        )
        return b"".join(out)


def _body(value: Any) -> bytes:
    if isinstance(value, Stream):
        value.dictionary["Length"] = len(value.raw)
        return written(value.dictionary) + b"\nstream\n" + value.raw + b"\nendstream"
    return written(value)


def _renumbered(value: Any, numbers: dict[int, int]) -> Any:
    if isinstance(value, Ref):
        return Ref(numbers[value.number]) if value.number in numbers else None
    if isinstance(value, Stream):
        return Stream(_renumbered(value.dictionary, numbers), value.raw)
    if isinstance(value, dict):
        return {key: _renumbered(item, numbers) for key, item in value.items()}
    if isinstance(value, list):
        return [_renumbered(item, numbers) for item in value]
    return value


def packed(data: bytes, **entries: Any) -> Stream:
    """Return a new compressed stream."""
    return Stream({"Filter": Name("FlateDecode"), **entries}, zlib.compress(data, 6))
