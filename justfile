# What there is to run here. `make demo` and `make test` need nothing installed; the rest comes with `make env-test`.
set positional-arguments
bin := justfile_directory() / ".venv/bin"
export PATH := bin + ":" + env("PATH")

# List what there is
default:
    @just --list --unsorted

# Make the environment with everything for work on the code
devenv:
    make env-test
    pre-commit install || true

# Serve portal, desk and worker on the data in ./data
run *args:
    gongkai serve {{args}}

# The demo city
demo *args:
    gongkai demo {{args}}

# Lint, types, import contracts, migrations, templates, sizes, generated pages: all of it, in under two minutes
check:
    python -m house.check

# Put right what a machine can put right
fix:
    ruff check --fix .
    ruff format .
    python -m house.templates
    python -m house.pages
    python -m house.trace

# The suite that needs no service
test *args:
    python -m pytest -n auto -q "$@"

# The same suite on PostgreSQL, with the tests that need real parallel transactions
test-postgres *args:
    GONGKAI_DATABASE_URL="${GONGKAI_DATABASE_URL:-postgres://gongkai:gongkai@127.0.0.1:5432/gongkai}" python -m pytest -n auto -q "$@"

# Journeys in a real browser, with axe
e2e *args:
    python -m pytest -q -m browser "$@"

# Ratios against a baseline of the same run; --json FILE for machines
bench *args:
    python -m bench "$@"

# Requirement rows and the tests that prove them: docs/trace.md
trace:
    python -m house.trace

# Write the generated pages under docs/
docs:
    python -m house.pages

# Write the migrations that the models ask for
migrate *args:
    gongkai makemigrations "$@"

# Write the lock files anew (needs uv)
lock *args:
    sh requirements/compile.sh "$@"
