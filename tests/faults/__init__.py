"""Programs that kill, stop and mislead a real studio, and print what came of it.

Each prints one table for docs/faults.md: `python -m tests.faults.killed_children`,
`python -m tests.faults.killed_calls`.
"""
