#!/bin/sh
# Make the environment from the lock file $1 (run or dev), once: a stamp of the lock's checksum tells whether it stands.
set -eu
cd "$(dirname "$0")/.."
which_lock="$1"
lock="requirements/$which_lock.txt"
python="${PYTHON:-python3}"
venv="${VENV:-.venv}"
say() { printf '%s\n' "$*" >&2; }

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  say "Python 3.11 or newer is needed; found: $("$python" --version 2>&1). Set PYTHON=python3.12 or the like."; exit 1; }

if [ ! -x "$venv/bin/python" ]; then
  say "Making the environment in $venv …"
  if ! "$python" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    # Debian and Ubuntu ship venv apart from Python.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      say "Installing Debian's python3-venv …"
      apt-get update -qq >/dev/null && apt-get install -y -qq python3-venv >/dev/null
      "$python" -m venv "$venv"
    else
      say "This Python cannot make virtual environments. Install it with: sudo apt-get install python3-venv"; exit 1
    fi
  fi
fi

sum() { cat requirements/run.txt "$lock" pyproject.toml | cksum; }
stamp="$venv/.lock-$which_lock"
# The test environment holds everything the other one does.
if [ "$which_lock" = run ] && [ -f "$venv/.lock-dev" ] && [ "$(cat "$venv/.lock-dev")" = "$(cat requirements/run.txt requirements/dev.txt pyproject.toml | cksum)" ]; then exit 0; fi
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(sum)" ]; then exit 0; fi

say "Installing packages from $lock (checked against their hashes) …"
"$venv/bin/python" -m pip install --disable-pip-version-check --quiet --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
sum > "$stamp"
say "The environment is ready."
