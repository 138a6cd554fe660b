"""The last page of a card: what will be posted, where, and as whom."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel

from ui.bridge import until_destroyed
from ui.chat.labels import WrappedLabel
from ui.functions.card_preview import CardPreview
from ui.functions.page import SetupPage
from ui.functions.places import Place, places, situation
from webchat.functions.cards import PostedCard
from webchat.side.side import Side
from webchat.simulator import Simulator

_NOBODY = "Nobody is in a conversation. Start a chat, and the card can be posted in it."


class PreviewPage(SetupPage):
    """The card, and the choice of a conversation, which follows who comes and goes."""

    def __init__(self, sim: Simulator, card: PostedCard, wanted: Place | None) -> None:
        """Show *card*.

        Args:
            sim: Whose conversations there are.
            card: What will be posted.
            wanted: Who would like to post it, and where; None for no matter who.
        """
        super().__init__("Setup.Preview", "This is the card", go_on="Post")
        self.card = card
        self._sim, self._wanted = sim, wanted
        self._places: tuple[Place, ...] = ()
        self._preview = CardPreview(card, self)
        self._as = QLabel("Post as", textFormat=Qt.TextFormat.PlainText)
        self._who = self._make_choice()
        self._as.setBuddy(self._who)
        self._none = WrappedLabel(_NOBODY, self)
        self._none.setObjectName("Setup.Preview.Nobody")
        self._none.setProperty("role", "muted")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._as)
        row.addWidget(self._who, 1)
        self.column.addWidget(self._preview)
        self.column.addLayout(row)
        self.column.addWidget(self._none)
        self.column.addStretch(1)
        for side in (*sim.agents, *sim.customers):
            self._on_side(side)
        kinds = (sim.kinds["desk"], sim.kinds["webchat"])
        until_destroyed(self, *(kind.subscribe(self._on_side) for kind in kinds))
        self._renew()

    @property
    def place(self) -> Place | None:
        """Who posts, and where; None while nobody can."""
        return self._places[self._who.currentIndex()] if self._places else None

    @property
    def can_go_on(self) -> bool:
        """Whether somebody can post it."""
        return self.place is not None

    def _make_choice(self) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("Setup.Preview.Who")
        box.setAccessibleName("Post as")
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(self._on_chosen)
        return box

    def _on_side(self, side: Side) -> None:
        until_destroyed(self, side.store.subscribe(situation, self._on_situation))

    def _on_situation(self, _situation: object) -> None:
        self._renew()

    def _renew(self) -> None:
        """Offer who is in a conversation now, and keep the choice as long as it is among them."""
        chosen = self.place or self._wanted
        self._places = places(self._sim)
        self._who.clear()
        self._who.addItems([place.text for place in self._places])
        at = next((n for n, one in enumerate(self._places) if one.is_same(chosen)), 0)
        self._who.setCurrentIndex(at if self._places else -1)
        for widget in (self._as, self._who):
            widget.setVisible(bool(self._places))
        self._none.setVisible(not self._places)
        if not self._places or not self._places[at].is_same(chosen) or chosen is self._wanted:
            self._show_card()
        self.changed.emit()

    def _on_chosen(self, _index: int) -> None:
        self._show_card()

    def _show_card(self) -> None:
        place = self.place or Place(self._sim.desk, "")
        self._preview.show_to(place.side, place.channel_sid)
