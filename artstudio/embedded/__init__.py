"""Runs the studio on one machine: its Postgres, its web and worker processes.

Commands and `artstudio.__main__` use it; it knows no domain.
"""
