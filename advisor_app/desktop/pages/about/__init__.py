"""The about page: version, licence, and whose work is used."""
