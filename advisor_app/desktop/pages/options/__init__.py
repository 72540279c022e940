"""The options page: appearance, zoom, where data lies."""
