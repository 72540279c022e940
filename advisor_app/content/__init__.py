"""Files in `kb/` <-> domain values: every fault collected, none raised.

`load.load_content` (items, problems, vocabularies), `load.published`, `geodata.load_geodata`, `json_schema.schemas`,
`markdown.render` and `markdown.plain_text`. Nothing is imported here, so that a reader of Markdown stays light.
"""
