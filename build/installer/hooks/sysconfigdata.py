"""Stands in a frozen program for CPython's record of how it was built, which names folders of the building machine.

Only where the system keeps its time zones is ever asked for.
"""

build_time_vars = {"TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"}
