"""Why an action was not done, in one sentence for the person. Nothing was changed."""

from schedule.building import Refused

__all__ = ["ChangedMeanwhile", "Refused"]


class ChangedMeanwhile(Refused):
    def __init__(self) -> None:
        super().__init__(
            "This was changed a moment ago. Nothing is lost: look at it as it is now, then decide."
        )
