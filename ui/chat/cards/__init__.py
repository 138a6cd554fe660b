"""Action cards: messages with buttons that run action functions, and the forms these ask for."""
