"""Parameters that were shown masked, edited, and put back."""

from webchat.functions.authentication.secret_keys import MASK
from webchat.functions.calls.unmasking import unmasked

REAL = {"oauth2": {"access_token": "real", "token_type": "Bearer", "redirect_queries": ["code"]}}


def test_what_is_masked_is_put_back():
    shown = {"oauth2": {"access_token": MASK, "token_type": "Bearer", "redirect_queries": [MASK]}}
    assert unmasked(shown, REAL) == REAL


def test_what_a_person_wrote_over_a_mask_stays():
    edited = {"oauth2": {"access_token": "expired", "token_type": MASK}, "custom": {"key": MASK}}
    assert unmasked(edited, REAL) == {
        "oauth2": {"access_token": "expired", "token_type": "Bearer"},
        "custom": {"key": MASK},
    }


def test_what_is_of_another_shape_stays():
    assert unmasked({"oauth2": 5}, REAL) == {"oauth2": 5}
    assert unmasked([MASK, MASK], ["a"]) == ["a", MASK]
    assert unmasked({"oauth2": MASK}, REAL) == REAL
