"""The search page: field, facets, results, reading pane."""
