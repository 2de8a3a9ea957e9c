"""`gongkai takeover` over a made-up old site as an administrator runs it, against plain parsing of the same pages in the same run;
and near copies among very many texts, with the memory they take.
"""

from __future__ import annotations

import resource
import subprocess
import time
from pathlib import Path

from bench import scratch
from bench.checks import Options, Result

ARTICLES, QUICK_ARTICLES = 7_600, 300  # with copies and lists about 10,000 and 400 pages
TEXTS, QUICK_TEXTS = 100_000, 5_000
LEAST_RATE = 50
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.95
SHEET = "路径,旧栏目,栏目,机关\n,通知公告,{slug},\n,部门文件,{slug},\n"


def run(options: Options) -> Result:
    result = Result()
    _pages(options, result)
    _near(QUICK_TEXTS if options.quick else TEXTS, result)
    return result


def _pages(options: Options, result: Result) -> None:
    from gongkai.doors.takeover.tests import old_site
    from gongkai.engine.publishing.queries import column_model
    from gongkai.project.demo import founding
    from gongkai.project.demo.contents import all_contents

    founding.found(list(all_contents()))
    site = old_site.build(options.folder / "old", articles=QUICK_ARTICLES if options.quick else ARTICLES)
    pages = [path for path in site.root.rglob("*") if path.suffix in {".html", ".shtml"}]
    sheet = options.folder / "columns.csv"
    sheet.write_text(SHEET.format(slug=column_model().objects.values_list("slug", flat=True)[0]), encoding="utf-8")
    plain = _parse(pages)
    wall = _take_over(options.folder, site.root, sheet)
    _check(len(site.originals))
    rate = len(pages) / wall
    result.least("接管旧网站", rate, LEAST_RATE, "页/秒", f"{len(pages):,} 页，扫描、查重、接管、跳转全部完成，含启动")
    result.tell("基线：只解码和解析同样的网页", len(pages) / plain, "页/秒")
    result.tell("所用时间，对只解码和解析", wall / plain, "×")


def _parse(pages: list[Path]) -> float:
    """Return the seconds that reading, decoding and parsing take, with the text of each page."""
    from lxml import html

    begun = time.perf_counter()
    for path in pages:
        data = path.read_bytes()
        if not data.strip():
            continue
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("gb18030", "replace")
        html.document_fromstring(text.encode()).text_content()
    return time.perf_counter() - begun


def _take_over(folder: Path, site: Path, sheet: Path) -> float:
    begun = time.perf_counter()
    command = scratch.gongkai("takeover", str(site), "--columns", str(sheet))
    done = subprocess.run(
        command, env=scratch.environment(folder), cwd=scratch.ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:
        raise SystemExit(f"接管失败：{done.stdout[-800:]}{done.stderr[-2000:]}")
    print(done.stderr.splitlines()[-1])
    return time.perf_counter() - begun


def _check(originals: int) -> None:
    from gongkai.engine.publishing.queries import public_releases

    standing = public_releases().count()
    if standing < originals - 1:
        raise SystemExit(f"应接管不少于 {originals - 1} 页，公开了 {standing} 件")


def _near(count: int, result: Result) -> None:
    from gongkai.doors.takeover import rules
    from gongkai.doors.takeover.tests import near_texts

    texts, wanted = near_texts.generated(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    signatures = [rules.signature(text) for text in texts]
    signed = time.perf_counter()
    found = {near.later: near.earlier for near in rules.near_copies(signatures, texts.__getitem__)}
    ended = time.perf_counter()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    right = sum(found.get(later) == earlier for later, earlier in wanted.items())
    result.least("近似重复：查全率", right / len(wanted), LEAST_RECALL, note=f"{count:,} 篇中有 {len(wanted):,} 篇近似")
    result.least("近似重复：查准率", right / max(1, len(found)), LEAST_PRECISION, note=f"报出 {len(found):,} 篇")
    result.tell("近似重复：取特征", count / (signed - begun), "篇/秒")
    result.tell("近似重复：比对全部", ended - signed, "秒")
    result.tell("近似重复：常驻内存增加", grown, "MB", "不含原文")
