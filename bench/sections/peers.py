"""The same documents in a Wagtail site: what its plainest pages cost, and ours with all that stands on them.

Wagtail is not among our dependencies: BENCH_PEERS names a Python that has it (`pip install wagtail` in a venv of its own).
Its pages are the plain ones of its tutorial; ours carry facets, particulars, relations, versions, proof, outline and marked words.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import data, scratch
from bench.checks import Options, Result

PYTHON = "BENCH_PEERS"
ROOT = Path(__file__).resolve().parents[2]


def run(options: Options) -> Result:
    python = os.environ.get(PYTHON, "")
    if not python or subprocess.run([python, "-c", "import wagtail"], capture_output=True, check=False).returncode:
        return Result(skipped=f"没有装有 Wagtail 的 Python（{PYTHON}），无从比较。")
    rounds = 3 if options.quick else 9
    city = options.folder / "city"
    shutil.copytree(data.built(data.SMALL), city)
    texts = options.folder / "documents.jsonl"
    ours = _ours(city, texts, rounds)
    theirs = _theirs(python, texts, options.folder / "wagtail", rounds)
    result = Result(figures={"ours": ours, "wagtail": theirs})
    for name, words in (("document", "公文页"), ("list", "列表页"), ("search", "检索页")):
        us, them = ours[name], theirs[name]
        note = f"{us['cpu_ms']} 对 {them['cpu_ms']} 毫秒，{us['queries']} 对 {them['queries']} 次查询"
        result.tell(f"{words}（未缓存）CPU，对 Wagtail", us["cpu_ms"] / them["cpu_ms"], "×", note)
    result.most("公文页（从页面缓存）CPU，对 Wagtail", ours["hit"]["cpu_ms"] / theirs["document"]["cpu_ms"], 1.0, "×")
    result.remarks.append(f"两边各{ours['documents']:,}件同样的公文，SQLite，同一台机器先后测量，取中位数。")
    return result


def _ours(city: Path, texts: Path, rounds: int) -> dict[str, Any]:
    done = scratch.run([sys.executable, "-m", "bench.sections.peers_at", str(texts), str(rounds)], city)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _theirs(python: str, texts: Path, work: Path, rounds: int) -> dict[str, Any]:
    work.mkdir()
    environment = {"PATH": os.environ["PATH"], "PEER_WORK": str(work), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [python, "-m", "bench.peers.wagtail_site", str(texts), str(rounds)], env=environment, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
