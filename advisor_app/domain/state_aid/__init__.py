"""State aid law as far as an adviser needs it: pure rules, each in one module with its legal source and date.

`holdings` (who belongs to whom), `sme` (size class after 2003/361/EC), `deminimis` (account after (EU) 2023/2831),
`intensity` and `cumulation` (AGVO), `start` (Vorhabenbeginn), `amounts` (what a programme may come to). Every result
comes with its `steps`, so that a face can show the calculation line by line. Figures may be known in part: a result is
then a set or a range, never a guess. No result is legal advice; the granting body decides.
"""

from advisor_app.domain.state_aid.deminimis import Account, Basis, DeMinimisGrant
from advisor_app.domain.state_aid.figures import Figure, Span
from advisor_app.domain.state_aid.holdings import Direction, Exempt, Holding, HoldingKind, HoldingsFault, holdings_fault
from advisor_app.domain.state_aid.sme import SizeResult, size_class
from advisor_app.domain.state_aid.steps import Step, StepCode

__all__ = [
    "Account",
    "Basis",
    "DeMinimisGrant",
    "Direction",
    "Exempt",
    "Figure",
    "Holding",
    "HoldingKind",
    "HoldingsFault",
    "SizeResult",
    "Span",
    "Step",
    "StepCode",
    "holdings_fault",
    "size_class",
]
