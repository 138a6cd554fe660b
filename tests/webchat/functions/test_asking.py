"""A form is asked for until the answers fit it, and what was typed is still there."""

from webchat.errors import FunctionError
from webchat.functions.asking import FormRequest, ask_until_it_fits
from webchat.functions.contract.records import FormInput

REQUEST = FormRequest(
    "Orders",
    "",
    (FormInput("string", "name", "Name"), FormInput("number", "count", "How many")),
    problem=FunctionError("The shop did not answer."),
)


def answering(*answers):
    shown = []
    left = list(answers)

    async def ask(request):
        shown.append(request)
        return left.pop(0)

    return ask, shown


async def test_answers_that_fit_are_taken():
    ask, shown = answering({"name": "Ada", "count": "2"})
    answered = await ask_until_it_fits(ask, REQUEST)
    assert shown == [REQUEST]
    assert answered is not None
    assert answered.values == {"name": "Ada", "count": "2"}


async def test_answers_that_do_not_fit_are_shown_again_with_what_is_wrong():
    ask, shown = answering({"name": "Ada", "count": "two"}, {"name": "Ada", "count": "2"})
    assert await ask_until_it_fits(ask, REQUEST) is not None
    again = shown[1]
    assert again.values == {"name": "Ada", "count": "two"}
    assert [(key, error.kind) for key, error in again.errors.items()] == [("count", "number")]
    assert again.problem is None


async def test_a_person_may_give_up():
    ask, shown = answering({}, None)
    assert await ask_until_it_fits(ask, REQUEST) is None
    assert len(shown) == 2
