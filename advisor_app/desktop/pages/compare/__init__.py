"""Two to four programmes side by side."""
