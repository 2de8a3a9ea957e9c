"""Word packages with secrets in every corner where Word keeps text."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, PngImagePlugin

from .samples import ole_container, word, zipped
from .secret_words import Story, pieces, xml

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def runs(random: Random, text: str) -> str:
    out = []
    for number, piece in enumerate(pieces(random, text)):
        look = random.choice(["", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'])
        out.append(f'<w:r w:rsidR="00AB{number:04d}">{look}<w:t xml:space="preserve">{xml(piece)}</w:t></w:r>')
        if random.random() < 0.15:
            out.append('<w:proofErr w:type="spellStart"/>')
        if random.random() < 0.1:
            out.append('<w:bookmarkStart w:id="9" w:name="b9"/><w:bookmarkEnd w:id="9"/>')
    return "".join(out)


def paragraph(random: Random, story: Story) -> str:
    return f"<w:p>{runs(random, story.line())}</w:p>"


def _table(random: Random, story: Story) -> str:
    cells = "".join(f"<w:tc><w:tcPr/>{paragraph(random, story)}</w:tc>" for _ in range(random.randint(1, 3)))
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1440"/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'


def _changes(random: Random, story: Story) -> str:
    return (
        f'<w:p><w:del w:id="1" w:author="{xml(story.hidden())}"><w:r><w:delText>{xml(story.hidden())}</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" w:author="甲">{runs(random, story.line())}</w:ins></w:p>'
    )


def _field(random: Random, story: Story) -> str:
    code = "".join(
        f'<w:r><w:instrText xml:space="preserve">{xml(piece)}</w:instrText></w:r>'
        for piece in pieces(random, f' HYPERLINK "mailto:{story.hidden()}" ')
    )
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{runs(random, story.line())}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _control(random: Random, story: Story) -> str:
    word = xml(story.hidden())
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{word}"/><w:tag w:val="{word}"/><w:comboBox><w:listItem w:displayText="{word}" '
        f'w:value="{word}"/></w:comboBox></w:sdtPr><w:sdtContent>{paragraph(random, story)}</w:sdtContent></w:sdt>'
    )


def _link(random: Random, story: Story) -> str:
    return f'<w:p><w:hyperlink r:id="rId90" w:tooltip="{xml(story.hidden())}">{runs(random, story.line())}</w:hyperlink></w:p>'


def _text_box(random: Random, story: Story) -> str:
    whole = story.line()
    half = len(whole) // 2
    return (
        f'<w:p>{runs(random, whole[:half])}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        f'<wp:docPr id="3" name="{xml(story.hidden())}" descr="{xml(story.hidden())}"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>'
        f"<w:txbxContent>{paragraph(random, story)}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        f'</mc:Choice><mc:Fallback><w:pict><v:shape alt="{xml(story.hidden())}"><v:textbox><w:txbxContent>'
        f"<w:p>{runs(random, story.hidden())}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{runs(random, whole[half:])}</w:p>"
    )


def _object(_random: Random, _story: Story) -> str:
    return '<w:p><w:r><w:object><v:shape/><o:OLEObject Type="Embed" ProgID="Word.Document" r:id="rId91"/></w:object></w:r></w:p>'


def _remark(random: Random, story: Story) -> str:
    return (
        f'<w:p><w:commentRangeStart w:id="0"/>{runs(random, story.line())}<w:commentRangeEnd w:id="0"/>'
        f'<w:r><w:commentReference w:id="0"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>{xml(story.hidden())}</w:t></w:r></w:p>'
    )


def _bookmark(random: Random, story: Story) -> str:
    return f'<w:p><w:bookmarkStart w:id="7" w:name="{xml(story.hidden())}"/>{runs(random, story.line())}<w:bookmarkEnd w:id="7"/></w:p>'


BLOCKS = [
    paragraph, _table, _changes, _field, _control, _link, _text_box, _object, _remark, _bookmark,
]  # fmt: skip


def picture(story: Story) -> bytes:
    says = PngImagePlugin.PngInfo()
    says.add_text("Author", story.hidden())
    says.add_itxt("Title", story.hidden())
    buffer = io.BytesIO()
    Image.new("L", (4, 4), 99).save(buffer, "PNG", pnginfo=says)
    return buffer.getvalue()


def relationships(*links: tuple[str, str, str]) -> bytes:
    items = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}{kind}" Target="{xml(target)}"'
        + (' TargetMode="External"' if kind == "hyperlink" else "")
        + "/>"
        for key, kind, target in links
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'.encode()


def _types(parts: dict[str, str]) -> bytes:
    items = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="bin" '
        f'ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>{items}</Types>'
    ).encode()


def word_document(random: Random, story: Story) -> bytes:
    chosen = [random.choice(BLOCKS) for _ in range(random.randint(2, 6))]
    body = "".join(block(random, story) for block in chosen)
    notes = f'<w:footnotes {NS}><w:footnote w:id="2">{paragraph(random, story)}</w:footnote></w:footnotes>'
    body += f'<w:p><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>{story.keep()}</w:t></w:r></w:p>'
    body += (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="5" name="图" '
        f'descr="{xml(story.hidden())}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="图"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId92"/>'
        "</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        '<w:sectPr><w:headerReference w:type="default" r:id="rId93"/><w:footerReference w:type="default" r:id="rId94"/></w:sectPr>'
    )
    parts = {
        "word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {NS}>{paragraph(random, story)}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {NS}>{paragraph(random, story)}</w:ftr>",
        "word/footnotes.xml": notes,
        "word/comments.xml": f'<w:comments {NS}><w:comment w:id="0" w:author="{xml(story.hidden())}"><w:p>{runs(random, story.hidden())}</w:p></w:comment></w:comments>',
        "word/settings.xml": f'<w:settings {NS}><w:rsids><w:rsid w:val="00AB0001"/></w:rsids><w:docVars><w:docVar w:name="n" w:val="{xml(story.hidden())}"/></w:docVars></w:settings>',
        "customXml/item1.xml": f"<root><v>{xml(story.hidden())}</v></root>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{xml(story.hidden())}</dc:creator></cp:coreProperties>',
        "word/glossary/document.xml": f"<w:glossaryDocument {NS}><w:docParts/>{xml(story.hidden())}</w:glossaryDocument>",
    }
    kinds = {
        "word/document.xml": "document.main+xml", "word/header1.xml": "header+xml", "word/footer1.xml": "footer+xml",
        "word/footnotes.xml": "footnotes+xml", "word/comments.xml": "comments+xml", "word/settings.xml": "settings+xml",
        "word/glossary/document.xml": "document.glossary+xml",
    }  # fmt: skip
    links = [
        ("rId80", "settings", "settings.xml"), ("rId81", "comments", "comments.xml"), ("rId82", "footnotes", "footnotes.xml"),
        ("rId83", "customXml", "../customXml/item1.xml"), ("rId84", "glossaryDocument", "glossary/document.xml"),
        ("rId90", "hyperlink", f"mailto:{story.hidden()}"), ("rId91", "oleObject", "embeddings/oleObject1.bin"),
        ("rId92", "image", "media/image1.png"), ("rId93", "header", "header1.xml"), ("rId94", "footer", "footer1.xml"),
    ]  # fmt: skip
    ole = ole_container("WordDocument")
    return zipped(
        {
            "[Content_Types].xml": _types({name: MAIN + kind for name, kind in kinds.items()}),
            "_rels/.rels": relationships(
                ("rId1", "officeDocument", "word/document.xml"), ("rId2", "core-properties", "docProps/core.xml")
            ),
            "word/_rels/document.xml.rels": relationships(*links),
            **{name: text.encode() for name, text in parts.items()},
            "word/embeddings/oleObject1.bin": ole[: -len(ole) // 4] + story.hidden().encode("utf-16-le"),
            "word/embeddings/inner.docx": word(story.hidden()),
            "word/media/image1.png": picture(story),
        }
    )
