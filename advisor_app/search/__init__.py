"""Search: German analysis, a Whoosh index with an array mirror, ranking, facets and help.

The face, each imported from its own module, since only the first is cheap: `model` (request, result, document),
`index` (`SearchIndex`, `build_index`, `update_index`), `library_documents` (a knowledge base as documents, synonyms and
labels), `documents` (one item), `evaluation` (how well it finds). `evaluate` runs Whoosh's query trees on the mirror.
"""
