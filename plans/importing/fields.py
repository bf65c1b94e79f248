"""What a table of a plan may be, what a column may be, and the words by which both are offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

OVERVIEW, OBJECTIVES, CRITERIA = "overview", "objectives", "criteria"
MILESTONES, ACTIONS, MONITORING, OUT = "milestones", "actions", "monitoring", "out"
KINDS: Mapping[str, str] = {
    OVERVIEW: "Priorities",
    OBJECTIVES: "Objectives",
    CRITERIA: "Success criteria",
    MILESTONES: "Milestones",
    ACTIONS: "Actions",
    MONITORING: "Monitoring",
    OUT: "Leave this table out",
}
REMARK = "remark"
FIELDS: Mapping[str, str] = {
    "": "Leave out",
    "priority": "Priority",
    "because": "Why it is a priority",
    "governor": "Link governor",
    "stop": "What we stop doing",
    "objective": "Objective",
    "measure": "Success criterion",
    "baseline": "Baseline",
    "target": "Target",
    "source": "Source of the figure",
    "seen": "Milestone: what will be seen",
    "action": "Action",
    "lead": "Lead",
    "supporter": "Supporter",
    "start": "Start",
    "due": "By when",
    "cost": "Cost",
    "budget_line": "Budget line",
    "training": "Training needed",
    "how": "How it is monitored",
    "who": "Who monitors it",
    "period": "By the end of (half-term)",
    REMARK: "Keep as a remark",
}
_MEASURED = ("measure", "baseline", "target", "source")
_WATCHED = ("how", "who", "period")
FITS: Mapping[str, frozenset[str]] = {
    OVERVIEW: frozenset(
        ("priority", "because", "lead", "supporter", "governor", "stop", "objective", REMARK, *_MEASURED)
    ),
    OBJECTIVES: frozenset(
        ("priority", "objective", "lead", "supporter", "seen", REMARK, *_MEASURED, *_WATCHED)
    ),
    CRITERIA: frozenset(("priority", "objective", REMARK, *_MEASURED)),
    MILESTONES: frozenset(("priority", "objective", "seen", "period", REMARK)),
    ACTIONS: frozenset(
        (
            *("priority", "objective", "action", "lead", "supporter", "start", "due", "cost", "budget_line"),
            *("training", "seen", REMARK, *_MEASURED, *_WATCHED),
        )
    ),
    MONITORING: frozenset(("priority", "objective", REMARK, *_WATCHED)),
    OUT: frozenset(),
}  # fmt: skip
# The first that is found in the name of a column decides. (words, field, the kinds of table it is said of)
_WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"link (governor|trustee)|governor", "governor", (OVERVIEW,)),
    (r"monitored by|who (checks|monitors|looks)|by whom", "who", ()),
    (r"^(who|lead|led by|person|responsib\w*)\b|^by$", "who", (MONITORING,)),
    (
        r"^(when|date|term|timescale|by when|deadline|half.?term|frequency|by the end)",
        "period",
        (MONITORING, MILESTONES),
    ),
    (r"stop", "stop", ()),
    (r"support(er|ed by|ing)", "supporter", ()),
    (r"\brag\b|brag|status|progress|review|evaluation|comment|notes?\b|update|next steps?|impact so far", REMARK, ()),
    (r"budget (line|code|heading)|cost (code|centre)|funded (by|from)|funding (stream|source)", "budget_line", ()),
    (r"cost|budget|£|funding|price|financ", "cost", ()),
    (r"\bcpd\b|training|professional development", "training", ()),
    (r"resourc", REMARK, ()),
    (r"monitor|how (will|do) we (check|know it)|^how\b", "how", ()),
    (r"what will be seen|milestone", "seen", ()),
    (r"by the end of|half.?term$", "period", ()),
    (r"baseline|starting point|at the start|current (position|figure)|where we are", "baseline", ()),
    (r"source|where (it|the figure) comes from", "source", ()),
    (r"success|measure|kpi|criteri|we will know|evidence of impact|intended impact|^impact", "measure", ()),
    (r"^target$|target figure|target for", "target", ()),
    (r"start|begin|^from\b", "start", ()),
    (r"by when|due|deadline|time.?(scale|frame|line)|when|complet|^end\b|^date|^by\b|^term\b", "due", ()),
    (r"because|rationale|^why|reason|evidence|context", "because", ()),
    (r"action|activit|task|what (we will|will we|are we going to) do|step", "action", ()),
    (r"\blead|who\b|responsib|owner|led by|person|staff|personnel", "lead", ()),
    (r"objective|outcome|\baim|goal|target|we want", "objective", ()),
    (r"priorit|area for (improvement|development)|focus", "priority", ()),
    (r"^what$", "action", (ACTIONS,)),
)  # fmt: skip
_TITLES: tuple[tuple[str, str], ...] = (
    (r"monitoring( schedule| plan)?", MONITORING),
    (r"success criteria|measures( of success)?", CRITERIA),
    (r"milestones", MILESTONES),
    (r"(key )?(actions|activities|tasks)|action plan", ACTIONS),
    (r"objectives|intended outcomes|outcomes", OBJECTIVES),
    (r"((our|key|school|the|improvement) )*priorities( at a glance| overview)?|overview", OVERVIEW),
)
LONGEST_NAME_OF_A_COLUMN = 60


def field_of(header: str, kind: str = "") -> str:
    """What a column is offered as; "" when its name says nothing."""
    said = " ".join(header.lower().split())
    if not said or len(said) > LONGEST_NAME_OF_A_COLUMN:
        return ""
    for words, field, kinds in _WORDS:
        if (not kinds or kind in kinds) and re.search(words, said):
            return field
    return ""


def kind_of_title(title: str) -> str:
    """Where a heading is nothing but the name of such a table."""
    said = re.sub(r"[^a-z ]", "", title.lower()).strip()
    return next((kind for words, kind in _TITLES if re.fullmatch(words, said)), "")


def kind_of(headers: Iterable[str], titles: Iterable[str]) -> str:
    """By the heading that stands nearest, then by the columns."""
    for title in titles:
        if kind := kind_of_title(title):
            return kind
    found = {field_of(header) for header in headers}
    if "action" in found:
        return ACTIONS
    if "how" in found:
        return MONITORING
    for field, kind in (("objective", OBJECTIVES), ("measure", CRITERIA), ("seen", MILESTONES)):
        if field in found:
            return kind
    return OVERVIEW if found & {"priority", "because"} else OUT
