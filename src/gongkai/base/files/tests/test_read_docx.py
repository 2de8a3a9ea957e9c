import time

import docx

from gongkai.base.files.extraction import extract
from gongkai.base.files.tests.samples import W, p, rezipped, saved, word, word_body

TRACK = 'w:id="1" w:author="李科员" w:date="2024-03-05T08:00:00Z"'


def read(data):
    return extract(data, "通知.docx")


def kinds(extracted):
    return [item.kind for item in extracted.hidden]


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_keep_their_spans():
    begins, goes_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{cell('单位', begins)}{cell('收入', wide)}</w:tr>"
        f"<w:tr>{cell('', goes_on)}{cell('上年')}{cell('本年')}</w:tr>"
        f"<w:tr>{cell('教育局')}{cell('1')}{cell('2')}</w:tr>"
    )
    extracted = read(word_body(f"<w:tbl>{rows}</w:tbl>"))
    assert '<th scope="col" rowspan="2">单位</th><th scope="colgroup" colspan="2">收入</th>' in extracted.html
    assert extracted.tables[0].rows == (("单位", "收入", ""), ("", "上年", "本年"), ("教育局", "1", "2"))
    assert "教育局\t1\t2" in extracted.text


def test_a_header_row_that_word_repeats_becomes_the_table_head():
    header = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('2024')}{cell('2025')}</w:tr>"
    extracted = read(word_body(f"<w:tbl>{header}<w:tr>{cell('1')}{cell('2')}</w:tr></w:tbl>"))
    assert '<thead><tr><th scope="col">2024</th>' in extracted.html


def test_footnotes_stand_at_the_end_and_are_called_from_the_text():
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{p("见条例第二十条。")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>应当公开</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r></w:p>'
    extracted = read(word_body(body, {"word/footnotes.xml": notes.encode()}))
    assert '应当公开<sup id="fnref-1"><a href="#fn-1"' in extracted.html
    assert '<section class="footnotes"><ol><li id="fn-1">见条例第二十条。' in extracted.html
    assert "应当公开[1]。" in extracted.text


def numbering(*levels):
    made = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (style, text) in enumerate(levels)
    )
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ).encode()


