"""The index of drawings: filters, search, order, stacks, collections, thumbnails, lineage."""
