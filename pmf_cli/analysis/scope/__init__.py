"""Changes to what a KPI is: asked for, worked out, tried in memory."""
