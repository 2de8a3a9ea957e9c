import pkgutil
import subprocess
import sys

import gongkai.law


def test_no_part_of_law_needs_django():
    names = [f"gongkai.law.{module.name}" for module in pkgutil.iter_modules(gongkai.law.__path__) if not module.ispkg]
    script = f"import sys\nfor name in {names!r}: __import__(name)\nprint('django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
