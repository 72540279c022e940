"""What the reader marked."""
