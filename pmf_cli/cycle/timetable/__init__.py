"""The timetable of a year: cycles worked back from their meetings, and what clashes."""
