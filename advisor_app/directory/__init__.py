"""Who is responsible where, and who knows what: places people name, chambers, nearest partners, coverage."""
