"""The calendar: a month, an agenda, and what has no day."""
