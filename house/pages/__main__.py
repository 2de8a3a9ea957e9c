from __future__ import annotations

import sys

from house.generated import run
from house.pages import COMMAND, all_pages

raise SystemExit(run(all_pages, command=COMMAND, arguments=sys.argv[1:]))
