"""What people do with plans and self-evaluations."""

from plans.actions.calendar import lay_out_live_plans, lay_out_plan, take_off
from plans.actions.frameworks import load_framework

__all__ = ["lay_out_live_plans", "lay_out_plan", "load_framework", "take_off"]
