import shutil
import subprocess

import pytest

from gongkai.base.files.extraction import extract, legacy
from gongkai.base.files.extraction.limits import Limits
from gongkai.base.files.extraction.refusals import ConversionFailed, ConverterMissing
from gongkai.base.files.tests.samples import ole_container, word

RTF = b"{\\rtf1\\ansi\\ansicpg936 {\\b " + b"".join(b"\\u%d?" % ord(c) for c in "一、总体要求") + b"}\\par x\\par}"


def test_without_libreoffice_the_person_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(legacy, "converter", lambda: None)
    with pytest.raises(ConverterMissing, match=r"本机未安装 LibreOffice.*另存为 docx"):
        extract(ole_container("WordDocument"), "通知.doc")


def test_a_conversion_that_hangs_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(legacy, "converter", lambda: str(slow))
    with pytest.raises(ConversionFailed, match="没有转换完成"):
        extract(RTF, "通知.rtf", Limits(conversion_seconds=0.3))


@pytest.mark.slow
@pytest.mark.skipif(not legacy.converter(), reason="LibreOffice is not installed")
def test_an_old_word_document_is_converted_and_read(tmp_path):
    source = tmp_path / "a.docx"
    source.write_bytes(word("关于工作的通知", "一、总体要求", "坚持公开为常态。"))
    command = [
        shutil.which("soffice"),
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/p",
        "--convert-to",
        "doc",
        "--outdir",
        tmp_path,
        source,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    extracted = extract((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert extracted.kind == "doc"
    assert "<h2>一、总体要求</h2><p>坚持公开为常态。</p>" in extracted.html
    assert "LibreOffice" in extracted.notices[0]
