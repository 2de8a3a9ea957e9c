"""doc, wps, rtf and xls: converted by LibreOffice where it is installed, then read as docx or xlsx."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from . import xlsx
from .docx import reader as docx_reader
from .limits import Clock, Limits
from .refusals import ConversionFailed, ConverterMissing
from .result import Reading
from .sniff import FileType
from .source import Source, bytes_of

_INPUT = {"doc": "doc", "wps": "doc", "rtf": "rtf", "xls": "xls"}
_OUTPUT = {"doc": "docx", "wps": "docx", "rtf": "docx", "xls": "xlsx"}
# One at a time: each run takes about 200 MB of memory.
_TURN = threading.Lock()


def converter() -> str | None:
    """Return the path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read(data: Source, file_type: FileType, limits: Limits, clock: Clock) -> Reading:
    """Convert and read. Raises ConverterMissing or ConversionFailed."""
    program = converter()
    if program is None:
        target = _OUTPUT[file_type.kind]
        raise ConverterMissing(
            f"本机未安装 LibreOffice，不能读取 {file_type.extension} 文件。请用 Word 或 WPS 另存为 {target} 再上传。"
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-convert-") as folder:
        made = _convert(program, Path(folder), data, file_type.kind, limits.conversion_seconds)
        converted = FileType(_OUTPUT[file_type.kind], file_type.media_type, _OUTPUT[file_type.kind])
        reader = xlsx.read if converted.kind == "xlsx" else docx_reader.read
        reading = reader(made, converted, limits, Clock(clock.seconds))
    notice = f"本文由 LibreOffice 从 {file_type.extension} 格式转换而来，版式和编号请对照原件核对。"
    return Reading(
        reading.html, reading.title, reading.metadata, reading.pages, (notice, *reading.notices), reading.hidden
    )


def _convert(program: str, folder: Path, data: Source, kind: str, seconds: float) -> Path:
    source = folder / f"source.{_INPUT[kind]}"
    source.write_bytes(bytes_of(data))
    out = folder / "out"
    # A profile of its own: no macros or settings of a person, and no clash with a running LibreOffice.
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation=file://{folder}/profile", "--convert-to", _OUTPUT[kind], "--outdir", str(out), str(source),
    ]  # fmt: skip
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    with _TURN:
        process = subprocess.Popen(  # noqa: S603 - fixed command, file names of our own
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
        )
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ConversionFailed(
                f"文件在 {seconds:g} 秒内没有转换完成。请用 Word 或 WPS 另存为 docx 再上传。"
            ) from error
        finally:
            _end(process)
    made = out / f"source.{_OUTPUT[kind]}"
    if not made.is_file() or not made.stat().st_size:
        raise ConversionFailed("文件无法转换，可能已损坏或设有密码。请用 Word 或 WPS 打开后另存为 docx 再上传。")
    return made


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with its children: the program that was started is only a launcher."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
