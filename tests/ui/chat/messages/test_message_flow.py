"""Rows stay where they are read, whatever heights turn out to be."""

import random
from itertools import pairwise

import pytest

from ui.chat.messages.message_flow import Flow
from ui.chat.messages.message_heights import Guess

VIEW = 300


class Rows:
    """Rows whose heights are guessed wrong, and which were measured."""

    def __init__(self, *heights):
        self.heights = list(heights)
        self.measured = []
        self.flow = Flow(self.measure, lambda start, end: Guess([50] * (end - start), 0))
        self.flow.resize(VIEW)
        self.flow.reset(len(heights))

    def measure(self, row):
        self.measured.append(row)
        return self.heights[row]

    def insert(self, row, *heights):
        self.heights[row:row] = heights
        self.flow.splice(row, 0, len(heights))

    def remove(self, row, count):
        del self.heights[row : row + count]
        self.flow.splice(row, count, 0)

    def places(self):
        return {placed.row: placed.top for placed in self.flow.settle()}


@pytest.fixture
def many():
    generator = random.Random(1)
    return Rows(*(generator.choice((20, 45, 90, 400)) for _ in range(500)))


def test_a_list_opens_at_its_end(many):
    places = many.places()
    assert max(places) == 499
    assert places[499] + many.heights[499] == VIEW
    assert many.flow.value == many.flow.maximum


def test_only_what_is_in_sight_is_measured(many):
    many.places()
    assert len(set(many.measured)) < 20


def test_what_is_in_sight_follows_without_gaps(many):
    many.flow.scroll_to(9_000)
    placed = many.flow.settle()
    for above, below in pairwise(placed):
        assert above.top + many.heights[above.row] == below.top
    assert placed[0].top <= 0 < placed[0].top + many.heights[placed[0].row]


def test_scrolling_up_moves_by_exactly_that_much_though_heights_above_were_wrong(many):
    before = many.places()
    many.flow.scroll_by(-60)
    after = many.places()
    assert {after[row] - before[row] for row in before.keys() & after.keys()} == {60}


def test_the_end_can_be_left_in_the_smallest_steps(many):
    many.places()
    for step in range(1, 6):
        many.flow.scroll_by(-1)
        many.flow.settle()
        assert many.flow.value == many.flow.maximum - step
    assert not many.flow.sticks


def test_scrolling_to_the_start_and_back_ends_at_both_ends(many):
    many.places()
    while many.flow.value > 0:
        many.flow.scroll_by(-250)
        many.flow.settle()
    assert many.places()[0] == 0
    while not many.flow.sticks:
        many.flow.scroll_by(250)
        many.flow.settle()
    assert many.flow.value == many.flow.maximum == sum(many.heights) - VIEW


def test_a_row_added_at_the_end_is_in_sight_when_the_end_was(many):
    many.places()
    many.insert(500, 80)
    assert many.places()[500] == VIEW - 80


def test_a_row_added_at_the_end_moves_nothing_when_it_is_out_of_sight(many):
    many.flow.scroll_to(5_000)
    before = many.places()
    many.insert(500, 80)
    assert many.places() == before
    assert not many.flow.sticks


def test_rows_added_above_move_nothing_in_sight(many):
    many.flow.scroll_to(5_000)
    before = many.places()
    many.insert(0, 10, 20, 30)
    assert many.places() == {row + 3: top for row, top in before.items()}


def test_rows_taken_away_above_move_nothing_in_sight(many):
    many.flow.scroll_to(5_000)
    before = many.places()
    many.remove(0, 3)
    assert many.places() == {row - 3: top for row, top in before.items()}


def test_the_row_below_keeps_its_place_when_the_one_at_the_top_is_taken_away(many):
    many.flow.scroll_to(5_000)
    first, second = many.flow.settle()[:2]
    many.remove(first.row, 1)
    assert many.places()[first.row] == second.top


def test_a_short_list_stands_at_the_top_and_at_its_end():
    rows = Rows(40, 60)
    rows.flow.lead, rows.flow.tail = 30, 28
    assert rows.places() == {0: 30, 1: 70}
    assert (rows.flow.value, rows.flow.maximum, rows.flow.sticks) == (0, 0, True)


def test_the_lead_scrolls_into_sight_above_the_first_row(many):
    many.flow.lead = 100
    many.flow.scroll_to(0)
    assert many.places()[0] == 100


def test_the_tail_stays_below_the_last_row(many):
    many.flow.tail = 28
    assert many.places()[499] + many.heights[499] == VIEW - 28


def test_a_taller_viewport_shows_more_above_the_end(many):
    many.places()
    many.flow.resize(VIEW + 100)
    assert many.places()[499] + many.heights[499] == VIEW + 100


def test_a_row_of_another_height_is_measured_again_and_keeps_its_top(many):
    many.flow.scroll_to(5_000)
    row = many.flow.settle()[1].row
    top = many.places()[row]
    many.heights[row] = 123
    many.flow.forget(row, row)
    places = many.places()
    assert places[row] == top
    assert places.get(row + 1, top + 123) == top + 123


def test_at_another_width_the_same_row_stays_at_the_top(many):
    many.flow.scroll_to(5_000)
    first = many.flow.settle()[0]
    many.heights = [height * 2 for height in many.heights]
    many.flow.guess_again(2.0)
    assert many.places()[first.row] == first.top * 2


def test_a_row_is_shown_where_it_was_asked_for(many):
    many.flow.show_row(250, 40)
    assert many.places()[250] == 40


def test_showing_the_last_row_does_not_go_beyond_the_end(many):
    many.flow.show_row(499, 0)
    assert many.places()[499] == VIEW - many.heights[499]
    assert many.flow.sticks


def test_an_empty_list_has_nothing_in_sight():
    rows = Rows()
    assert rows.places() == {}
    rows.insert(0, 70)
    assert rows.places() == {0: 0}


def test_whatever_comes_goes_and_grows_elsewhere_the_row_at_the_top_never_moves():
    """The anchor holds against pages above, messages below, corrected guesses and late images."""
    for seed in range(60):
        chooser = random.Random(seed)
        rows = Rows(*(chooser.choice((20, 45, 90, 400)) for _ in range(200)))
        rows.flow.scroll_to(chooser.randrange(2_000, 6_000))
        rows.flow.settle()
        for _ in range(30):
            placed = rows.flow.settle()
            read = chooser.choice(placed[1:-1] or placed[1:] or placed)
            row, top = _disturb(chooser, rows, placed[0].row, read.row), read.top
            assert rows.places()[row] == top, seed
            if chooser.random() < 0.3:
                rows.flow.scroll_by(chooser.randrange(-120, 120))


def _disturb(chooser, rows, first, read):
    """Change rows that are not between the top of the viewport and *read*; return where it is."""
    count = chooser.randrange(1, 40)
    heights = [chooser.choice((20, 90, 400)) for _ in range(count)]
    match chooser.choice(("above", "below", "gone above", "grown above", "grown below")):
        case "above":
            rows.insert(chooser.randrange(first + 1), *heights)
            return read + count
        case "below":
            rows.insert(len(rows.heights), *heights)
        case "gone above" if first > 80:
            rows.remove(chooser.randrange(first - count), count)
            return read - count
        case "grown above" if rows.flow.top(first) < 0 and first != read:
            rows.heights[first] += count
            rows.flow.forget(first, first)
        case "grown below":
            rows.heights[-1] += count
            rows.flow.forget(len(rows.heights) - 1, len(rows.heights) - 1)
    return read
