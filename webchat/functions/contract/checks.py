"""Whether an answer fits the contract: either a result, or what is wrong with it, all at once.

What a function returns is wrong when the framework could not do with it what it says: a value of
another type, an address that is none of the web. What merely has no effect, such as a key that
the contract does not know, is remarked upon, since an app that works elsewhere works here.
"""

from webchat.functions.contract.alternatives import alternatives
from webchat.functions.contract.findings import findings
from webchat.functions.contract.passing_over import pass_over
from webchat.functions.contract.records import Checked, FunctionName, ProcessKind
from webchat.functions.contract.remarks import remarks, without_unusable_defaults


def check(function: FunctionName, kind: ProcessKind, answer: object) -> Checked:
    """Check what a function returned (reference: action-functions, sections 1, 4, 5 and 6).

    Args:
        function: Which one.
        kind: The kind of its app.
        answer: A JSON value; None when the handler returned nothing.

    Returns:
        The result, without what has no effect, or the findings. There may be remarks either way.
    """
    # Its library takes long to be imported, and most starts call no function.
    from webchat.functions.contract.shapes.answers import SHAPES  # noqa: PLC0415  see above
    from webchat.functions.contract.shapes.errors import read  # noqa: PLC0415  see above

    excluded = tuple(alternatives(function, kind, answer))
    if not isinstance(answer, dict):
        return Checked(None, findings(excluded, answer))
    reading = read(SHAPES[function], answer)
    if excluded or reading.value is None:
        wrong = findings((*excluded, *reading.wrong), answer)
        return Checked(None, wrong, findings(reading.unknown, answer))
    result, defaults = without_unusable_defaults(reading.value.record())
    result, passed = pass_over(function, kind, result)
    remarked = (*reading.unknown, *defaults, *passed, *remarks(function, kind, answer, result))
    return Checked(result, (), findings(remarked, answer))
