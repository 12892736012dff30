"""What slow or greedy clients can do to a running studio: run `python -m tests.attacks --help`.

For your own studio, on your own machine: every attack is bounded and ends by itself.
"""
