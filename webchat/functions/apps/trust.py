"""How the person is asked whether function apps of a folder may be loaded."""

from webchat.errors import FunctionAppError
from webchat.trust import Subject


class UntrustedAppError(FunctionAppError):
    """The person does not want function apps of this folder to be loaded."""


FUNCTIONS = Subject("functions", "A function app", UntrustedAppError)
