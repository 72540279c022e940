"""From knowledge to what is shown: frozen views, made in a worker thread. No Qt here."""
