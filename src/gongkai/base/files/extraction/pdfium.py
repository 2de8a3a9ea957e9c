"""pdfium's C functions and classes; the generated binding has no types, so they are Any here and nowhere else."""

from __future__ import annotations

import importlib
from typing import Any

raw: Any = importlib.import_module("pypdfium2.raw")
open_document: Any = importlib.import_module("pypdfium2").PdfDocument
