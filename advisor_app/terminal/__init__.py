"""Room terminal."""
