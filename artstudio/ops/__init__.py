"""What an operator needs: backup and restore, disk space, checks of what is around the code."""
