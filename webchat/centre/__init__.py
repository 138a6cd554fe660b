"""The contact centre: its protocol, its events, and the embedded one."""
