"""What the commands of this folder share: a refusal is one plain sentence and an exit status."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

INTERRUPTED = 130  # what shells say of a command that Ctrl-C ended


class PlainCommand(BaseCommand):
    """Says why it refuses without the name of an exception before it; callers in Python get the exception."""

    requires_system_checks = ()

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except CommandError as refusal:
            if not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(str(refusal))
            sys.exit(refusal.returncode)
        except KeyboardInterrupt:
            self.stderr.write("已中断。")
            sys.exit(INTERRUPTED)
