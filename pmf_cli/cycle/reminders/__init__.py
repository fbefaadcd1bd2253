"""Who is to be told what about results, and how far a matter has come."""
