"""The file format of the four kinds as pydantic models; see `content.schema.registry` for the way in."""
