"""What functions are given and what they return (reference: action-functions, 3 to 6)."""
