"""How much a foreign SVG may hold, so that nobody can make reading or drawing it expensive."""

from __future__ import annotations

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
MAX_ELEMENTS = 20_000
#: Entities that a DOCTYPE declares, and the characters they come to where they are used.
MAX_ENTITIES = 256
MAX_ENTITY_CHARS = 200_000
#: Both ways, where the root states a size in absolute units.
MAX_SIZE_MM = 5_000
#: Characters of all path data and point lists together.
MAX_PATH_CHARS = 2_000_000

#: What drawing costs after every reference has been followed.
MAX_EXPANDED_ELEMENTS = 20_000
MAX_EXPANDED_PATH_CHARS = 2_000_000
#: Elements within elements plus references followed; renderers and ours recurse that deep.
MAX_EXPANDED_DEPTH = 100
#: A gradient's stops count for each shape painted, so they are bounded on their own.
MAX_STOPS = 256

MAX_ATTRIBUTES = 256
#: Of an attribute other than path data and point lists.
MAX_VALUE_CHARS = 10_000
MAX_ID_CHARS = 128
#: Beyond it a coordinate is no place in a drawing but a trap for 32-bit floats.
MAX_NUMBER = 1e12

#: What the CSS parser is given in all; it reads about half a megabyte a second.
MAX_CSS_CHARS = 128_000
MAX_SELECTORS = 2_000
#: Steps from element to element in one selector; each multiplies what testing it costs.
MAX_COMBINATORS = 4
#: Of one dash pattern, which a rule may set on every element.
MAX_DASHES = 64
#: Declarations that rules set on elements, all together.
MAX_STYLE_MATCHES = 400_000
