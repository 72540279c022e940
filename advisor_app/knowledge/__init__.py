"""Room knowledge."""
