"""A return as it comes back: read, examined, each figure judged against form and register."""
