"""Calls of providers: each attempt is recorded, each answer stored before it is read.

Images, drawings that a language model writes, and its repair rounds.
"""
