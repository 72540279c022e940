"""Hall mode: what is being read, large and bright over the whole window. `mode.HallMode` opens and closes it."""
