"""What a consultation is made of besides the rules: its course, its German words, its sheets, what stays private.

Shared by the window and the terminal. Any thread may call it; nothing here knows how it is shown.

Face: `session.Session` (what was answered, back and forth), `findings.Adviser(...).first/next -> Findings` (all that
follows from it), `words`, `step_words`, `verdict_words`, `problem_words` (German words of facts, calculations, verdicts
and faults), `names.Names` (what codes are called), `sheet` and `report` (what leaves as text and on paper), `privacy`
(what does not), `saving.save_profile`, `reading.Reader` (what somebody wrote).
"""
