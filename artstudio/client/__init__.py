"""Programs that use a studio over its HTTP API: the command line and the tools of assistants.

Imports the pure packages only, never Django: a command answers at once.
"""
