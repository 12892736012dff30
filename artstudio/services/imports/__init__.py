"""Imports: a drawing that somebody sends as a file becomes a variant like any other.

This package owns what is taken in, under which limits, and how the stored file is
drawn: once when it arrives and again whenever it is reproduced.
"""
