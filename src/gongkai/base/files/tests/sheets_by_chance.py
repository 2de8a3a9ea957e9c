"""Excel packages with secrets in every corner where Excel keeps text and numbers."""

from __future__ import annotations

from random import Random

from .samples import word, zipped
from .secret_words import Story, pieces, xml
from .word_by_chance import picture, relationships

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


class Book:
    """Builds the sheets and remembers the shared strings."""

    def __init__(self, random: Random, story: Story) -> None:
        self.random = random
        self.story = story
        self.shared: list[str] = []

    def share(self, text: str) -> int:
        runs = "".join(
            f'<r><rPr><b/></rPr><t xml:space="preserve">{xml(piece)}</t></r>' for piece in pieces(self.random, text)
        )
        phonetic = f'<rPh sb="0" eb="1"><t>{xml(self.story.hidden())}</t></rPh>'
        self.shared.append(f"<si>{runs}{phonetic}</si>")
        return len(self.shared) - 1

    def cell(self, place: str) -> str:
        shape = self.random.randrange(6)
        if shape == 0:
            return f'<c r="{place}" t="s"><v>{self.share(self.story.line())}</v></c>'
        if shape == 1:
            return f'<c r="{place}" t="inlineStr"><is><t>{xml(self.story.line())}</t></is></c>'
        if shape == 2:
            text = self.story.line()
            return f'<c r="{place}" t="str"><f>"{xml(self.story.hidden())}"&amp;A1</f><v>{xml(text)}</v></c>'
        if shape == 3:
            digits = [word for word in self.story.words if word.isdigit() and len(word) < 15]
            self.story.said += 1
            return f'<c r="{place}"><v>{digits[0] if digits else 5}</v></c>'
        if shape == 4:
            return f'<c r="{place}"><f>1+1</f><v>2</v></c>'
        return f'<c r="{place}" t="s"><v>{self.share(self.story.keep())}</v></c>'

    def sheet(self, tail: str) -> str:
        rows = "".join(
            f'<row r="{row}" hidden="{self.random.randrange(2)}">'
            + "".join(self.cell(f"{column}{row}") for column in "ABC"[: self.random.randint(1, 3)])
            + "</row>"
            for row in range(1, self.random.randint(2, 5))
        )
        hidden, title = xml(self.story.hidden()), xml(self.story.hidden())
        return (
            f'<worksheet xmlns="{S}" xmlns:r="{R}"><sheetData>{rows}</sheetData>'
            f'<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1="{hidden}"</formula></cfRule>'
            f'</conditionalFormatting><dataValidations count="1"><dataValidation type="list" sqref="A1" prompt="{title}">'
            f'<formula1>"{hidden},其他"</formula1></dataValidation></dataValidations><hyperlinks><hyperlink ref="A1" r:id="rId3" '
            f'display="{hidden}" tooltip="{hidden}"/></hyperlinks><headerFooter><oddHeader>&amp;C{hidden}</oddHeader></headerFooter>{tail}</worksheet>'
        )


def _chart(story: Story) -> str:
    word = xml(story.hidden())
    return (
        f'<c:chartSpace {C} xmlns:r="{R}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>{word}</a:t></a:r></a:p></c:rich></c:tx></c:title>'
        f'<c:plotArea><c:barChart><c:ser><c:cat><c:strRef><c:f>Sheet1!$A$1</c:f><c:strCache><c:pt idx="0"><c:v>{word}</c:v></c:pt>'
        f'</c:strCache></c:strRef></c:cat></c:ser></c:barChart></c:plotArea></c:chart><c:externalData r:id="rId1"/></c:chartSpace>'
    )


def _types(names: dict[str, str]) -> bytes:
    items = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in names.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{items}</Types>'
    ).encode()


