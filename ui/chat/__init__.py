"""The chat widget, one module per component of the reference."""
