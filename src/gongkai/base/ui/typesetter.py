"""Set one paper and end: `typesetting.typeset_apart` runs this file. The order comes as JSON, the PDF goes out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typst


def main() -> None:
    order = json.load(sys.stdin.buffer)
    template: Any = order["template"]
    fonts = typst.Fonts(font_paths=order["fonts"])
    compiler = typst.Compiler(input=template, root=str(Path(template).parent), font_paths=fonts)
    made = compiler.compile(format="pdf", sys_inputs={"sheet": order["sheet"]}, timestamp=0)
    if not isinstance(made, bytes):
        raise TypeError("typst returned no PDF")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
