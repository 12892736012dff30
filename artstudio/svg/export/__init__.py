"""Drawings in the formats that machines read. Pure: a drawing in, bytes out, always the same.

One module for each format; `writers` chooses among them, `options` says what
can be asked for, `presets` how cutting programs want to be told what to cut.
"""
