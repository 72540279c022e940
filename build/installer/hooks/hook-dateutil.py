"""Leaves out dateutil's own copy of all time zones: what is asked of it here are rules of recurrence."""

datas: list[tuple[str, str]] = []
