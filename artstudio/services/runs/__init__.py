"""Drawings handed to manufacturing runs: linking, and a run made for one drawing."""
