"""Posts a file without touching it: ``upload_attachment`` says where it is, and with which headers.

It is fetched when this has returned. That is why the key may be here, and never in the address.
"""

import os

SERVICE = os.environ["INVOICE_SERVICE"]


async def handler(parameters: dict) -> dict:
    """Return the file, and complete the step."""
    number = parameters["input"]["number"]
    key = parameters["credential"]["custom"]["api_key"]
    upload = {
        "type": "upload_attachment",
        "options": {
            "file_name": f"invoice-{number}.pdf",
            "mime_type": "application/pdf",
            "url": f"{SERVICE}/invoices/{number}.pdf",
            "headers": [{"name": "X-Api-Key", "value": key}],
        },
    }
    return {"output": {"status": "completed", "events": [upload]}}
