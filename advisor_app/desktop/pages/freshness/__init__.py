"""The freshness page: how old the knowledge is, what is in it, how well it is supported."""
