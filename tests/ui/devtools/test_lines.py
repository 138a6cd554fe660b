"""Lines of a foldable list: where each invocation and each of its children stands."""

import pytest

from ui.devtools.lines import Lines


@pytest.fixture
def lines():
    result = Lines()
    result.reset([(1, 0), (2, 2), (3, 1)])
    return result


def shown(lines):
    return [lines[number] for number in range(len(lines))]


def test_children_stand_beneath_their_invocation(lines):
    assert shown(lines) == [(1, -1), (2, -1), (2, 0), (2, 1), (3, -1), (3, 0)]


def test_folding_hides_the_children_of_one_invocation_only(lines):
    lines.fold(2)

    assert shown(lines) == [(1, -1), (2, -1), (3, -1), (3, 0)]
    assert lines.find(2, 0) is None


def test_unfolding_shows_children_that_came_while_it_was_folded(lines):
    lines.fold(2)
    assert lines.add_children(2, 2, 2) == 0

    lines.unfold(2, 3)

    assert shown(lines)[1:5] == [(2, -1), (2, 0), (2, 1), (2, 2)]


def test_a_child_that_comes_later_stands_after_its_siblings(lines):
    assert lines.add_children(2, 2, 3) == 2

    assert shown(lines)[1:6] == [(2, -1), (2, 0), (2, 1), (2, 2), (2, 3)]


def test_dropping_the_oldest_tells_how_many_lines_went(lines):
    lines.append(4, 1)

    assert lines.drop_until(3) == 4
    assert shown(lines) == [(3, -1), (3, 0), (4, -1), (4, 0)]


def test_what_is_not_there_has_no_line(lines):
    assert lines.find(1, 0) is None
    assert lines.find(9) is None
    assert lines.find(3, 0) == 5


def test_a_reset_keeps_what_is_folded(lines):
    lines.fold(2)

    lines.reset([(2, 2), (3, 1)])

    assert shown(lines) == [(2, -1), (3, -1), (3, 0)]
