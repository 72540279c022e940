"""Who is responsible where, and who knows what: places people name, chambers, nearest partners, coverage.

Face: `gazetteer.Gazetteer` (`load`, `suggest`, `resolve`, `found`, `place`), `place` (`Place`, `PlaceHit`, `Found`,
`Doubt`), `responsible.responsible`, `nearest.nearest`, `coverage.coverage`. Nothing here guesses: what may mean several
places comes back as a question. All of it may be called from any thread.
"""
