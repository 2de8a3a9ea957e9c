"""PDFs by hand: odd strings, split and kerned text, fonts with codes of their own, forms in forms, and everything around the pages."""

from __future__ import annotations

import zlib
from random import Random

from .secret_words import Story

MATRICES = ["1 0 0 1 {x} {y}", "0.966 0.259 -0.259 0.966 {x} {y}", "0 1 -1 0 {x} {y}", "1.4 0 0 0.9 {x} {y}"]


class Made:
    """Collects objects; number 1 is the catalog, 2 the page tree."""

    def __init__(self) -> None:
        self.objects: dict[int, bytes] = {}
        self.next = 3

    def add(self, body: bytes) -> int:
        number = self.next
        self.next += 1
        self.objects[number] = body
        return number

    def stream(self, data: bytes, entries: str, random: Random) -> int:
        shape = random.randrange(4)
        if shape == 0:
            data, entries = zlib.compress(data), entries + " /Filter /FlateDecode"
        elif shape == 1:
            data, entries = data.hex().encode() + b">", entries + " /Filter /ASCIIHexDecode"
        elif shape == 2:
            data, entries = (
                zlib.compress(data).hex().encode() + b">",
                entries + " /Filter [/ASCIIHexDecode /FlateDecode]",
            )
        return self.add(f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")

    def bytes(self, trailer: str) -> bytes:
        out, places = b"%PDF-1.7\n", {}
        for number, body in sorted(self.objects.items()):
            places[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 1\n0000000000 65535 f \n"
        for number, place in sorted(places.items()):
            out += b"%d 1\n%010d 00000 n \n" % (number, place)
        return out + f"trailer\n<< /Size {self.next} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


class Font:
    """A font of its own codes: a code says nothing without the font's table."""

    def __init__(self, random: Random, characters: str) -> None:
        codes = random.sample(range(300, 60000), len(characters))
        self.codes = dict(zip(characters, codes, strict=True))

    def add(self, made: Made, random: Random) -> int:
        lines = "".join(f"<{code:04X}> <{char.encode('utf-16-be').hex()}>\n" for char, code in self.codes.items())
        cmap = f"begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(self.codes)} beginbfchar\n{lines}endbfchar\nendcmap"
        table = made.stream(cmap.encode(), "", random)
        inner = made.add(
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
            b" /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -200 1000 900]"
            b" /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >> >>"
        )
        return made.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [{inner} 0 R] /ToUnicode {table} 0 R >>".encode()
        )

    def encoded(self, text: str) -> bytes:
        return b"".join(self.codes[char].to_bytes(2, "big") for char in text)


def _string(random: Random, data: bytes) -> bytes:
    if random.random() < 0.4:
        return b"<" + data.hex().encode() + b">"
    out = b""
    for byte in data:
        if byte in b"()\\" or byte < 32 or random.random() < 0.15:
            out += b"\\%03o" % byte
        else:
            out += bytes([byte])
    return b"(" + out + b")"


def shown(random: Random, data: bytes, unit: int) -> bytes:
    """Show a string in one of the many ways to do it."""
    units = [data[at : at + unit] for at in range(0, len(data), unit)]
    shape = random.randrange(4)
    if shape == 0:
        return _string(random, data) + b" Tj\n"
    if shape == 1:
        return b"[" + b" ".join(_string(random, one) + b" %d" % random.randint(-40, 40) for one in units) + b"] TJ\n"
    if shape == 2:
        return b"".join(_string(random, one) + b" Tj\n" for one in units)
    middle = random.randint(0, len(units)) * unit
    return _string(random, data[:middle]) + b" Tj " + b"[" + _string(random, data[middle:]) + b"] TJ\n"


def _page_content(random: Random, story: Story, font: Font, made: Made, fonts: str) -> tuple[bytes, str]:
    """Return instructions and the XObjects they use."""
    content, forms = b"", ""
    for place in range(random.randint(1, 4)):
        line = story.line()
        plain = line.isascii() or random.random() < 0.1
        text = line.encode("latin-1") if line.isascii() else font.encoded(line)
        name, unit = ("F1", 1) if line.isascii() else ("F2", 2)
        matrix = random.choice(MATRICES[: 1 if plain else 4]).format(x=60 + 90 * place, y=60 + 150 * place)
        look = random.choice([b"", b"0.5 Tc ", b"95 Tz ", b"2 Ts ", b"3 Tr "])
        piece = b"q BT /%s 9 Tf %s%s Tm %s ET Q\n" % (name.encode(), look, matrix.encode(), shown(random, text, unit))
        if random.random() < 0.4:
            number = made.stream(
                piece, f"/Type /XObject /Subtype /Form /BBox [0 0 900 900] /Resources << /Font << {fonts} >> >>", random
            )
            forms += f"/X{place} {number} 0 R "
            piece = b"q 1 0 0 1 3 4 cm /X%d Do Q\n" % place
        content += piece
    return content, forms


def pdf_document(random: Random, story: Story) -> bytes:
    made = Made()
    characters = "".join(
        sorted(set("".join(story.words) + "".join(chr(n) for n in range(0xFF10, 0xFF1A)) + _harmless()))
    )
    font = Font(random, characters)
    fonts = f"/F2 {font.add(made, random)} 0 R /F1 {made.add(b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')} 0 R"
    pages = []
    for _ in range(random.randint(1, 3)):
        content, forms = _page_content(random, story, font, made, fonts)
        contents = made.stream(content, "", random)
        note = made.add(
            b"<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents <feff%s> >>" % _utf16(story.hidden())
        )
        link = made.add(
            b"<< /Type /Annot /Subtype /Link /Rect [1 1 9 9] /A << /S /URI /URI <%s> >> >>"
            % story.hidden().encode().hex().encode()
        )
        pages.append(
            made.add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 900] /Contents {contents} 0 R /Annots [{note} 0 R {link} 0 R]"
                f" /Rotate {random.choice([0, 0, 90, 270])} /Resources << /Font << {fonts} >> /XObject << {forms} >> >> >>".encode()
            )
        )
    return _around(made, random, story, pages)


