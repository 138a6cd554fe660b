"""The agent's own half: tasks, and the actions that move them; for people and bots alike."""
