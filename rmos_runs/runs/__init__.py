"""Runs, their references and sessions; bundles of a run as one file."""
