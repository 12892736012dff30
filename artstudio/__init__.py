"""Art Studio: from a prompt to an indexed, cut-ready drawing."""

__version__ = "0.2.0"
