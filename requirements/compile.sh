#!/bin/sh
# Write the two lock files anew: every pin with its hashes, no registry named. Needs uv.
set -e
cd "$(dirname "$0")/.."
options="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet"
uv pip compile pyproject.toml requirements/build.in $options -o requirements/run.txt "$@"
uv pip compile pyproject.toml requirements/build.in --extra dev $options -o requirements/dev.txt "$@"
