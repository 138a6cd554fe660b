"""What would follow from an answer, in sentences: for who looks at it before it touches a chat."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from webchat.functions.contract.records import (
    ActionResult,
    BuildResult,
    Event,
    Form,
    FunctionName,
    IdentityResult,
    OpenUrlEvent,
    RefreshToken,
    Result,
    SendMessageEvent,
    ShownError,
    UploadAttachmentEvent,
)

_EXCERPT = 80
_CALLBACKS = frozenset({"redirect", "webhook"})


def consequences(result: Result, function: FunctionName) -> tuple[str, ...]:
    """Return what would follow, in the order in which it would happen.

    Args:
        result: An answer that has been checked.
        function: What returned it: ``open_url`` and ``error`` mean nothing after a callback
            (action-functions, section 6).
    """
    if isinstance(result, IdentityResult):
        return (f"The account is {result.unique_id}, shown as {result.display_id}.",)
    if isinstance(result, RefreshToken):
        return ("The token is refreshed, and the function is called once more.",)
    if isinstance(result, ShownError):
        return _error(result, function)
    if isinstance(result, BuildResult):
        return tuple(_build(result))
    return tuple(_action(result, function)) or ("Nothing follows from it.",)


def _error(result: ShownError, function: FunctionName) -> tuple[str, ...]:
    title = _shown(result.title)
    if function in _CALLBACKS:
        return (f"The error {title} is noted in the run; the person is not told.",)
    if function == "action":
        return (f"It fails: the person is told {title}, and can click the button again.",)
    return (f"It fails: who sets it up is told {title}.",)


def _build(result: BuildResult) -> Iterator[str]:
    if result.form:
        last = ", the last one" if result.is_last_form else ""
        yield f"{_form(result.form)} is shown{last}; build is called again with the answers."
    if result.card is not None:
        steps = _count(len(result.card.steps), "step")
        yield f"The step exists: {_shown(result.card.title)}, with {steps}."
    if result.process is not None:
        yield f"The step exists: {_shown(result.process)}."
    if result.variables:
        yield f"It declares {', '.join(one.key for one in result.variables)}."


def _action(result: ActionResult, function: FunctionName) -> Iterator[str]:
    if result.callback_token is not None:
        yield f"It belongs to the run of the token {_shown(result.callback_token)}."
    for event in result.events:
        yield _event(event, function)
    for value in result.variables:
        held = _shown(value.value) if value.value is not None else _count(len(value.files), "file")
        yield f"The variable {value.key} becomes {held}."
    if result.state is not None:
        yield f"The next poll gets the state {_shown(result.state)}."
    if result.variable_groups:
        number = len(result.variable_groups)
        yield f"{_count(number, 'flow')} {'is' if number == 1 else 'are'} started."
    if result.form:
        yield f"{_form(result.form)} is shown; then it runs again."
    yield from _end(result, function)


def _end(result: ActionResult, function: FunctionName) -> Iterator[str]:
    if result.status is not None:
        why = f": {_shown(result.message)}" if result.message else ""
        yield f"The step is {result.status}{why}."
    elif result.retry_delay is not None:
        yield f"It runs again after {result.retry_delay:g} s."
    elif not result.form and function == "action" and not result.variable_groups:
        yield "The run stays open until a redirect or a webhook ends it."


def _event(event: Event, function: FunctionName) -> str:
    if isinstance(event, SendMessageEvent):
        return f"The message {_shown(event.text)} is sent."
    if isinstance(event, UploadAttachmentEvent):
        host = urlsplit(event.file.url).netloc.rpartition("@")[2]
        return f"{_shown(event.file.file_name)} is fetched from {host} and posted."
    assert isinstance(event, OpenUrlEvent)  # noqa: S101  there are three kinds
    if function in _CALLBACKS:
        return f"{_shown(event.url)} is not opened: nobody has clicked."
    where = "the browser" if event.open_type == "redirect" else "the program"
    return f"{_shown(event.url)} is opened in {where}."


def _form(form: Form) -> str:
    asked = sum(one.type != "heading" for one in form)
    return f"A form with {_count(asked, 'input')}"


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= _EXCERPT else flat[: _EXCERPT - 1] + '…'}”"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
