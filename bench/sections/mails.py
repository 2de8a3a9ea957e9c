"""100,000 mails from one release, the worker killed twice, against the same number over a bare SMTP connection."""

from __future__ import annotations

import json
import smtplib
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from bench import scratch
from bench.checks import Options, Result

MANY, BARE = 100_000, 5_000
MOST_SECONDS = 120.0  # the issue
TESTS = scratch.ROOT / "src/gongkai/doors/subscriptions/tests"
MESSAGE = "From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nMessage-ID: <{}@bare>\r\n\r\n" + "text\r\n" * 30


class Installation:
    """A data folder and a mail server beside it; verbs run as processes, as workers do."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.taken, port = folder, folder / "taken.txt", folder / "port.txt"
        command = [sys.executable, str(TESTS / "sink.py"), str(port), str(self.taken)]
        self.server = subprocess.Popen(command)
        while not port.is_file() or not port.read_text():
            time.sleep(0.05)
        self.port = int(port.read_text())
        self.env = scratch.environment(folder) | {"GONGKAI_EMAIL_URL": f"smtp://127.0.0.1:{self.port}"}

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-W", "ignore", str(TESTS / "live.py"), *words]
        return subprocess.Popen(command, env=self.env, cwd=scratch.ROOT, text=True, stdout=subprocess.PIPE)

    def run(self, *words: str) -> dict[str, float]:
        with self.start(*words) as process:
            out, _ = process.communicate()
        if process.returncode:
            raise SystemExit(f"{' '.join(words)} 失败")
        return json.loads(out.strip().splitlines()[-1]) if out.strip() else {}

    def accepted(self) -> int:
        return self.taken.read_bytes().count(b"\n") if self.taken.is_file() else 0


def run(options: Options) -> Result:
    many = 3_000 if options.quick else MANY
    result = Result(remarks=["裸 SMTP：同一收件程序、一条连接，按件数放大；没有数据库、退订、留痕和断点。"])
    place = Installation(options.folder)
    try:
        place.run("build", str(many))
        told = place.run("release")
        begun = time.perf_counter()
        for share in (3, 2):
            _killed_at(place, many // share)
        place.run("send", "300", "500")
        spent = time.perf_counter() - begun
        numbers = Counter(line.split()[0] for line in place.taken.read_text(encoding="ascii").splitlines())
        states = place.run("states")
        bare = _bare(place.port) * many / BARE
    finally:
        place.server.kill()
    seconds = told["told_s"] + spent
    result.most(
        f"{many:,}封邮件：写出并送完，强行终止两次", seconds, MOST_SECONDS, "秒", f"写出{told['told_s']}秒，其余为送出"
    )
    result.least("各不相同的 Message-ID", len(numbers), many, "个", f"收件程序共收{sum(numbers.values()):,}封")
    result.least("记为已送出", states.get("sent", 0), many, "封")
    result.tell("送出，对裸 SMTP", spent / bare, "×", f"裸 SMTP {bare:.0f} 秒；含进程启动三次")
    return result


def _killed_at(place: Installation, count: int) -> None:
    worker = place.start("send", "300", "500")
    while place.accepted() < count and worker.poll() is None:
        time.sleep(0.02)
    worker.kill()
    worker.communicate()


def _bare(port: int) -> float:
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as wire:
        for number in range(BARE):
            wire.sendmail("a@example.com", ["b@example.com"], MESSAGE.format(number))
    return time.perf_counter() - begun
