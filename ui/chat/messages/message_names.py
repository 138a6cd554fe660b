"""The name that a member is shown by, as ``memberDisplayOptions`` asks for (webchat-ui, 6.5)."""

from ui.chat.props import Props
from ui.models.message_texts import Wording
from webchat.side.side import Side


def wording(side: Side) -> Wording:
    """Return the names and the greeting of a side, as its properties want them."""
    props = Props.of(side)
    return Wording(MessageNames(props).name, lambda: props.predefined_message)


class MessageNames:
    """Names as the properties of one side want them."""

    def __init__(self, props: Props) -> None:
        self._props = props

    def name(self, identity: str, friendly_name: str, is_me: bool) -> str:
        """Return what stands above this member's messages, and in the typing strip.

        Args:
            identity: Shown where there is nothing else, or where friendly names are turned off.
            friendly_name: The member's own; may be empty.
            is_me: Whether it is the person of this side.
        """
        props = self._props
        if not props.use_friendly_name:
            return identity
        override, default = (
            (props.your_friendly_name_override, props.your_default_name)
            if is_me
            else (props.their_friendly_name_override, props.their_default_name)
        )
        own = friendly_name if override else ""
        return own or default or friendly_name or identity
