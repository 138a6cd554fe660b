"""Files of messages: as part of a bubble, small, large, and saved."""
