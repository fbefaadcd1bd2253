"""What bodies were told, held against the register now: differences, their causes, corrections."""
