"""What a person reads when a process has ended."""

import signal

import pytest

from webchat.functions.app import AppSettings, FunctionApp
from webchat.functions.hosts.failures import ended_process, how_it_ended, not_started

APP = FunctionApp("orders", "Orders", "action", {}, settings=AppSettings(memory=64))
ENDED = "The process of “orders” ended while its action function ran: "
MEMORY = "it needed more memory than the 64 MB that “memory” among the app's settings allows."


@pytest.mark.parametrize(
    ("code", "words", "sentence"),
    [
        (0, "some words", f"{ENDED}exit code 0."),
        (3, "", f"{ENDED}exit code 3."),
        (3, "Error: no", f"{ENDED}exit code 3. Its last words: Error: no"),
        (-signal.SIGKILL, "", f"{ENDED}signal SIGKILL."),
        (-signal.SIGABRT, "FATAL ERROR: JavaScript heap out of memory", ENDED + MEMORY),
        (-signal.SIGTRAP, "Check failed: reservation_.SetPermissions(…)", ENDED + MEMORY),
        (1, "MemoryError", ENDED + MEMORY),
        (-signal.SIGSEGV, "", f"{ENDED}signal SIGSEGV. Perhaps {MEMORY}"),
        (
            -signal.SIGTRAP,
            "\n#\n# Fatal error in , line 0\n#\n 1: 0x7f8c5f node::Abort() [/usr/bin/node]\n",
            f"{ENDED}signal SIGTRAP. Its last words: # Fatal error in , line 0",
        ),
        (None, "words", "The process of “orders” was ended while its action function ran."),
    ],
)
def test_how_a_process_ended_while_a_function_ran(code, words, sentence):
    assert str(ended_process(APP, "action", code, words)) == sentence


def test_last_words_are_not_a_novel():
    sentence = str(ended_process(APP, "action", 1, "x" * 10_000))
    assert len(sentence) < 550


def test_a_signal_without_a_name_has_a_number():
    assert how_it_ended(-signal.SIGTERM) == "signal SIGTERM"
    assert how_it_ended(-63) == "signal 63"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (TimeoutError(), "it was not ready in time."),
        (FileNotFoundError(2, "No such file or directory", "/bin/node"),
         "No such file or directory: /bin/node."),
        (OSError(12, "Cannot allocate memory"), "Cannot allocate memory."),
    ],
)  # fmt: skip
def test_why_a_process_cannot_be_started(error, why):
    assert str(not_started(APP, error)) == f"The process of “orders” cannot be started: {why}"
