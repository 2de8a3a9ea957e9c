"""Taking characters out of a page's drawing instructions; everything else stays as it is, byte by byte where possible.

A character is known by its origin: our own reckoning of where it is drawn must meet that of pdfium, which found the text.
Whatever we cannot reckon surely raises Unsure; the page is then turned into an image.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from .file import PdfFile, packed
from .fonts import Font
from .geometry import IDENTITY, Box, Matrix, at, times, unit_square
from .struck import Struck, Unsure
from .syntax import BadSyntax, Keyword, Lexer, Name, Stream, number_bytes, written

_INLINE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r /]|$)")
_DEEPEST = 12


@dataclass(frozen=True)
class _State:
    matrix: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class Editor:
    """Edits one content stream with its resources; forms drawn by it are edited as copies."""

    def __init__(
        self, file: PdfFile, resources: dict[str, Any], struck: Struck, matrix: Matrix = IDENTITY, depth: int = 0
    ) -> None:
        self.file = file
        self.resources = resources
        self.struck = struck
        self.state = _State(matrix)
        self.stack: list[_State] = []
        self.text: Matrix = IDENTITY
        self.line: Matrix = IDENTITY
        self.depth = depth
        self.removed = 0
        self.fonts: dict[str, Font] = {}
        self.new_forms: dict[str, Any] = {}
        self.drawn: set[str] = set()
        self.read: list[tuple[str, tuple[float, float], Box]] = []

    def edited(self, content: bytes) -> bytes:
        """Return the instructions without the struck characters. Raises Unsure."""
        out: list[bytes] = []
        lexer = Lexer(content, references=False)
        start, operands = 0, []
        try:
            while not lexer.done():
                value = lexer.next()
                if not isinstance(value, Keyword):
                    operands.append(value)
                    continue
                word = value.word.decode("latin-1")
                if word == "BI":
                    self._inline_image(lexer)
                changed = self._operation(word, operands)
                out.append(content[start : lexer.at] if changed is None else b"\n" + changed)
                start, operands = lexer.at, []
        except (BadSyntax, IndexError, TypeError, ValueError, KeyError) as error:
            raise Unsure(f"页面指令无法识读（{error}）") from error
        return b"".join(out) + b"\n"

    def _inline_image(self, lexer: Lexer) -> None:
        end = _INLINE_END.search(lexer.data, lexer.at)
        if not end:
            raise Unsure("内嵌图像没有结尾")
        lexer.at = end.end()
        self._image()

    def _image(self) -> None:
        if self.struck.meets(unit_square(self.state.matrix)):
            raise Unsure("删减处有图像")

    def _operation(self, word: str, operands: list[Any]) -> bytes | None:
        """Follow one instruction; return what replaces it, None to keep it."""
        if word in {"Tj", "TJ", "'", '"'}:
            return self._show(word, operands)
        if word == "Do":
            return self._draw(str(operands[-1]))
        if word in {"BDC", "DP"}:
            return self._marked(word, operands)
        method = getattr(self, f"_on_{_METHODS[word]}", None) if word in _METHODS else None
        if method:
            method(*operands)
        return None

    def _on_save(self) -> None:
        self.stack.append(self.state)

    def _on_restore(self) -> None:
        if self.stack:
            self.state = self.stack.pop()

    def _on_concat(self, *numbers: float) -> None:
        self.state = replace(self.state, matrix=times(_matrix(numbers), self.state.matrix))

    def _on_begin(self) -> None:
        self.text = self.line = IDENTITY

    def _on_font(self, name: str, size: float) -> None:
        self.state = replace(self.state, font=self._font(str(name)), size=float(size))

    def _on_spacing(self, value: float) -> None:
        self.state = replace(self.state, spacing=value)

    def _on_words(self, value: float) -> None:
        self.state = replace(self.state, word_spacing=value)

    def _on_stretch(self, value: float) -> None:
        self.state = replace(self.state, stretch=value / 100)

    def _on_leading(self, value: float) -> None:
        self.state = replace(self.state, leading=value)

    def _on_rise(self, value: float) -> None:
        self.state = replace(self.state, rise=value)

    def _on_move(self, x: float, y: float) -> None:
        self.line = times((1, 0, 0, 1, x, y), self.line)
        self.text = self.line

    def _on_move_leading(self, x: float, y: float) -> None:
        self._on_leading(-y)
        self._on_move(x, y)

    def _on_matrix(self, *numbers: float) -> None:
        self.text = self.line = _matrix(numbers)

    def _on_next(self) -> None:
        self._on_move(0, -self.state.leading)

    def _on_graphics(self, name: str) -> None:
        entry = self.file.dictionary(self.file.dictionary(self.resources.get("ExtGState")).get(str(name)))
        font = self.file.get(entry.get("Font"))
        if isinstance(font, list):
            self.state = replace(self.state, font=Font(self.file, self.file.dictionary(font[0])), size=float(font[1]))

    def _font(self, name: str) -> Font:
        if name not in self.fonts:
            entry = self.file.dictionary(self.file.dictionary(self.resources.get("Font")).get(name))
            self.fonts[name] = Font(self.file, entry)
        return self.fonts[name]

    def _show(self, word: str, operands: list[Any]) -> bytes | None:
        before = b""
        if word == '"':
            self._on_words(operands[0])
            self._on_spacing(operands[1])
            before = number_bytes(operands[0]) + b" Tw " + number_bytes(operands[1]) + b" Tc "
        if word in {"'", '"'}:
            self._on_next()
            before += b"T* "
        items = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
        kept, removed = self._shown(items)
        return before + written(kept) + b" TJ" if removed else None

    def _shown(self, items: list[Any]) -> tuple[list[Any], bool]:
        """Walk through the characters; struck ones become an advance of the same width."""
        font, size = self.state.font, self.state.size
        if font is None:
            raise Unsure("文字没有字体")
        kept: list[Any] = []
        removed = False
        for item in items:
            if not isinstance(item, bytes):
                kept.append(item)
                self._advance(-float(item) / 1000 * size, font)
                continue
            for code, width in font.codes(item):
                blank = self.state.word_spacing if code == b" " else 0.0
                step = (font.fall if font.vertical else width) / 1000 * size + self.state.spacing + blank
                if self._is_struck(font, code, width):
                    removed = True
                    self.removed += 1
                    kept.append(-step * 1000 / size if size else 0)
                elif kept and isinstance(kept[-1], bytes):
                    kept[-1] += code
                else:
                    kept.append(code)
                self._advance(step, font)
        return kept, removed

    def _advance(self, step: float, font: Font) -> None:
        move = (0.0, step) if font.vertical else (step * self.state.stretch, 0.0)
        self.text = times((1, 0, 0, 1, *move), self.text)

    def _is_struck(self, font: Font, code: bytes, width: float) -> bool:
        size, state = self.state.size, self.state
        place = times((size * state.stretch, 0, 0, size, 0, state.rise), times(self.text, state.matrix))
        scale = max(abs(place[0]) + abs(place[1]), abs(place[2]) + abs(place[3]))
        if font.vertical:
            x, y = at(place, -width / 2000, -0.88)
            if self.struck.holds(x, y, scale):
                return True
        x, y = at(place, 0, 0)
        if self.struck.reading:
            box = unit_square((width / 1000 * place[0], width / 1000 * place[1], place[2], place[3], x, y))
            self.read.append((font.letter(code), (x, y), box))
        return self.struck.holds(x, y, scale)

    def _draw(self, name: str) -> bytes | None:
        target = self.file.get(self.file.dictionary(self.resources.get("XObject")).get(name))
        if not isinstance(target, Stream):
            return None
        kind = self.file.get(target.dictionary.get("Subtype"))
        if kind == "Image":
            self._image()
        if self.depth >= _DEEPEST:
            raise Unsure("图形嵌套过深")
        changed = self._form(target) if kind == "Form" else None
        if changed is None:
            self.drawn.add(name)
        return changed

    def _form(self, form: Stream) -> bytes | None:
        own = self.file.get(form.dictionary.get("Matrix"))
        matrix = (
            times(_matrix([self.file.get(number) for number in own]), self.state.matrix) if own else self.state.matrix
        )
        resources = self.file.dictionary(form.dictionary.get("Resources")) or self.resources
        inner = Editor(self.file, resources, self.struck, matrix, self.depth + 1)
        inner.state = replace(self.state, matrix=matrix)
        content = inner.edited(self.file.decoded(form))
        self.read += inner.read
        if not inner.removed:
            return None
        self.removed += inner.removed
        entries = {
            key: value
            for key, value in form.dictionary.items()
            if key in {"Type", "Subtype", "BBox", "Matrix", "Group"}
        }
        made = packed(content, **entries, Resources=inner.changed_resources())
        name = f"GkX{len(self.new_forms)}"
        while name in self.file.dictionary(self.resources.get("XObject")):
            name += "x"
        self.new_forms[name] = self.file.add(made)
        return written(Name(name)) + b" Do"

    def changed_resources(self) -> dict[str, Any]:
        """Return the resources with the copies of forms, and without whatever is not drawn any more."""
        drawn = {
            name: form
            for name, form in self.file.dictionary(self.resources.get("XObject")).items()
            if name in self.drawn
        }
        return {**self.resources, "XObject": {**drawn, **self.new_forms}}

    @staticmethod
    def _marked(word: str, operands: list[Any]) -> bytes | None:
        """Texts in the marks of a tagged PDF (ActualText) say what was struck; only the number is kept."""
        properties = operands[-1] if operands else None
        if not isinstance(properties, dict) or not {"ActualText", "Alt", "E", "Contents"} & properties.keys():
            return None
        kept = {key: value for key, value in properties.items() if key in {"MCID", "Type", "Lang"}}
        return written(operands[0]) + b" " + written(kept) + b" " + word.encode()


_METHODS = {
    "q": "save", "Q": "restore", "cm": "concat", "BT": "begin", "Tf": "font", "Tc": "spacing", "Tw": "words", "Tz": "stretch",
    "TL": "leading", "Ts": "rise", "Td": "move", "TD": "move_leading", "Tm": "matrix", "T*": "next", "gs": "graphics",
}  # fmt: skip


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in numbers)
    return (a, b, c, d, e, f)
