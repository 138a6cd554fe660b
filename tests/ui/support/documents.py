"""Files of messages that are no pictures."""

from webchat.model import Attachment


def document(name="report.pdf"):
    return Attachment("ME" + "0" * 32, name, "application/pdf", 1000, "0" * 64)
