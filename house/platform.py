"""Start the platform's code for reading: settings in a scratch folder, no database touched, everything declared."""

from __future__ import annotations

import atexit
import importlib
import os
import shutil
import tempfile
from functools import cache

from house.repository import SOURCE


@cache
def start() -> None:
    """Set Django up with defaults, whatever the environment of the caller says, and load every drawer that declares something."""
    for name in [name for name in os.environ if name.startswith("GONGKAI_")]:
        del os.environ[name]
    folder = tempfile.mkdtemp(prefix="gongkai-house-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["GONGKAI_DATA_DIR"] = folder
    os.environ["GONGKAI_SECRET_KEY"] = "house-only-" + "k" * 50
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.project.settings"
    import django

    django.setup()
    for drawer in ("rules", "actions", "reactions"):
        for path in sorted((*SOURCE.glob(f"*/*/{drawer}.py"), *SOURCE.glob(f"*/*/{drawer}/__init__.py"))):
            package = path.parent if path.stem == drawer else path.parent.parent
            importlib.import_module(".".join(["gongkai", *package.relative_to(SOURCE).parts, drawer]))
