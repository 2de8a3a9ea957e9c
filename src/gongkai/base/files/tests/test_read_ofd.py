import pytest

from gongkai.base.files.extraction import extract
from gongkai.base.files.extraction.ofd_text import deltas
from gongkai.base.files.extraction.ofd_writer import write_ofd
from gongkai.base.files.extraction.refusals import BombFile, MalformedFile
from gongkai.base.files.tests.samples import rezipped

LONG = "为贯彻落实《中华人民共和国政府信息公开条例》，进一步规范我市政府信息公开工作，保障公民、法人依法获取政府信息，现通知如下。"
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def sample(*paragraphs):
    return write_ofd(
        "关于做好信息公开工作的通知", paragraphs or ["各区人民政府：", LONG, "一、总体要求"], author="办公室"
    )


def read(data):
    return extract(data, "通知.ofd")


def test_what_was_written_is_read():
    extracted = read(sample())
    assert extracted.title == "关于做好信息公开工作的通知"
    assert extracted.text.split("\n") == ["关于做好信息公开工作的通知", "各区人民政府：", LONG, "一、总体要求"]
    assert "<h2>一、总体要求</h2>" in extracted.html
    assert (extracted.metadata["author"], extracted.pages) == ("办公室", 1)


def test_a_paragraph_runs_on_over_the_page():
    extracted = read(sample(*[LONG * 4] * 12))
    assert extracted.pages > 1
    assert extracted.text.split("\n")[1:] == [LONG * 4] * 12


def test_the_same_input_gives_the_same_bytes():
    assert sample() == sample()


def test_steps_between_characters_may_be_repeated():
    assert deltas("g 3 5 2", 5) == [5.0, 5.0, 5.0, 2.0, 0.0]


def test_entities_are_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    for part in ("OFD.xml", "Doc_0/Document.xml", PAGE):
        with pytest.raises(BombFile, match="实体声明"):
            read(rezipped(sample(), {part: laughs}))


def test_entities_in_utf_16_are_refused_too():
    laughs = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'.encode("utf-16")
    with pytest.raises(BombFile, match="实体声明"):
        read(rezipped(sample(), {PAGE: laughs}))


def test_broken_xml_is_refused_by_name():
    with pytest.raises(MalformedFile, match=r"Content\.xml"):
        read(rezipped(sample(), {PAGE: b"<ofd:Page><unclosed>"}))


def test_a_missing_page_is_refused():
    with pytest.raises(MalformedFile, match="缺少"):
        read(rezipped(sample(), {"Doc_0/Document.xml": lambda xml: xml.replace(b"Page_0", b"Page_9")}))


def test_numbers_that_are_none_are_refused():
    with pytest.raises(MalformedFile):
        read(rezipped(sample(), {PAGE: lambda xml: xml.replace(b'Size="7.8"', b'Size="big"')}))


def test_text_under_a_filled_box_is_reported():
    box = (
        b'<ofd:PathObject ID="900" Boundary="20 60 170 20" Fill="true" Stroke="false">'
        b"<ofd:AbbreviatedData>M 0 0 L 170 0 L 170 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer>"
    )
    extracted = read(rezipped(sample("张三的身份证号码"), {PAGE: lambda xml: xml.replace(b"</ofd:Layer>", box)}))
    assert "张三" not in extracted.text
    assert [item.excerpt for item in extracted.hidden if item.kind == "covered-text"] == ["张三的身份证号码"]


def test_a_page_without_text_is_named():
    empty = f'<ofd:Page xmlns:ofd="{"http://www.ofdspec.org/2016"}"><ofd:Content><ofd:Layer ID="1"/></ofd:Content></ofd:Page>'
    assert "没有可提取的文字" in read(rezipped(sample(), {PAGE: empty.encode()})).notices[0]
