"""pmf: a council's KPI register, checked, rated with reasons and reported."""

__version__ = "0.2.0"
