"""The pages of one drawing: facts, outline, verification, compare, attach to a run."""
