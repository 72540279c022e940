"""How files of an endpoint get here: from a web server, a folder, or a bundle file. Face: `source.open_source`."""
