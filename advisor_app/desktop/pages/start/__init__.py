"""The page the window opens on: one search field, what ends soon, what is new, topics, how the knowledge stands."""
