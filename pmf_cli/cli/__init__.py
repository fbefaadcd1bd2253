"""The commands: options in, words and exit code out."""
