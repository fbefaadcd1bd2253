"""What changed since a body was told, and what would be changed in the register."""
