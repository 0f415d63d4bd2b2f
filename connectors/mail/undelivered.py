"""What is said when a letter did not go."""


class Undelivered(Exception):
    """The letter did not go.

    `error`: what happened and what to do, without an address or a server's own words, which may
    quote what was sent. `lasting`: trying again is of no use. `for_all`: no other letter would go
    now either. `nobody`: there is no such address.
    """

    def __init__(
        self, error: str, *, lasting: bool = False, for_all: bool = False, nobody: bool = False
    ) -> None:
        super().__init__(error)
        self.error = error
        self.lasting = lasting
        self.for_all = for_all
        self.nobody = nobody
