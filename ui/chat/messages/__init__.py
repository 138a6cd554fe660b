"""The list of messages: rows, how they are laid out and drawn, and what a person does with them."""
