"""Agents without a screen; they act through actions, as a person would."""
