"""Measurements of time and memory, side by side with other libraries: docs/costs/."""
