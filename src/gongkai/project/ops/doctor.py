"""Everything that can be wrong with an installation, each with what to do about it."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.files.models import StoredFile
from gongkai.base.files.queries import open_file
from gongkai.base.files.rules import FileRefused
from gongkai.base.jobs import queries as jobs
from gongkai.base.organisations.queries import default_site
from gongkai.base.vault import queries as vault
from gongkai.base.vault.rules import VaultError
from gongkai.engine.duties.queries import calendar
from gongkai.engine.publishing.models import Release
from gongkai.engine.search.queries import IndexOutdatedError, document_count
from gongkai.oversight.safety.queries import backup_standing
from gongkai.project.ops.health import LEAST_SPACE, unapplied_migrations
from gongkai.project.ops.metrics import outbox_lag
from gongkai.project.ops.restore import REPLACED

SAMPLE = 40  # stored files read again
CHAIN_TAIL = 500  # events checked again; all of them: gongkai log verify
LAG_SECONDS = 60
OLDEST_SQLITE = (3, 35, 0)  # UPDATE … RETURNING
NOTICE_MONTH = 11  # the State Council announces next year's days off in November at the latest
MAIL_TO_DISK = "filebased"


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


MARKS = {Level.OK: "✓", Level.WARN: "⚠", Level.BAD: "✗"}


@dataclass(frozen=True)
class Finding:
    """`found` says how it is, `todo` what to do, empty where nothing is to be done."""

    name: str
    level: Level
    found: str
    todo: str = ""


Check = Callable[[], Finding]
CHECKS: list[tuple[str, Check]] = []


def check(name: str) -> Callable[[Callable[[], tuple[Level, str, str]]], Check]:
    """Add a check to the list, in the order of this file; one that breaks is a finding too."""

    def register(function: Callable[[], tuple[Level, str, str]]) -> Check:
        def asked() -> Finding:
            try:
                return Finding(name, *function())
            except Exception as error:  # noqa: BLE001 - the doctor must get through the whole list
                return Finding(
                    name, Level.BAD, f"检查没有完成：{type(error).__name__}：{error}", "请把这一行告诉技术支持"
                )

        CHECKS.append((name, asked))
        return asked

    return register


def examine() -> list[Finding]:
    return [asked() for _, asked in CHECKS]


def _good(found: str) -> tuple[Level, str, str]:
    return Level.OK, found, ""


@check("Python")
def _python() -> tuple[Level, str, str]:
    return _good(sys.version.split()[0])


@check("数据库")
def _database() -> tuple[Level, str, str]:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT version()")
            return _good(str(cursor.fetchone()[0]).split(",")[0])
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Level.BAD, f"SQLite {sqlite3.sqlite_version}", "需要 3.35 或更新版本，请升级 Python 或改用 PostgreSQL"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode not in {"wal", "memory"}:
        return (
            Level.WARN,
            f"SQLite {sqlite3.sqlite_version}，日志模式 {mode}",
            "不是 WAL，读写会互相等待；数据目录请放在本机磁盘上",
        )
    return _good(f"SQLite {sqlite3.sqlite_version}，WAL")


@check("数据库迁移")
def _migrations() -> tuple[Level, str, str]:
    missing = unapplied_migrations()
    return (Level.BAD, f"差 {len(missing)} 步", "请运行 gongkai migrate") if missing else _good("最新")


@check("系统密钥")
def _secret_key() -> tuple[Level, str, str]:
    path = Path(settings.DATA_DIR) / "secret-key"
    if not path.exists():
        return _good("由环境变量给出")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Level.BAD, f"{path} 别人也能读", f"请运行 chmod 600 {path}"
    return _good("只有本人可读")


@check("公开日志密钥")
def _log_key() -> tuple[Level, str, str]:
    path = Path(settings.DATA_DIR) / "log-key"
    if not path.exists():
        used = events.entries().exists()
        return (Level.BAD, "不见了", "请从备份恢复 log-key，不要另造") if used else _good("首次公开时生成")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Level.BAD, f"{path} 别人也能读", f"请运行 chmod 600 {path}"
    return _good("只有本人可读")


@check("个人信息密钥")
def _vault_keys() -> tuple[Level, str, str]:
    try:
        found = vault.standing()
    except VaultError as error:
        return Level.BAD, "读不出来", str(error)
    if found is None:
        return _good("首次需要时生成")
    if found.open_to_others:
        path = found.open_to_others[0]
        return Level.BAD, f"{path} 别人也能读", f"请运行 chmod go-rwx {path}"
    if found.rotating:
        return Level.WARN, "上次更换中断了", "请再运行 gongkai vault rotate"
    return _good(f"{found.folder}，{len(found.uses)} 把")


@check("数据目录")
def _folder() -> tuple[Level, str, str]:
    root = Path(settings.DATA_DIR)
    free = shutil.disk_usage(root).free
    if free < LEAST_SPACE:
        return Level.BAD, f"{root} 只剩 {free // 1024**2} MB", "请清理或扩容"
    if stat.S_IMODE(root.stat().st_mode) & 0o002:
        return Level.WARN, f"{root} 任何人可写", f"请运行 chmod o-w {root}"
    return _good(f"{root}，{free / 1024**3:.1f} GB 可用")


@check("恢复残留")
def _interrupted_restore() -> tuple[Level, str, str]:
    aside = Path(settings.DATA_DIR) / REPLACED
    if aside.exists():
        return Level.BAD, f"有一次恢复被中断，原有数据在 {aside}", "请核对现有数据后移走该目录，必要时重新恢复"
    return _good("无")


@check("中文字体")
def _fonts() -> tuple[Level, str, str]:
    if find_spec("manimgx_fonts_cjk") is None:
        return Level.BAD, "没有找到随包字体", "请重新安装依赖（make env）"
    return _good("随包 Noto Sans CJK")


@check("LibreOffice")
def _office() -> tuple[Level, str, str]:
    if shutil.which("soffice") or shutil.which("libreoffice"):
        return _good("已安装")
    return Level.WARN, "未安装", "doc、wps 文件不能直接读取；需要时安装 libreoffice-writer"


@check("检索库")
def _index() -> tuple[Level, str, str]:
    released = Release.objects.count()
    try:
        indexed = document_count()
    except IndexOutdatedError as error:
        return Level.BAD, str(error), "请运行 gongkai reindex"
    if indexed != released:
        return (
            Level.WARN,
            f"检索库 {indexed} 件，公开 {released} 件",
            "稍等后台任务；若一直不一致，请运行 gongkai reindex",
        )
    return _good(f"{indexed} 件，与公开件数一致")


@check("事件链")
def _chain() -> tuple[Level, str, str]:
    last = events.events().aggregate(last=Max("seq"))["last"] or 0
    faults = events.verify(max(last - CHAIN_TAIL, 0))
    if faults:
        return Level.BAD, f"发现 {len(faults)} 处问题：{faults[0].message}", "请运行 gongkai log verify 并保全现场"
    return _good(f"最近 {min(last, CHAIN_TAIL)} 条核验无误（共 {last} 条）")


@check("文件库")
def _files() -> tuple[Level, str, str]:
    keys = list(StoredFile.objects.values_list("pk", flat=True))
    chosen = random.sample(keys, min(SAMPLE, len(keys)))
    damaged = [file.name for file in StoredFile.objects.filter(pk__in=chosen) if not _is_whole(file)]
    if damaged:
        return Level.BAD, f"抽查 {len(chosen)} 个，{len(damaged)} 个丢失或损坏，例如“{damaged[0]}”", "请从备份恢复"
    return _good(f"抽查 {len(chosen)} 个完好（共 {len(keys)} 个）")


def _is_whole(file: StoredFile) -> bool:
    try:
        with open_file(file) as opened:
            return file_digest(opened, "sha256").hexdigest() == file.sha256
    except FileRefused:
        return False


@check("后台任务")
def _jobs() -> tuple[Level, str, str]:
    counts = jobs.counts()
    if counts.dead:
        return Level.BAD, f"{counts.dead} 项任务多次失败已搁置", "请在后台“失败的任务”中查看原因后重试或放弃"
    if not jobs.live_workers().exists():
        return Level.WARN, "没有任务进程在运行", "请启动 gongkai worker（或 gongkai serve --with-worker）"
    return _good(f"等待 {counts.queued} 项，无失败")


@check("发件箱")
def _outbox() -> tuple[Level, str, str]:
    late = {name: lag for name, (_, lag) in outbox_lag().items() if lag > LAG_SECONDS}
    if late:
        name, lag = max(late.items(), key=lambda pair: pair[1])
        return Level.WARN, f"“{name}”落后 {lag:.0f} 秒", "请确认 gongkai worker 在运行"
    return _good("没有积压")


@check("数据备份")
def _backups() -> tuple[Level, str, str]:
    standing = backup_standing()
    good = standing.good
    found = f"最近一次成功：{timezone.localtime(good.started_at):%Y-%m-%d %H:%M}" if good else "还没有成功的备份"
    if standing.is_late:
        return Level.WARN, found, "请运行 gongkai backup，并放进定时任务"
    if standing.test_is_late:
        return Level.WARN, f"{found}，很久没有做恢复测试", "请运行 gongkai testrestore"
    return _good(found)


@check("放假安排")
def _calendar() -> tuple[Level, str, str]:
    today, known = timezone.localdate(), calendar()
    if not known.is_known(today.year):
        return (
            Level.BAD,
            f"没有{today.year}年放假通知，到期日都是暂定",
            "请在后台录入国务院办公厅通知，或用 gongkai import --kind holidays",
        )
    if today.month >= NOTICE_MONTH and not known.is_known(today.year + 1):
        return Level.WARN, f"还没有{today.year + 1}年放假通知", "通知发布后请及时录入，跨年的到期日会重新计算"
    return _good(f"{today.year}年已录入")


@check("默认网站")
def _site() -> tuple[Level, str, str]:
    site = default_site()
    if site is None:
        return Level.BAD, "没有默认网站，门户无法显示", "请在后台“网站”中新增并设为默认"
    return _good(f"{site.name}（{site.host}）")


@check("系统时钟")
def _clock() -> tuple[Level, str, str]:
    last = events.events().aggregate(at=Max("at"))["at"]
    if last is not None and last > timezone.now() + dt.timedelta(minutes=5):
        return Level.BAD, f"最后一条事件（{timezone.localtime(last):%Y-%m-%d %H:%M}）在将来", "本机时钟慢了，请校时"
    return _good(f"{timezone.localtime():%Y-%m-%d %H:%M %Z}")


@check("调试模式")
def _debug() -> tuple[Level, str, str]:
    if settings.DEBUG:
        return Level.BAD, "开着", "正式运行请去掉 GONGKAI_DEBUG"
    return _good("已关闭")


@check("访问域名")
def _hosts() -> tuple[Level, str, str]:
    if "*" in settings.ALLOWED_HOSTS:
        return Level.WARN, "任何域名都接受", "请在 GONGKAI_ALLOWED_HOSTS 中只列本平台的域名"
    return _good("、".join(settings.ALLOWED_HOSTS))


@check("邮件")
def _mail() -> tuple[Level, str, str]:
    if MAIL_TO_DISK in settings.EMAIL_BACKEND:
        return (
            Level.WARN,
            f"没有设置邮件服务器，邮件只存到 {Path(settings.DATA_DIR) / 'mail'}",
            "请设置 GONGKAI_EMAIL_URL",
        )
    return _good(f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")
