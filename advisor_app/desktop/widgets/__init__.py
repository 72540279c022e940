"""Building blocks of the window; each gets the theme through its constructor."""
