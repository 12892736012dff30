"""What can be made of a stored drawing: the operations, their parameters and their records."""
