"""A page from the page cache against the same bytes as a static file of nginx: the floor that a web page can have."""

from __future__ import annotations

import http.client
import shutil
import statistics
import time
from pathlib import Path

from bench import data, scratch
from bench.checks import Options, Result
from bench.processes import cpu_seconds, family, free_port, get, running, wait_for
from bench.sections.memory import _paths

BLOCK, ROUNDS = 400, 8
CONF = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1; {user}
events {{ worker_connections 64; }}
http {{ access_log off; keepalive_requests 1000000; client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
server {{ listen 127.0.0.1:{port}; root {folder}/www; default_type text/html; gzip_static on; }} }}
"""


def run(options: Options) -> Result:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        return Result(skipped="没有安装 nginx，无从比较静态文件。")
    city = options.folder / "city"
    shutil.copytree(data.built(options.docs), city)
    port, plain = free_port(), free_port()
    serve = scratch.gongkai("serve", "--workers", "1", "--port", str(port))
    with running(serve, city) as ours:
        wait_for(port)
        path = next(one for one in _paths(city) if one.startswith("/documents/") and one[11:12] not in {"", "?"})
        page = get(port, path, **{"Accept-Encoding": "gzip"})[1]
        with running([nginx, "-c", str(_configure(options.folder, plain, page))], options.folder) as theirs:
            wait_for(plain, "/page.html")
            return _compare({"ours": (ours.pid, port, path), "nginx": (theirs.pid, plain, "/page.html")}, len(page))


def _configure(folder: Path, port: int, page: bytes) -> Path:
    """Write the page, packed as our cache sends it, where nginx sends it from."""
    (folder / "www").mkdir()
    (folder / "www" / "page.html.gz").write_bytes(page)
    (folder / "www" / "page.html").write_bytes(page)
    folder.chmod(0o755)
    path = folder / "nginx.conf"
    path.write_text(CONF.format(folder=folder, port=port, user="user root;"), encoding="utf-8")
    return path


def _compare(servers: dict[str, tuple[int, int, str]], size: int) -> Result:
    walls: dict[str, list[float]] = {name: [] for name in servers}
    spent = dict.fromkeys(servers, 0.0)
    for number in range(ROUNDS + 1):
        for name, (pid, port, path) in servers.items():
            pids = family(pid)
            before, begun = cpu_seconds(pids), time.perf_counter()
            _block(port, path)
            if number:  # the first round warms up
                walls[name].append((time.perf_counter() - begun) / BLOCK * 1000)
                spent[name] += cpu_seconds(pids) - before
    medians = {name: statistics.median(values) for name, values in walls.items()}
    result = Result(remarks=["没有设目标：nginx 直发文件是下限，供部署时权衡。"])
    result.tell("缓存页用时，对 nginx 静态文件", medians["ours"] / medians["nginx"], "×", f"一个连接，{size} 字节")
    if spent["nginx"]:
        result.tell("缓存页服务端 CPU，对 nginx", spent["ours"] / spent["nginx"], "×")
    result.tell("缓存页服务端 CPU", spent["ours"] / BLOCK / ROUNDS * 1000, "毫秒/次")
    result.figures = {"wall_ms": medians, "server_cpu_seconds": spent, "requests": BLOCK * ROUNDS}
    return result


def _block(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": "localhost", "Accept-Encoding": "gzip", "User-Agent": "Mozilla/5.0 bench"}
    for _ in range(BLOCK):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} 回答 {answer.status}")
    connection.close()
