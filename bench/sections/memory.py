"""Start-up against bare Django, and the memory of worker and web processes after some hundred requests."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from bench import data, scratch
from bench.checks import Options, Result
from bench.processes import cpu_seconds, family, free_port, get, memory_mb, running, wait_for

ROUNDS = 7
REQUESTS = 240
MOST_MB = 400
OURS = "import django; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns"
BARE = """
from django.conf import settings
settings.configure(ROOT_URLCONF="bench.bare", SECRET_KEY="x" * 50, USE_TZ=True, INSTALLED_APPS=[
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}])
import django; django.setup()
from django.urls import path
from django.contrib import admin
admin.site.urls
"""
USED = (
    "import resource; r = resource.getrusage(resource.RUSAGE_SELF); print(r.ru_utime + r.ru_stime, r.ru_maxrss // 1024)"
)


def run(options: Options) -> Result:
    result = Result()
    _start(result, options, 3 if options.quick else ROUNDS)
    _serve(result, options)
    return result


def _start(result: Result, options: Options, rounds: int) -> None:
    found: dict[str, list[tuple[float, float, float]]] = {"ours": [], "bare": []}
    for _ in range(rounds + 1):
        for name, code in (("ours", OURS), ("bare", BARE)):
            begun = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", f"{code}\n{USED}"], env=scratch.environment(options.folder), cwd=scratch.ROOT,
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            cpu, memory = map(float, done.stdout.split())
            found[name].append((cpu, time.perf_counter() - begun, memory))
    medians = {
        name: [round(statistics.median(run[place] for run in runs[1:]), 3) for place in range(3)]
        for name, runs in found.items()
    }
    both = f"{medians['ours'][0]} 对 {medians['bare'][0]} 秒"
    result.tell("启动 CPU，对裸 Django（含 admin）", medians["ours"][0] / medians["bare"][0], "×", both)
    result.tell("启动后的内存峰值，对裸 Django", medians["ours"][2] / medians["bare"][2], "×")
    result.figures["start_cpu_wall_mb"] = medians


def _serve(result: Result, options: Options) -> None:
    folder = options.folder / "city"
    shutil.copytree(data.built(options.docs), folder)
    port = free_port()
    web = scratch.gongkai("serve", "--workers", "2", "--port", str(port), "--with-worker")
    with running(web, folder) as server:
        wait_for(port)
        paths = _paths(folder)
        statuses: dict[int, int] = {}
        for number in range(REQUESTS):
            status = get(port, paths[number % len(paths)], **{"Accept-Encoding": "gzip"})[0]
            statuses[status] = statuses.get(status, 0) + 1
        if set(statuses) != {200}:
            raise SystemExit(f"有的页面没有打开：{statuses}")
        time.sleep(3)  # the worker settles
        everybody = family(server.pid)
        total = memory_mb(everybody)
        each = {str(pid): memory_mb([pid]) for pid in everybody}
        spent = cpu_seconds(everybody)
    result.most(
        "worker 与两个网站进程的内存（PSS）", total["Pss"], MOST_MB, "MB",
        f"{REQUESTS} 次请求之后，{options.docs:,} 件公文；其中自有 {total['Pss_Anon']:.0f} MB；gongkai serve --with-worker",
    )  # fmt: skip
    result.figures |= {"memory_mb": total, "each_process": each, "requests": statuses, "cpu_seconds": spent}


def _paths(folder: Path) -> list[str]:
    """Return addresses of every kind of public page, each of a different document or query."""
    code = (
        "from bench import scratch; scratch.start_django()\n"
        "from gongkai.engine.publishing.models import Release\n"
        "print('\\n'.join(Release.objects.order_by('key').values_list('key', flat=True)[::97][:150]))"
    )
    keys = scratch.run([sys.executable, "-c", code], folder).stdout.split()
    words = ("住房 补贴", "公共 服务", "管理", "环境 保护", "工作 方案", "检查")
    return [
        "/", "/documents/", "/disclosure/", "/agencies/",
        *(f"/documents/?year={year}" for year in range(2010, 2024)),
        *(f"/search?q={quote(word)}&page={page}" for word in words for page in (1, 2, 3)),
        *(f"/documents/{key}" for key in keys),
    ]  # fmt: skip
