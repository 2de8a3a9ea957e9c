from __future__ import annotations

import gzip
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.engine.regulations.models import Law
from gongkai.engine.regulations.tests.conftest import TITLE, load, record, revised
from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db
BASE = "/desk/regulations/"


@pytest.fixture
def shen(city: City) -> Client:
    client = Client()
    client.force_login(city.people["shen"])
    return client


@pytest.fixture
def library(db: None) -> None:
    load(
        record(), revised(), record("云川市绿化条例"), record("云川市停车规定", extra={"repealed_on": "2023-01-01"}),
        record("中华人民共和国测试法", kind="national_law", effective="2099-01-01"),
    )  # fmt: skip


def body(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(BASE + address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("", ["云川市绿化条例", TITLE], []),
        ("?q=绿化", ["云川市绿化条例"], [TITLE]),
        ("?status=repealed", ["云川市停车规定"], ["云川市绿化条例"]),
        ("?status=future", ["测试法"], ["云川市绿化条例"]),
        ("?rank=law", ["测试法"], [TITLE]),
        ("?q=没有这部", ["没有符合条件"], [TITLE]),
    ],
)
def test_laws_are_found_by_word_rank_and_state(
    shen: Client, library: None, query: str, there: list[str], absent: list[str]
) -> None:
    page = body(shen, query)
    assert all(word in page for word in there)
    assert not any(f"{word}</a>" in page for word in absent)


def test_the_list_can_be_ordered_and_exported(shen: Client, library: None) -> None:
    page = body(shen, "?sort=-promulgated_on")
    assert page.index("测试法</a>") < page.index("云川市绿化条例</a>")
    table = b"".join(shen.get(f"{BASE}export.csv?q=绿化").streaming_content).decode()
    assert "云川市绿化条例" in table
    assert TITLE not in table
    assert shen.get(f"{BASE}export.exe").status_code == 404


@pytest.mark.requirement("R026")
def test_a_law_shows_its_versions_and_articles_with_anchors(shen: Client, library: None) -> None:
    law = Law.objects.get(title=TITLE)
    page = body(shen, f"{law.pk}/")
    assert 'id="article-2"' in page
    assert "十五日" in page
    old = law.versions.order_by("effective_on")[0]
    assert "三十日" in body(shen, f"{law.pk}/?version={old.pk}")
    body(shen, f"{law.pk}/?version=999999", 404)
    body(shen, "999999/", 404)


@pytest.mark.requirement("R026")
def test_two_versions_stand_side_by_side(shen: Client, library: None) -> None:
    law = Law.objects.get(title=TITLE)
    page = body(shen, f"{law.pk}/compare/")
    assert "<del>" in page
    assert "<ins>" in page
    single = Law.objects.get(title="云川市绿化条例")
    assert "没有可以比较的版本" in body(shen, f"{single.pk}/compare/")


def packed(*records: dict) -> SimpleUploadedFile:
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    return SimpleUploadedFile("laws.jsonl.gz", gzip.compress(lines.encode()))


@pytest.mark.requirement("R026")
def test_an_officer_checks_a_file_and_then_imports_it(shen: Client) -> None:
    records = (record(), record("云川市绿化条例"), record("云川市绿化条例", text="第一条 另一文本。"))
    checked = shen.post(f"{BASE}import/", {"file": packed(*records), "do": "check"}).content.decode()
    assert "只是核对，还没有写入" in checked
    assert "第2行与第3行都是" in checked
    assert not Law.objects.exists()
    done = shen.post(f"{BASE}import/", {"file": packed(*records), "do": "import"}).content.decode()
    assert "已导入1行，重复0行，不能导入2行" in done
    assert Law.objects.get().title == TITLE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(b"{}", mtime=0)[:-6], "压缩文件"),
        (b"\x1f\x8bxx", "已损坏"),
        (b"  \n ", "文件是空的"),
        ("{坏".encode(), "不是合法的JSON"),
        ("第一条".encode("gb18030"), "UTF-8"),
        (b"[1]", "JSON对象"),
    ],
)
def test_a_bad_file_is_told_in_words(shen: Client, content: bytes, words: str) -> None:
    answer = shen.post(f"{BASE}import/", {"file": SimpleUploadedFile("x.jsonl", content), "do": "import"})
    assert words in answer.content.decode()
    assert not Law.objects.exists()


def test_only_whoever_keeps_the_library_may_import(city: City) -> None:
    client = Client()
    client.force_login(city.people["lin"])
    assert client.post(f"{BASE}import/", {"file": packed(record()), "do": "import"}).status_code == 403
    assert client.get(BASE).status_code == 200
    assert "导入</a>" not in client.get(BASE).content.decode()
    assert not Law.objects.exists()
