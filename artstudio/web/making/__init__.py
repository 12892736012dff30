"""What can be made of a drawing, on a page of its own: a form for each operation, with a view."""
