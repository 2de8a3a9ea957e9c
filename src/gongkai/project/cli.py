"""`gongkai`: the command line. Each command is a Django management command; `law` runs without starting Django."""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["law"]:
        from gongkai.project.law_cli import main as law  # Django is not needed and not started

        return law(arguments[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.project.settings")
    try:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["gongkai", *arguments])
    except OSError as error:  # the data folder cannot be made or written, before any command could say so
        sys.stderr.write(f"无法启动：{error}。请检查 GONGKAI_DATA_DIR 指向的文件夹是否可写。\n")
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
