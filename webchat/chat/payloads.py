"""Reading the payloads of chat actions: what they must hold, and a sentence where they do not.

A payload is whatever a plugin passed, so nothing about it is taken for granted.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

from webchat.errors import MessageRefusedError, PayloadError
from webchat.model import MAX_BODY_LENGTH, Attachment

SID_KEYS = ("channelSid", "conversationSid")
_EXCERPT = 60


def given_sid(payload: Mapping[str, Any]) -> Any:
    """Return what a payload names as its channel's sid; ``channel`` wins. None is for nothing."""
    channel = payload.get("channel")
    if channel is not None:
        return getattr(channel, "sid", None)
    return next((payload[key] for key in SID_KEYS if payload.get(key) is not None), None)


def required_sid(action: str, payload: Any) -> str:
    """Return the sid of the channel that *payload* is about.

    Raises:
        PayloadError: It is no dict, or names no channel.
    """
    if not isinstance(payload, dict):
        raise PayloadError(
            f"The payload of {action} must be a dict such as {{'channelSid': 'CH…'}}, "
            f"but {_shown(payload)} came."
        )
    sid = given_sid(payload)
    if isinstance(sid, str) and sid:
        return sid
    if payload.get("channel") is not None:
        came = _shown(payload["channel"])
        raise PayloadError(
            f"“channel” of {action} must be a channel, but {came} came. "
            "Give its sid as “channelSid” instead."
        )
    if sid is not None:
        raise PayloadError(
            f"“channelSid” of {action} must be a text such as CH…, but {_shown(sid)} came."
        )
    raise PayloadError(f"{action} needs a “channel” or a “channelSid”, but neither came.")


def text_of(action: str, payload: Mapping[str, Any]) -> str:
    """Return the body of a payload.

    Raises:
        PayloadError: It is no text.
    """
    body = payload.get("body")
    if not isinstance(body, str):
        raise PayloadError(f"“body” of {action} must be a text, but {_shown(body)} came.")
    return body


def message_of(payload: Mapping[str, Any]) -> str:
    """Return the body of a message that can be sent.

    Raises:
        PayloadError: It is no text.
        MessageRefusedError: It is blank or too long.
    """
    body = text_of("SendMessage", payload)
    if not body or body.isspace():
        raise MessageRefusedError("The message is blank. Write something before sending it.")
    if len(body) > MAX_BODY_LENGTH:
        raise MessageRefusedError(
            f"The message has {len(body)} characters, but at most {MAX_BODY_LENGTH} can be sent. "
            "Shorten it, or send it in parts."
        )
    return body


def caption_of(payload: Mapping[str, Any]) -> str:
    """Return the text that goes with files; one that is blank says nothing, so it is empty.

    Raises:
        PayloadError: It is no text.
        MessageRefusedError: It is too long.
    """
    if payload.get("body") is None:
        return ""
    body = text_of("SendMediaMessage", payload)
    if not body or body.isspace():
        return ""
    return message_of(payload)


def files_of(action: str, payload: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the files that a payload names by ``file`` or ``files``, each once.

    Raises:
        PayloadError: It names none, or something that is no path.
    """
    given = payload.get("files")
    if given is None:
        given = [payload["file"]] if payload.get("file") is not None else []
    elif isinstance(given, (str, bytes, PurePath)) or not isinstance(given, Iterable):
        came = _shown(given)
        raise PayloadError(f"“files” of {action} must be a list of paths, but {came} came.")
    files = [_path(action, one) for one in given]
    if not files:
        raise PayloadError(f"{action} needs a “file”: the path of a file. None came.")
    return tuple(dict.fromkeys(files))


def file_of(action: str, payload: Mapping[str, Any]) -> Path:
    """Return the one file that a payload names by ``file``.

    Raises:
        PayloadError: It names none, or something that is no path.
    """
    return files_of(action, {"file": payload.get("file")})[0]


def media_of(payload: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Return the files of the message that DownloadMedia is asked for, or the one it names.

    Raises:
        PayloadError: There is no message, or it has no such file.
    """
    message, sid = payload.get("message"), payload.get("mediaSid")
    media = getattr(message, "media", None)
    if not isinstance(media, tuple):
        came = _shown(message)
        raise PayloadError(f"“message” of DownloadMedia must be a message, but {came} came.")
    if sid is None:
        return media
    found = tuple(one for one in media if one.sid == sid)
    if not found:
        raise PayloadError(f"The message of DownloadMedia has no file {_shown(sid)}.")
    return found


def _path(action: str, given: object) -> Path:
    if isinstance(given, (str, PurePath)) and str(given):
        return Path(given).absolute()
    raise PayloadError(f"“file” of {action} must be the path of a file, but {_shown(given)} came.")


def attributes_of(
    payload: Mapping[str, Any], action: str = "SendMessage"
) -> Mapping[str, Any] | None:
    """Return the attributes of a message, or None.

    Raises:
        PayloadError: They are no dict.
    """
    attributes = payload.get("messageAttributes")
    if attributes is not None and not isinstance(attributes, Mapping):
        came = _shown(attributes)
        raise PayloadError(f"“messageAttributes” of {action} must be a dict, but {came} came.")
    return attributes


def selection_of(payload: Mapping[str, Any], length: int) -> tuple[int, int]:
    """Return where the selection of a text of *length* begins and ends; 0 where not given.

    Raises:
        PayloadError: A place is no whole number.
    """
    places = []
    for key in ("selectionStart", "selectionEnd"):
        place = payload.get(key)
        if place is not None and type(place) is not int:
            came = _shown(place)
            raise PayloadError(f"“{key}” of SetInputText must be a whole number, but {came} came.")
        places.append(min(max(place or 0, 0), length))
    return places[0], places[1]


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
