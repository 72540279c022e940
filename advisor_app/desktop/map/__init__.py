"""The map of the state's districts: what it shows, how it is painted, how one moves on it, how it is printed."""
