"""Text as it stands in a bubble: plain or Markdown, its addresses, what of it is selected."""
