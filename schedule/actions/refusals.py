"""Why an action was not done, in one sentence for the person. Nothing was changed."""

from schedule.building import Refused

__all__ = ["ChangedMeanwhile", "Refused", "WrittenElsewhere"]


class ChangedMeanwhile(Refused):
    def __init__(self) -> None:
        super().__init__(
            "This was changed a moment ago. Nothing is lost: look at it as it is now, then decide."
        )


class WrittenElsewhere(Refused):
    """Each thing is typed once: another page takes the place of this form."""

    def __init__(self, document: str, page: str) -> None:
        super().__init__(
            f"“{document}” is not filled in here: the page “{page}” takes its place. Write it there."
        )
