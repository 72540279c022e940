"""The admin's side: building the knowledge database from `kb/` and telling what is in it.

Face: `build.build_knowledge`, `stats.knowledge_stats`. Not part of the client.
"""
