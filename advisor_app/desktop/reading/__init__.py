"""The reading pane: one item with everything that is known and from where."""
