"""What a user asks for, read and checked before anything is drawn or paid.

Owns the request, its constraints and style hints, the route it takes, the seeds, the safety
flags and the providers there are.
"""
