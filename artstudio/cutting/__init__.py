"""What a maker wants to know of a drawing before the machine starts: the cut card.

It measures and warns; it never refuses a drawing. Pure: it imports `artstudio.geometry` only.
Services may import it.
"""
