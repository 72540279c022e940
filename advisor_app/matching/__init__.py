"""Which programmes fit a company, why, and what is still missing.

Face: `rulebook.Rulebook(programmes, today).check(profile) -> Check`, `Check.verdicts`, `Check.recheck(profile)`;
`verdict.Verdict`, `verdict.Outcome`; `explanation.explain(programme, profile)`; `question.next_question(check)`;
`moves.what_if(check, changes)`. Codes and values only, the words belong to the faces. Nothing is guessed: an answer
that is not there leaves open what hangs on it, and so does a manual condition that no person judged. Any thread may
call it.
"""
