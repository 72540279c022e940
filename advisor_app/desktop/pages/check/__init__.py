"""The page of the check: facts at the left, the next question and the verdicts at the right."""
