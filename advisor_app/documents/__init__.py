"""What leaves the app: calendar files, business cards, texts and squares to photograph. Public contacts only."""
