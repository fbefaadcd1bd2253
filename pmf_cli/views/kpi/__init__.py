"""KPIs one by one and as lists: what each is, its figures, its rating explained."""
