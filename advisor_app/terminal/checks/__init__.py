"""The checks of the self-test that need no window, a module each: one that cannot be imported fails alone.

Each reads only; what must be written goes into a folder that is thrown away.
"""
