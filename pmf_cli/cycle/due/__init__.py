"""What is due from whom: the figure of each KPI, in, late or to come."""
