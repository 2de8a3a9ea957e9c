#!/usr/bin/env python
"""`gongkai` for those who type manage.py by habit."""

import sys

from gongkai.project.cli import main

sys.exit(main())
