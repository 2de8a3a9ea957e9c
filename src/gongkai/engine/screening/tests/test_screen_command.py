"""`gongkai screen`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from docx import Document

from gongkai.engine.screening.rules import screen


def run(*arguments: str) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("screen", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_it_answers_json_and_ends_with_one_when_something_is_found(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    text = "标题\n联系人：13812341234，国办发[2017]47号。"
    file.write_text(text, encoding="utf-8")
    out, code = run(str(file), "--json")
    found = json.loads(out)
    assert code == 1
    assert [one["check"] for one in found] == ["personal.phone", "number.document"]
    assert {one["severity"] for one in found} <= {"block", "warn", "info"}
    assert text[found[0]["start"] : found[0]["end"]] == "13812341234"


@pytest.mark.requirement("R271")
def test_a_text_copied_from_a_web_page_is_told_what_came_along(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    noted = "推(tuī)进(jìn)政(zhèng)务(wù)公(gōng)开(kāi)。" * 6
    text = f"{noted}\n流程优化等原因?qū)е聝容变化的，应当更新。\n1.错误类:*\n浏览次数："
    file.write_text(text, encoding="utf-8")
    found = json.loads(run(str(file), "--json")[0])
    said = [(one["check"], text[one["start"] : one["end"]]) for one in found]
    assert said == [
        ("text.mojibake", "(tuī)"), ("text.mojibake", "?qū)е聝"), ("text.furniture", "1.错误类:*"), ("text.furniture", "浏览次数："),
    ]  # fmt: skip
    assert "共36处" in found[0]["message"]


@pytest.mark.requirement("R272")
def test_a_traditional_text_hides_nothing_from_the_checks(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text(
        "機密★10年\n聯繫人：張偉國，身份證號碼110101199003074477，關於貫徹落實魯政辦字〔2020〕78號的情況。",
        encoding="utf-8",
    )
    found = {one["check"]: one for one in json.loads(run(str(file), "--json")[0])}
    assert set(found) == {"secret.mark", "text.script", "personal.id-number", "personal.name"}
    assert "繁体页面由平台自动生成" in found["text.script"]["suggestion"]


def test_a_clean_file_ends_with_nought(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("关于公开的通知。", encoding="utf-8")
    assert run(str(file), "--json") == ("[]\n", 0)


def test_hidden_content_of_a_docx_is_a_finding(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("关于公开的通知")
    document.core_properties.author = "某人"
    file = tmp_path / "稿.docx"
    document.save(str(file))
    out, code = run(str(file), "--json")
    assert code == 1
    assert "hidden.metadata" in {one["check"] for one in json.loads(out)}


def test_it_says_what_is_wrong_with_the_call(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有这个文件"):
        run(str(tmp_path / "无.txt"))
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    with pytest.raises(CommandError, match="空"):
        run(str(empty))


@pytest.mark.corpus
def test_clean_law_text_hardly_raises_a_false_alarm() -> None:
    import gzip

    path = Path(__file__).parents[6] / "shared" / "corpus" / "laws_admin_regulations.jsonl.gz"
    if not path.exists():
        pytest.skip("没有共享语料")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for _, line in zip(range(200), lines, strict=False)]
    characters = sum(len(text) for text in texts)
    repeated = sum(len(screen(text, only=["typo.repeat"])) for text in texts)
    blocking = [
        one
        for text in texts
        for one in screen(text, only=["secret.mark", "personal.id-number"])
        if one.severity == "block"
    ]
    assert repeated <= characters / 10_000
    assert len(blocking) <= 3
