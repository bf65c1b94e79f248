"""Plans and self-evaluations of the fictional trust: its texts in YAML, made real for the year and the day."""

from demo.plans.bringing import bring_in
from demo.plans.evaluating import make_evaluations
from demo.plans.living import make_plans

__all__ = ["bring_in", "make_evaluations", "make_plans"]
