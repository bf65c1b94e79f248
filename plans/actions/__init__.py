"""What people do with plans and self-evaluations."""

from plans.actions.calendar import lay_out_plan, take_off

__all__ = ["lay_out_plan", "take_off"]
