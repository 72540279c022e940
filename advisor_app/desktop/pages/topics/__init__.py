"""The page of technology topics: which there are, how mature they are, and how they hang together."""