def _around(made: Made, random: Random, story: Story, pages: list[int]) -> bytes:
    """Bookmarks, properties, attachments, scripts, structure, a former version."""
    kids = " ".join(f"{number} 0 R" for number in pages)
    made.objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()
    mark = made.add(b"<< /Title <feff%s> /Parent 3 0 R >>" % _utf16(story.hidden()))
    outlines = made.add(f"<< /Type /Outlines /First {mark} 0 R /Last {mark} 0 R /Count 1 >>".encode())
    xmp = made.stream(
        f"<?xpacket?><x:xmpmeta><d>{story.hidden()}</d></x:xmpmeta>".encode(), "/Type /Metadata /Subtype /XML", random
    )
    attached = made.stream(story.hidden().encode(), "/Type /EmbeddedFile", random)
    spec = made.add(f"<< /Type /Filespec /F (a.txt) /EF << /F {attached} 0 R >> >>".encode())
    structure = made.add(
        b"<< /Type /StructTreeRoot /K << /S /P /Alt <feff%s> /ActualText <feff%s> >> >>"
        % (_utf16(story.hidden()), _utf16(story.hidden()))
    )
    made.objects[1] = (
        f"<< /Type /Catalog /Pages 2 0 R /Outlines {outlines} 0 R /Metadata {xmp} 0 R /StructTreeRoot {structure} 0 R"
        f" /Names << /EmbeddedFiles << /Names [(a) {spec} 0 R] >> /JavaScript << /Names [(j) << /S /JavaScript /JS ({'x'}) >>] >> >> >>"
    ).encode()
    info = made.add(b"<< /Author <feff%s> >>" % _utf16(story.hidden()))
    data = made.bytes(f"/Info {info} 0 R")
    if random.random() < 0.3:
        # A later version replaces the bookmark; the old one stays in the file.
        start = data.rindex(b"startxref\n") + 10
        previous = int(data[start:].split()[0])
        place = len(data)
        data += b"%d 0 obj\n<< /Title (new) /Parent %d 0 R >>\nendobj\n" % (mark, outlines)
        table = len(data)
        data += f"xref\n{mark} 1\n{place:010d} 00000 n \ntrailer\n<< /Size {made.next} /Root 1 0 R /Prev {previous} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return data


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def _harmless() -> str:
    from .secret_words import PLAIN

    return "".join(PLAIN) + "第0123456789款，。 abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@.-"
