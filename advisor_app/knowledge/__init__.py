"""The knowledge database: replaceable, read-mostly, built from content or received by an update.

Face: `reader.KnowledgeReader` (read), `writer.write_knowledge` (build one), `records` (canonical form and
digests), `generations.KnowledgeStore` (the directories it lives in and the pointer that switches them).
SQLAlchemy stays inside, and only writing needs it: readers save the memory and the time it takes. Nothing is imported
here, so that naming a module does not load it.
"""
