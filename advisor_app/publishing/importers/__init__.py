"""Facts of others brought into `kb/` as drafts. Nothing is published from here, nothing of an editor is overwritten.

Face: `ics.import_calendars`. A calendar gives facts only: titles, times, places, addresses. Its descriptions stay where
they are: they belong to others, under licences that no calendar states, and name people; the link leads to them.
"""
