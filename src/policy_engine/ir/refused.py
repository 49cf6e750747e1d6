"""What a back end of proofs cannot say of an expression, and why."""

from policy_engine.domain.bilingual import Text


class NotEncodedError(Exception):
    """An expression that is not told to a prover, and why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.english)
        self.reason = reason
