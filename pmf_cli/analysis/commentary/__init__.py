"""What services wrote about results: who must, and questions about what was written."""
