"""The page that checks which programmes fit a company."""
