"""Measures what the speed goals name. `make bench` runs all; figures and how they were taken: docs/bench.md."""
