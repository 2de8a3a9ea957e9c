"""One JSON object a line: time, level, logger, message and what the caller added."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

SECRET_ADDRESS = re.compile(r"(/targeted/)[^/\s]+")  # whoever holds such an address may read what it leads to
STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": SECRET_ADDRESS.sub(r"\1…", record.getMessage()),
        }
        line.update({k: v for k, v in record.__dict__.items() if k not in STANDARD and k != "request"})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
