"""Settings from code, TOML and JSON."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from webchat.config import DEFAULT_FORM, Config, load_config
from webchat.errors import ConfigError


def written(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def test_no_setting_is_needed():
    config = Config()
    assert config.pre_engagement_config == DEFAULT_FORM
    assert (config.agent, config.data_dir, config.start_engagement_url) == ("concierge", None, None)


def test_the_default_form_is_everybodys_own():
    Config().pre_engagement_config["fields"].clear()
    assert len(Config().pre_engagement_config["fields"]) == 3


def test_documented_and_python_keys_say_the_same(tmp_path):
    data = {"startEngagementUrl": "http://localhost/start", "agent": "none", "context": {"a": [1]}}
    documented = load_config(written(tmp_path, "a.json", json.dumps(data)))
    own = load_config(
        written(
            tmp_path,
            "b.toml",
            'start_engagement_url = "http://localhost/start"\nagent = "none"\ncontext = {a = [1]}',
        )
    )
    assert documented == own
    assert own.config.start_engagement_url == "http://localhost/start"
    assert own.warnings == ()


def test_a_path_is_read_as_one(tmp_path):
    loaded = load_config(written(tmp_path, "a.TOML", 'dataDir = "kept"'))
    assert loaded.config.data_dir == Path("kept")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = written(tmp_path, "a.json", '{"agent": "person"}', encoding="utf-8-sig")
    assert load_config(path).config.agent == "person"


def test_an_unknown_key_is_named_and_passed_over(tmp_path):
    loaded = load_config(written(tmp_path, "a.json", '{"flexFlowSid": "FO1", "available": false}'))
    assert loaded.config.available is False
    assert loaded.warnings == (
        "a.json: 'flexFlowSid' is not a setting of this version and was passed over.",
    )


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.toml", "agent = x", r"a\.toml is not valid TOML: .*line 1"),
        ("a.json", '{"agent": }', r"a\.json is not valid JSON: .*line 1"),
        ("a.json", "[" * 100_000, r"a\.json is not valid JSON"),
        ("a.json", "[]", r"a\.json must hold one object of settings, but holds a list"),
        ("a.json", '{"agent": "robot"}', r"a\.json: agent: Input should be .*, but 'robot' came"),
        ("a.toml", "agent_delay = -1", r"agent_delay: .*greater than or equal to 0, but -1 came"),
        ("a.json", '{"context": {"a": 1}, "available": []}', r"available: .*bool.*but \[\] came"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_file(tmp_path, name, text, sentence):
    with pytest.raises(ConfigError, match=sentence):
        load_config(written(tmp_path, name, text))


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"missing\.toml cannot be read"):
        load_config(tmp_path / "missing.toml")
    (tmp_path / "latin.json").write_bytes(b'{"agent": "\xe4"}')
    with pytest.raises(ConfigError, match=r"latin\.json cannot be read: .*utf-8"):
        load_config(tmp_path / "latin.json")


def test_a_configuration_is_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        Config().agent = "none"


def test_a_misspelled_setting_in_code_is_an_error():
    with pytest.raises(ValueError, match="agnet"):
        Config(agnet="none")  # type: ignore[call-arg]
