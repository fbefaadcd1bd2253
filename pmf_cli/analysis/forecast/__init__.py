"""KPIs at the year's end: what is expected, what is needed of the rest of the year, and how services' forecasts held."""
