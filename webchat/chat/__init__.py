"""What everybody in a chat speaks: the client, its channels, and the chat actions' bodies."""
