"""What is going on and why: actions and plugins."""
