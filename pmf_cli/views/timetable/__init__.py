"""The timetable: as a list, a planner, a plan of changes, and days for people's calendars."""
