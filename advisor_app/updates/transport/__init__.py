"""Getting bytes from where updates lie: a web server with mirrors, a folder, a bundle file.

Face: `source.open_source` and the protocol `source.Source`, `faults` (what is raised towards TUF, `PackGone`),
`limits.Limits` (patience). Nothing received here is trusted: TUF and the signed digest judge it.
"""
