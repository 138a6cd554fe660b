"""The web chat's own half: the form, the engagement, visibility, and the session that is kept."""
