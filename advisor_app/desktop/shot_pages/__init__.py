"""The pictures of each page: a module a page, each with its `SHOTS`."""
