"""What must hold beyond the form of single fields; `content.rules.catalogue` lists every rule."""
