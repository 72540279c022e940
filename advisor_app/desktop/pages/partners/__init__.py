"""Partners: who is responsible for a place, on a map, in a list, and read beside it."""
