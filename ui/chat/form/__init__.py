"""The form before an engagement, and what stands there when it cannot be used."""
