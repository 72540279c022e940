"""Files in `kb/` <-> domain values: every fault collected, none raised.

`load.load_content` (items, problems, vocabularies), `load.published`, `geodata.Geodata.load`, `json_schema.schema_for`,
`markdown.render` and `markdown.plain_text`. Nothing is imported here, so that a reader of Markdown stays light.
"""
