"""Who may use the studio, from where, and how much of what costs money."""
