"""Line 3 raises."""

raise LookupError("no such luck")