def item(text, level=0):
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def test_automatic_numbers_are_written_out_in_chinese():
    levels = numbering(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    body = (
        item("总体要求")
        + item("指导思想", 1)
        + item("基本原则", 1)
        + item("公开为常态", 2)
        + item("主要任务")
        + item("扩大范围", 1)
    )
    extracted = read(word_body(body, {"word/numbering.xml": levels}))
    assert extracted.text.split("\n") == [
        "一、总体要求",
        "（一）指导思想",
        "（二）基本原则",
        "1.公开为常态",
        "二、主要任务",
        "（一）扩大范围",
    ]
    assert "<h2>一、总体要求</h2><h3>（一）指导思想</h3>" in extracted.html


def test_automatic_articles_count_past_ten():
    levels = numbering(("chineseCountingThousand", "第%1条"))
    body = "".join(item(f"内容{place}。") for place in range(1, 22))
    lines = read(word_body(body, {"word/numbering.xml": levels})).text.split("\n")
    assert (lines[9], lines[10], lines[19], lines[20]) == (
        "第十条 内容10。",
        "第十一条 内容11。",
        "第二十条 内容20。",
        "第二十一条 内容21。",
    )


def test_bullets_become_a_list():
    body = item("甲") + item("乙")
    assert (
        "<ul><li>甲</li><li>乙</li></ul>"
        in read(word_body(body, {"word/numbering.xml": numbering(("bullet", ""))})).html
    )


def test_headings_follow_style_or_chinese_numbering():
    document = docx.Document()
    document.add_heading("工作安排", 1)
    document.add_heading("时间", 2)
    for text in ("一、总体要求", "（一）加强领导", "（一）加强领导。各单位要高度重视。", "第一章 总则"):
        document.add_paragraph(text)
    html = read(saved(document)).html
    assert "<h2>工作安排</h2><h3>时间</h3><h2>一、总体要求</h2><h3>（一）加强领导</h3>" in html
    assert "<p>（一）加强领导。各单位要高度重视。</p><h2>第一章 总则</h2>" in html


def test_items_of_an_article_are_no_headings():
    html = read(word("第三条 下列信息应当公开：", "（一）机构职能", "（二）规范性文件")).html
    assert "<h3>" not in html


def test_the_title_is_found_below_the_letterhead():
    centred = '<w:jc w:val="center"/>'

    def line(text, size):
        return f'<w:p><w:pPr>{centred}</w:pPr><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'

    body = (
        line("云川市人民政府文件", 72)
        + line("云政发〔2024〕5号", 32)
        + line("云川市人民政府关于", 44)
        + line("印发实施方案的通知", 44)
    )
    extracted = read(word_body(body + p("各区人民政府：")))
    assert extracted.title == "云川市人民政府关于印发实施方案的通知"
    assert '<p class="doc-title">云川市人民政府关于印发实施方案的通知</p>' in extracted.html


def test_tracked_changes_are_accepted_in_the_body_and_reported():
    body = (
        f"<w:p><w:r><w:t>补助</w:t></w:r><w:del {TRACK}><w:r><w:delText>五百</w:delText></w:r></w:del>"
        f"<w:ins {TRACK}><w:r><w:t>三百</w:t></w:r></w:ins><w:r><w:t>元</w:t></w:r></w:p>"
    )
    extracted = read(word_body(body))
    assert extracted.text == "补助三百元"
    found = {item.kind: item for item in extracted.hidden}
    assert found["tracked-deletion"].excerpt == "五百"
    assert found["tracked-insertion"].excerpt == "三百"
    assert "李科员" in found["tracked-deletion"].where


def test_a_deleted_table_row_is_not_in_the_body():
    rows = (
        f"<w:tr>{cell('甲')}{cell('乙')}</w:tr><w:tr><w:trPr><w:del {TRACK}/></w:trPr>{cell('暗')}{cell('号')}</w:tr>"
    )
    extracted = read(word_body(f"<w:tbl>{rows}</w:tbl>"))
    assert "暗" not in extracted.text
    assert "tracked-deletion" in kinds(extracted)


def test_comments_are_reported_with_their_author():
    comments = f'<w:comments xmlns:w="{W}"><w:comment {TRACK}>{p("这里数字不对")}</w:comment></w:comments>'
    extracted = read(word_body(p("正文"), {"word/comments.xml": comments.encode()}))
    comment = next(item for item in extracted.hidden if item.kind == "comment")
    assert (comment.excerpt, "李科员" in comment.where) == ("这里数字不对", True)


def test_hidden_text_is_left_out_and_reported():
    extracted = read(
        word_body("<w:p><w:r><w:t>公开的</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部电话</w:t></w:r></w:p>")
    )
    assert extracted.text == "公开的"
    assert [item.excerpt for item in extracted.hidden if item.kind == "hidden-text"] == ["内部电话"]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{p('框内文字')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(word_body(body)).text == "框内文字"


def test_field_codes_do_not_show():
    parts = ("begin", "instr", "separate", "text", "end")
    runs = "".join(
        f'<w:r><w:fldChar w:fldCharType="{part}"/></w:r>'
        if part in {"begin", "separate", "end"}
        else "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
        if part == "instr"
        else "<w:r><w:t>链接</w:t></w:r>"
        for part in parts
    )
    assert read(word_body(f"<w:p>{runs}</w:p>")).text == "链接"


def test_headers_and_footers_stay_outside():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_paragraph("正文")
    assert read(saved(document)).text == "正文"


def test_properties_macros_and_embedded_files_are_reported():
    document = docx.Document()
    document.core_properties.author = "张三"
    document.add_paragraph("正文")
    extracted = read(rezipped(saved(document), {"word/vbaProject.bin": b"x", "word/embeddings/表.xlsx": b"x"}))
    assert extracted.metadata["author"] == "张三"
    assert {"macro", "embedded-object", "metadata"} <= set(kinds(extracted))


def test_a_typical_document_takes_less_than_a_tenth_of_a_second():
    data = word(
        "关于开展工作的通知", *["为进一步规范政府信息公开工作，现就有关事项通知如下，请认真贯彻执行。" * 3] * 60
    )
    read(data)
    began = time.process_time()
    read(data)
    assert time.process_time() - began < 0.1


def test_white_letters_on_white_paper_are_reported():
    white = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    shaded = f'<w:tc><w:tcPr><w:shd w:fill="1F4E79"/></w:tcPr><w:p><w:r>{white}<w:t>表头</w:t></w:r></w:p></w:tc>'
    body = f"<w:p><w:r>{white}<w:t>看不见</w:t></w:r></w:p><w:tbl><w:tr>{shaded}</w:tr></w:tbl>"
    assert [item.excerpt for item in read(word_body(body)).hidden if item.kind == "hidden-text"] == ["看不见"]
