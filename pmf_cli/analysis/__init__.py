"""What figures say over time: trends, highlights. The only home of pandas."""
