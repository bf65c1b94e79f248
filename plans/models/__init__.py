"""Self-evaluation and development plans."""

from plans.models.evaluation import AreaEvaluation, EvaluationVersion, SelfEvaluation
from plans.models.frameworks import Area, Framework, Grade
from plans.models.life import Comment, PlanImport, PlanVersion, Presence, PriorityReview, Review
from plans.models.plans import (
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    Priority,
    SuccessCriterion,
)

__all__ = [
    "Area",
    "AreaEvaluation",
    "Comment",
    "EvaluationVersion",
    "Framework",
    "Grade",
    "Milestone",
    "Monitoring",
    "Objective",
    "Plan",
    "PlanAction",
    "PlanImport",
    "PlanVersion",
    "Presence",
    "Priority",
    "PriorityReview",
    "Review",
    "SelfEvaluation",
    "SuccessCriterion",
]