def workbook(random: Random, story: Story) -> bytes:
    book = Book(random, story)
    one = book.sheet(
        '<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/><tableParts count="1"><tablePart r:id="rId4"/></tableParts>'
    )
    two = book.sheet("")
    hidden = story.hidden
    name = random.choice(["台账", random.choice(story.words)[:20].replace("@", "")])
    main = (
        f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="{xml(name)}1" sheetId="1" r:id="rId1"/><sheet name="{xml(name)}" '
        f'sheetId="2" state="{random.choice(["hidden", "veryHidden", "visible"])}" r:id="rId2"/></sheets><externalReferences>'
        f'<externalReference r:id="rId5"/></externalReferences><definedNames><definedName name="_n1" comment="{xml(hidden())}">"{xml(hidden())}"'
        f'</definedName></definedNames><pivotCaches><pivotCache cacheId="1" r:id="rId4"/></pivotCaches></workbook>'
    )
    cell_styles = f'<styleSheet xmlns="{S}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{R}"><xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9" cy="9"/><xdr:sp><xdr:nvSpPr>'
        f'<xdr:cNvPr id="2" name="{xml(hidden())}" descr="{xml(hidden())}"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:txBody><a:bodyPr/><a:p>'
        + "".join(f"<a:r><a:t>{xml(piece)}</a:t></a:r>" for piece in pieces(random, story.line()))
        + "</a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:absoluteAnchor></xdr:wsDr>"
    )
    parts = {
        "xl/workbook.xml": main, "xl/worksheets/sheet1.xml": one, "xl/worksheets/sheet2.xml": two, "xl/styles.xml": cell_styles,
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{"".join(book.shared)}<si><t>{xml(hidden())}</t></si></sst>',
        "xl/comments1.xml": f'<comments xmlns="{S}"><authors><author>{xml(hidden())}</author></authors><commentList><comment ref="A1" authorId="0"><text><t>{xml(hidden())}</t></text></comment></commentList></comments>',
        "xl/threadedComments/threadedComment1.xml": f"<ThreadedComments><text>{xml(hidden())}</text></ThreadedComments>",
        "xl/drawings/vmlDrawing1.vml": f"<xml><v>{xml(hidden())}</v></xml>", "xl/drawings/drawing1.xml": drawing,
        "xl/charts/chart1.xml": _chart(story), "xl/externalLinks/externalLink1.xml": f"<externalLink><v>{xml(hidden())}</v></externalLink>",
        "xl/tables/table1.xml": f'<table xmlns="{S}" name="{xml(hidden())}"/>',
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{S}"><s v="{xml(hidden())}"/></pivotCacheDefinition>',
        "docProps/custom.xml": f"<Properties><v>{xml(hidden())}</v></Properties>",
        "docProps/app.xml": f"<Properties><Company>{xml(hidden())}</Company></Properties>",
    }  # fmt: skip
    kinds = {
        "xl/workbook.xml": "sheet.main+xml", "xl/worksheets/sheet1.xml": "worksheet+xml", "xl/worksheets/sheet2.xml": "worksheet+xml",
        "xl/sharedStrings.xml": "sharedStrings+xml", "xl/styles.xml": "styles+xml",
    }  # fmt: skip
    names = {name: KIND + kind for name, kind in kinds.items()}
    names["xl/drawings/drawing1.xml"] = "application/vnd.openxmlformats-officedocument.drawing+xml"
    names["xl/charts/chart1.xml"] = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    return zipped(
        {
            "[Content_Types].xml": _types(names),
            "_rels/.rels": relationships(
                ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "custom-properties", "docProps/custom.xml"),
                ("rId3", "extended-properties", "docProps/app.xml"),
            ),
            "xl/_rels/workbook.xml.rels": relationships(
                ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"),
                ("rId3", "sharedStrings", "sharedStrings.xml"), ("rId4", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
                ("rId5", "externalLink", "externalLinks/externalLink1.xml"), ("rId6", "styles", "styles.xml"),
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(
                ("rId1", "drawing", "../drawings/drawing1.xml"), ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
                ("rId3", "hyperlink", f"mailto:{story.hidden()}"), ("rId4", "table", "../tables/table1.xml"),
                ("rId5", "comments", "../comments1.xml"), ("rId6", "threadedComment", "../threadedComments/threadedComment1.xml"),
                ("rId7", "printerSettings", "../printerSettings/printerSettings1.bin"),
            ),
            "xl/worksheets/_rels/sheet2.xml.rels": relationships(("rId3", "hyperlink", f"https://example.cn/{story.hidden()}")),
            "xl/drawings/_rels/drawing1.xml.rels": relationships(("rId1", "chart", "../charts/chart1.xml"), ("rId2", "image", "../media/image1.png")),
            "xl/charts/_rels/chart1.xml.rels": relationships(("rId1", "package", "../embeddings/book.docx")),
            "xl/embeddings/book.docx": word(story.hidden()),
            "xl/media/image1.png": picture(story),
            "xl/printerSettings/printerSettings1.bin": story.hidden().encode("utf-16-le"),
            **{name: text.encode() for name, text in parts.items()},
        }
    )  # fmt: skip
