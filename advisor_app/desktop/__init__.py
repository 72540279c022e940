"""Room desktop."""
