"""What functions return, as shapes of JSON: read them beside the reference (action-functions).

They are models of pydantic, which takes a while to be imported, so that only
:mod:`webchat.functions.contract.checks` imports them, at its first call.
"""
