"""What people do with plans and self-evaluations."""

from plans.actions.calendar import lay_out_live_plans, lay_out_plan
from plans.actions.evaluation import give_view, judge_area, start_evaluation, write_area
from plans.actions.evaluation_agreeing import agree_evaluation
from plans.actions.frameworks import load_framework

__all__ = [
    "agree_evaluation",
    "give_view",
    "judge_area",
    "lay_out_live_plans",
    "lay_out_plan",
    "load_framework",
    "start_evaluation",
    "write_area",
]
