"""`python -m bench [section…] [--json FILE]`: run the sections, print ratios with their targets, exit 1 when one is missed."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import scratch
from bench.checks import Options, load

SECTIONS = {
    "pages": "页面（每次请求的 CPU 和查询次数，对裸 Django 视图）",
    "search": "检索（对 SQLite FTS5）",
    "judgements": "检索质量（评判集；长问句对二元组 BM25）",
    "publish": "从发布到可见",
    "import": "批量导入（对原生 SQL 加索引写入）",
    "memory": "启动和内存（对裸 Django）",
    "duties": "时限列表（对原生 SQL）",
    "events": "事件链（对原生 SQL）",
    "proofreading": "校对（错别字、标点、编号、数字）",
    "library": "大法规库（核对公开页面）",
    "takeover": "接管旧网站（对只解码和解析）",
    "citations": "法规引用（对另一种读法）",
    "patrol": "链接巡查（本机埋设问题链接）",
    "answers": "问答（出处是否正确，答不了时是否如实说）",
    "annual_report": "年度报告统计表（一百万件申请）",
    "register": "依申请登记簿（十万件未办结，对原生 SQL）",
    "matching": "订阅匹配（一百万条订阅，对逐条比对和 SQLite）",
    "mails": "十万封邮件（两次强行终止，对裸 SMTP）",
    "peers": "同行（同样的公文放进 Wagtail 站点）",
    "static": "页面缓存（对 nginx 静态文件）",
}
QUIET = 1.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="以同一次运行中的基线为准，测量各部分的比值。")
    parser.add_argument("sections", nargs="*", metavar="section", help=f"只测这些部分：{'、'.join(SECTIONS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="另写机器可读的结果")
    parser.add_argument("--docs", type=int, default=20_000, help="页面部分的公文件数，默认 20000")
    parser.add_argument("--search-docs", type=int, default=200_000, help="检索部分的文档数，默认 200000")
    parser.add_argument("--quick", action="store_true", help="小规模试跑，不作为结论")
    parser.add_argument("--wait", type=int, default=0, metavar="秒", help=f"每部分之前至多等这么久，等负载低于 {QUIET}")
    options = parser.parse_args()
    unknown = set(options.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"没有这些部分：{'、'.join(sorted(unknown))}。可选：{'、'.join(SECTIONS)}")
    return options


def machine() -> dict[str, Any]:
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    memory = next(int(line.split()[1]) for line in Path("/proc/meminfo").read_text().splitlines() if "MemTotal" in line)
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "memory_mb": memory // 1024,
        "python": platform.python_version(),
        "database": "PostgreSQL" if scratch.asked_database() else "SQLite",
    }


def wait_for_quiet(seconds: int) -> None:
    until = time.monotonic() + seconds
    while load() > QUIET and time.monotonic() < until:
        time.sleep(5)


def run_section(name: str, options: argparse.Namespace) -> dict[str, Any]:
    wait_for_quiet(options.wait)
    begun = time.monotonic()
    module = "importing" if name == "import" else name
    with scratch.scratch(name) as folder, tempfile.NamedTemporaryFile(suffix=".json") as out:
        docs, search_docs = (2_000, 20_000) if options.quick else (options.docs, options.search_docs)
        given = asdict(Options(folder=folder, docs=docs, search_docs=search_docs, quick=options.quick))
        command = [sys.executable, "-m", "bench.section", module, json.dumps(given | {"folder": str(folder)}), out.name]
        done = subprocess.run(command, env=scratch.environment(folder), cwd=scratch.ROOT, check=False)
        text = Path(out.name).read_text(encoding="utf-8")
    seconds = round(time.monotonic() - begun, 1)
    if done.returncode or not text:
        return {"checks": [], "error": f"这一部分没有测完（退出码 {done.returncode}）", "seconds": seconds}
    found: dict[str, Any] = json.loads(text)
    return found | {"seconds": seconds}


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def show(name: str, found: dict[str, Any]) -> None:
    before, after = found.get("load", ("?", "?"))
    print(f"\n{SECTIONS[name]}    （用时 {found['seconds']} 秒，负载 {before} → {after}）")
    if found.get("error"):
        print(f"  ✗ {found['error']}")
    if found.get("skipped"):
        print(f"  — 未测：{found['skipped']}")
    for check in found["checks"]:
        mark = {True: "✓", False: "✗", None: " "}[check["ok"]]
        target = ""
        if check["limit"] is not None:
            target = f"{'≤' if check['sense'] == 'most' else '≥'} {number(check['limit'])}"
        note = f"  （{check['note']}）" if check["note"] else ""
        print(
            f"  {mark} {check['name']}：{number(check['value'])} {check['unit']}  {f'目标 {target}' if target else ''}{note}"
        )
    for remark in found.get("remarks", ()):
        print(f"    {remark}")
    sys.stdout.flush()


def main() -> int:
    options = arguments()
    os.environ[scratch.ASKED_DATABASE] = os.environ.get("GONGKAI_DATABASE_URL", "")
    result: dict[str, Any] = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "quick": options.quick,
        "command": " ".join(["python -m bench", *sys.argv[1:]]),
        "sections": {},
    }
    for name in options.sections or SECTIONS:
        result["sections"][name] = run_section(name, options)
        show(name, result["sections"][name])
    missed = [
        check["name"] for found in result["sections"].values() for check in found["checks"] if check["ok"] is False
    ]
    broken = [name for name, found in result["sections"].items() if found.get("error")]
    result["ok"] = not missed and not broken
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"\n{'全部达标' if result['ok'] else f'未达标 {len(missed)} 项，未测完 {len(broken)} 部分'}")
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
