import io
import random
import zipfile

import openpyxl
import pytest

from gongkai.base.files.extraction import Limits, archive, extract, sniff
from gongkai.base.files.extraction.limits import Clock
from gongkai.base.files.extraction.ofd_writer import write_ofd
from gongkai.base.files.extraction.refusals import (
    BombFile,
    EmptyFile,
    EncryptedFile,
    FileRefused,
    MalformedFile,
    TookTooLong,
    TooLarge,
    WrongType,
)
from gongkai.base.files.tests.samples import ole_container, pdf, rezipped, word, write_at, zipped

LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def test_an_empty_file_is_refused():
    with pytest.raises(EmptyFile, match="空文件"):
        extract(b"", "通知.docx")


def test_a_file_over_the_limit_is_refused():
    with pytest.raises(TooLarge, match="上限"):
        extract(b"x" * 100, "通知.txt", Limits(bytes=50))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (pdf(write_at(1, 1, "x")), "通知.docx", "内容却是PDF"),
        (word("甲"), "通知.doc", "内容却是Word 文档（docx）"),
        (b"<!DOCTYPE html><html><script>x</script></html>", "通知.txt", "内容却是网页"),
        ("普通文字，没有标签".encode(), "通知.pdf", "内容却是纯文本"),
        ("普通文字".encode(), "通知", "没有扩展名"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 30, "照片.jpg", "内容却是PNG"),
    ],
)
def test_a_name_that_does_not_fit_the_content_is_refused(data, name, said):
    with pytest.raises(WrongType, match=said):
        extract(data, name)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\0" + b"\0" * 60, "通知.docx"),
        (b"\x7fELF" + b"\0" * 60, "通知.pdf"),
        (b"#!/bin/sh\nrm -rf x\n", "通知.txt"),
        (b"WScript.Echo 1", "通知.vbs"),
        (b"Rar!\x1a\x07\0", "附件.docx"),
        (zipped({"a.txt": b"x"}), "附件.zip"),
        (zipped({"ppt/presentation.xml": b"<p/>"}), "汇报.pptx"),
        (b"\0\1\2\3" * 50, "通知.txt"),
    ],
)
def test_programs_archives_and_unknown_bytes_are_refused(data, name):
    with pytest.raises(WrongType, match=r"可上传|分别上传"):
        extract(data, name)


def test_wps_files_may_carry_word_content():
    assert sniff(word("甲"), "通知.WPS").kind == "docx"


@pytest.mark.parametrize("stream", ["EncryptedPackage", "EncryptionInfo"])
def test_an_office_file_with_a_password_is_refused(stream):
    with pytest.raises(EncryptedFile, match="取消密码"):
        extract(ole_container(stream), "通知.docx")


def test_a_cut_off_file_is_refused():
    with pytest.raises(MalformedFile, match="已损坏"):
        extract(word("甲")[:-400], "通知.docx")


def test_a_zip_bomb_is_refused_by_its_ratio():
    bomb = rezipped(word("甲"), {"word/media/a.bin": b"\0" * (2 * 1024 * 1024)})
    with pytest.raises(BombFile, match="压缩比"):
        extract(bomb, "通知.docx", Limits(ratio_from=1024 * 1024, ratio=20))


def test_a_zip_bomb_is_refused_by_its_size():
    with pytest.raises(BombFile, match="解开后"):
        extract(rezipped(word("甲"), {"word/media/a.bin": b"\0" * 300_000}), "通知.docx", Limits(unpacked=200_000))


def test_a_directory_that_lies_about_sizes_is_found_while_reading(monkeypatch):
    data = rezipped(word("甲"), {"word/document.xml": lambda xml: xml + b" " * 3_000_000})
    monkeypatch.setattr(archive, "refuse_bombs", lambda *_: None)
    with pytest.raises(BombFile, match="解开后"):
        extract(data, "通知.docx", Limits(xml_part=1_000_000))


def test_too_many_entries_and_nested_archives_are_refused():
    many = rezipped(word("甲"), {f"x/{place}": b"x" for place in range(50)})
    with pytest.raises(BombFile, match="个部分"):
        extract(many, "通知.docx", Limits(entries=40))
    with pytest.raises(BombFile, match="套着压缩包"):
        extract(rezipped(word("甲"), {"inner.zip": b"PK"}), "通知.docx")


def test_entities_in_word_parts_are_refused():
    for part in ("word/document.xml", "word/styles.xml", "docProps/core.xml"):
        with pytest.raises(BombFile, match="实体声明"):
            extract(rezipped(word("甲"), {part: LAUGHS}), "通知.docx")


def test_an_encoding_in_which_entities_could_hide_is_refused():
    disguised = b'<?xml version="1.0" encoding="IBM037"?>' + LAUGHS.decode().encode("cp037")
    with pytest.raises(MalformedFile, match="不支持的编码"):
        extract(rezipped(word("甲"), {"word/document.xml": disguised}), "通知.docx")


def test_an_encrypted_zip_is_refused():
    data = bytearray(word("甲"))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    with pytest.raises(EncryptedFile, match="密码"):
        extract(bytes(data), "通知.docx")


def test_time_runs_out():
    with pytest.raises(TookTooLong, match="超过"):
        Clock(-1).check()


def test_a_deeply_nested_document_does_not_crash():
    deep = word("甲")
    with zipfile.ZipFile(io.BytesIO(deep)) as package:
        xml = package.read("word/document.xml")
    start = xml.index(b"<w:body>") + len(b"<w:body>")
    nested = xml[:start] + b"<w:sdt><w:sdtContent>" * 5000 + b"</w:sdtContent></w:sdt>" * 5000 + xml[start:]
    with pytest.raises(MalformedFile):
        extract(rezipped(deep, {"word/document.xml": nested}), "通知.docx")


def damaged(data, chance):
    wreck = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(wreck))
        wreck[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(wreck) or b"x"


@pytest.mark.parametrize("name", ["a.docx", "a.ofd", "a.xlsx", "a.pdf", "a.html"])
def test_damaged_files_are_read_or_refused_and_never_crash(name):
    workbook = io.BytesIO()
    openpyxl.Workbook().save(workbook)
    sound = {
        "a.docx": word("一、甲", "乙"),
        "a.ofd": write_ofd("题", ["甲乙"]),
        "a.xlsx": workbook.getvalue(),
        "a.pdf": pdf(write_at(50, 50, "abc")),
        "a.html": "<!DOCTYPE html><body><table><tr><td>甲</table><p>乙".encode(),
    }[name]
    chance = random.Random(5)
    ends = set()
    for _ in range(40):
        data = damaged(sound, chance)
        if sound.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(sound)) as package:
                part = chance.choice(package.namelist())
                data = rezipped(sound, {part: damaged(package.read(part) or b"x", chance)})
        try:
            extract(data, name)
            ends.add("read")
        except FileRefused as refusal:
            ends.add("refused" if str(refusal) else "silent")
    assert "silent" not in ends
    assert "refused" in ends or name in {"a.pdf", "a.html"}
