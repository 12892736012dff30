"""What a process has: memory and slots for heavy work."""
