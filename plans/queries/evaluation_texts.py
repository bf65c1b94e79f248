"""What pages hand to the actions of self-evaluation."""

from dataclasses import dataclass

from plans.models import Grade


@dataclass(frozen=True)
class Agreed:
    """`difference` says in words what school and partner saw differently."""

    grade: Grade
    difference: str = ""
