"""The gallery: search, filters, collections, actions on many drawings."""
