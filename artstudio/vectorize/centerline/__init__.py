"""Lines drawn with a pen to strokes that a tool follows once.

In the order of use: `thinning` finds the middle line of the ink, `chains` the
runs of pixels between its ends and junctions, `pruning` drops what is no line,
`crossings` joins runs to strokes, `corners` keeps them sharp, `fitting` makes
curves of them and `travel` puts them in order.
"""
