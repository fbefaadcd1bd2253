"""What is wrong with the register, and the manual of its checks."""
