"""Secrets and harmless sentences for documents made by chance, and a search that knows nothing of our own reading."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
import zlib
from random import Random
from xml.sax.saxutils import escape

NAMES = ["欧阳晓岚", "佟砚秋", "闫玥", "慕容知远", "Ulric Szabo", "阚梓萱"]
STREETS = ["云川市栖霞区梧桐里9弄7号", "云川市临江路胭脂巷88号3单元"]
PLAIN = ["经研究决定", "按照有关规定", "现予公布", "请遵照执行", "结果如下", "特此说明", "公示期为五日"]


def secret(random: Random) -> str:
    kind = random.randrange(6)
    if kind == 0:
        return random.choice(NAMES)
    if kind == 1:
        return "13" + "".join(random.choice("0123456789") for _ in range(9))
    if kind == 2:
        return "330102" + "19790806" + f"{random.randrange(1000):03d}" + random.choice("0123456789X")
    if kind == 3:
        return random.choice(STREETS)
    if kind == 4:
        return "6222" + "".join(random.choice("123456789") for _ in range(15))
    return f"user{random.randrange(100, 999)}@mail{random.randrange(10, 99)}.example"


def secrets(random: Random) -> list[str]:
    return list(dict.fromkeys(secret(random) for _ in range(random.randint(1, 3))))


class Story:
    """Sentences with secrets in them; `kept` collects what must still be there afterwards."""

    def __init__(self, random: Random, words: list[str]) -> None:
        self.random = random
        self.words = words
        self.kept: list[str] = []
        self.said = 0

    def keep(self) -> str:
        """Return a sentence that stands only once."""
        word = f"{self.random.choice(PLAIN)}第{len(self.kept) + 11}款"
        self.kept.append(word)
        return word

    def hidden(self) -> str:
        """Return a text with a secret of which nothing need remain."""
        self.said += 1
        return f"经手：{self.random.choice(self.words)}"

    def line(self) -> str:
        self.said += 1
        word = self.random.choice(self.words)
        shape = self.random.randrange(4)
        if shape == 0 and word.isascii() and word[0].isdigit():
            word = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in word)  # full width
        elif shape == 1:
            word = word[:2] + " " + word[2:]
        return f"{self.keep()}，{word}，{self.keep()}。"


def pieces(random: Random, text: str) -> list[str]:
    """Cut a text at random."""
    cuts = sorted({random.randint(0, len(text)) for _ in range(random.randint(0, 5))} | {0, len(text)})
    return [text[one:two] for one, two in itertools.pairwise(cuts)]


def xml(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def remains(data: bytes, words: list[str]) -> list[str]:
    """Search everything that can be unpacked, by brute force, for the words in four encodings."""
    stores, found = [data], []
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                content = package.read(name)
                text = re.sub(rb"<[^>]*>", b"", content)
                stores += [name.encode(), content, text, re.sub(rb"\s", b"", text)]
    for match in re.finditer(rb"stream\r?\n", data):
        try:
            stores.append(zlib.decompressobj().decompress(data[match.end() :]))
        except zlib.error:
            continue
    for word in words:
        for codec in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            form = word.replace(" ", "").encode(codec)
            if any(form in store or word.encode(codec) in store for store in stores):
                found.append(f"{word} {codec}")
    return found
