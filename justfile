# The tasks of this checkout: `.venv/bin/just` lists them (after `python3 start.py setup`).

set positional-arguments

# List the tasks.
_default:
    @"{{ just_executable() }}" --list --unsorted

# Fetch and make everything that the studio and its tests need.
setup:
    python3 start.py setup

# Start the studio, and again after each change of a file: just run --bind 127.0.0.1:9000
run *options:
    python3 start.py setup
    .venv/bin/watchfiles --sigint-timeout 30 ".venv/bin/python manage.py up $*" artstudio rmos_runs templates static

# Run all tests, or the files and options given: just test tests/unit/test_start.py
test *files:
    python3 start.py test "$@"

# Run the tests that take no more than a few seconds each.
test-fast *files:
    python3 start.py test -m "not slow" "$@"

# Run all tests, with many random rounds, on the oldest and on the newest Python that README names; for the night.
test-all:
    .ci/starts_everywhere
    .ci/test_on oldest --nightly
    .ci/test_on newest --nightly

# Change the code in small ways and see whether tests notice: just mutate --sample 30 replay leases
mutate *options:
    .venv/bin/python -m tests.mutation "$@"

# Check style and format, and that every imported package is declared.
lint:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .ci/dependencies

# Check the types.
types:
    .venv/bin/mypy .

# Run the benchmarks named, or all: just bench tracing service
bench *names:
    .ci/benchmarks "$@"

# Take pictures of every page of a running studio: just screenshots pictures http://127.0.0.1:8000
screenshots folder="screenshots" url="http://127.0.0.1:8000":
    .venv/bin/python -m tests.browser.screenshots --out "$1" --url "$2"

# Take the pictures of README's walk-through from a running studio: just guide-pictures http://127.0.0.1:8000
guide-pictures url="http://127.0.0.1:8000":
    .venv/bin/python -m tests.browser.guide_pictures --out docs/guide --url "$1"

# Build the wheel of this version into dist/, after it was installed and tried: just release
release:
    .ci/installs
    .venv/bin/python -m hatchling build -t wheel -d dist
    @echo "Tag it: git tag v$(.venv/bin/python -c 'import artstudio; print(artstudio.__version__)')"
