"""One person's half of a conversation, put together: actions, store, client, parts, texts."""
