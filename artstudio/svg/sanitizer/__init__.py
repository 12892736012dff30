"""Any bytes that claim to be SVG, reduced to a harmless document by lists of what is allowed.

`sanitize` is the way in; the other modules are its steps.
"""
