"""One KPI through time: results, runs, misses, parts of the whole, and how other places stand."""
