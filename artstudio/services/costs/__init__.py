"""What generations cost: prices, estimates, the budget, spending and failed costs."""
