"""Colours and type of a ribbon on paper."""

from __future__ import annotations

from dataclasses import dataclass

LARGER = 1.35  # letters on paper, where the drawing is a hand wide


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours and type for paper, where no stylesheet reaches into a drawing. On a page ribbon.css does it."""

    accent: str
    ink: str = "#1c2430"
    soft: str = "#57616e"
    rule: str = "#c9cdd0"
    wash: str = "#f1eee5"
    paper: str = "#ffffff"
    red: str = "#a4262c"
    family: str = "Source Sans Pro, Source Sans 3, Liberation Sans, DejaVu Sans, sans-serif"

    def of(self, part: str) -> dict[str, str | float]:
        parts: dict[str, dict[str, str | float]] = {
            "term": {"fill": self.wash},
            "load": {"fill": self.accent, "fill_opacity": 0.3},
            **{
                f"heat{step}": {"fill": self.accent, "fill_opacity": tint}
                for step, tint in enumerate((0.07, 0.16, 0.3, 0.46, 0.66, 1.0))
            },
            "free": {"fill": self.accent, "fill_opacity": 0.6},
            "weeks": {"stroke": self.rule, "stroke_width": 1},
            "inset": {"fill": self.soft},
            "closed": {"fill": self.paper},
            "lab": {"fill": self.ink, "font_size": 13 * LARGER, "font_weight": 600},
            "dates": {"fill": self.soft, "font_size": 11.5 * LARGER},
            "more": {"fill": self.ink, "font_size": 11, "font_weight": 600},
            "now": {"stroke": self.ink, "stroke_width": 1.5},
            "nowlab": {"fill": self.ink, "font_size": 13 * LARGER, "font_weight": 600},
            "mk": {"fill": self.paper, "stroke": self.soft, "stroke_width": 1.3},
            "mk done": {"fill": self.soft, "stroke": self.soft, "stroke_width": 1.3},
            "mk next": {"fill": self.accent, "stroke": self.accent, "stroke_width": 1.3},
            "mk late": {"fill": self.red, "stroke": self.red, "stroke_width": 1.3},
            "mk off": {"fill": "none", "stroke": self.soft, "stroke_width": 1.6},
        }
        return parts[part]
