"""Messages and calendar files: written to a folder, or sent by SMTP."""
