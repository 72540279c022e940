"""Beratungskoffer: offline funding knowledge for advisors."""

__version__ = "0.1.0"
