"""What stands in the way of a cut card."""


class TooManyPairs(Exception):
    """The lines meet so often that it would take minutes to tell how."""
