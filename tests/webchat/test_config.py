"""Settings from code, TOML and JSON."""

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from webchat.config import DEFAULT_FORM, ColorTheme, Config, FileAttachment, load_config
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
    with pytest.raises(FrozenInstanceError):
        Config().agent = "none"  # type: ignore[misc]


def test_a_misspelled_setting_in_code_is_an_error():
    with pytest.raises(TypeError, match="agnet"):
        Config(agnet="none")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "setting",
    [
        {"agent": "robot"},
        {"agent_delay": -1},
        {"start_engagement_timeout": 0},
        {"reservation_timeout": 0.0},
        {"available": "perhaps"},
        {"strings": {"Read": 1}},
        {"component_props": {"MessageInput": 1}},
    ],
    ids=str,
)
def test_a_value_in_code_that_cannot_be_is_an_error(setting):
    with pytest.raises(ValueError, match=rf"{next(iter(setting))}[.\w]*: .*should be"):
        Config(**setting)


def test_a_value_in_code_becomes_what_its_type_says(tmp_path):
    config = Config(
        data_dir=str(tmp_path),  # type: ignore[arg-type]
        file_attachment={"maxFileSize": 5},  # type: ignore[arg-type]
        markdown_support={"enabled": True},  # type: ignore[arg-type]
    )
    assert config.data_dir == tmp_path
    assert config.file_attachment == FileAttachment(max_file_size=5)
    assert config.markdown_support.enabled


def test_a_nested_setting_that_is_misspelled_is_an_error():
    with pytest.raises(ValueError, match=r"file_attachment\.maxSize"):
        Config(file_attachment={"maxSize": 5})  # type: ignore[arg-type]


def test_the_documented_keys_may_be_used_in_code(tmp_path):
    config = Config(startEngagementOnInit=True, dataDir=tmp_path)  # type: ignore[call-arg]
    assert (config.start_engagement_on_init, config.data_dir) == (True, tmp_path)
    assert replace(config, agent="none").start_engagement_on_init


def test_a_bare_name_is_a_themes(tmp_path):
    loaded = load_config(written(tmp_path, "a.json", '{"colorTheme": "DarkTheme"}')).config
    assert loaded.color_theme == ColorTheme(base_name="DarkTheme")
    assert Config(color_theme="DarkTheme") == loaded  # type: ignore[arg-type]


def test_defaults_hold_where_the_file_says_nothing(tmp_path):
    path = written(tmp_path, "a.json", '{"agentDelay": 2}')
    config = load_config(path, agent_delay=5, agent="none").config
    assert (config.agent_delay, config.agent) == (2, "none")


def test_no_file_no_library_that_checks_one():
    code = "import sys, webchat; webchat.Config(agent_delay=0); sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_parts_of_a_setting_are_named_as_documented(tmp_path):
    text = '{"fileAttachment": {"maxFileSize": 5, "read_only": true}}'
    files = load_config(written(tmp_path, "a.json", text)).config.file_attachment
    assert (files.max_file_size, files.read_only) == (5, True)
    for wrong in ('{"maxFileSize": 0}', '{"maxFileSise": 5}', '{"enabled": []}'):
        with pytest.raises(ConfigError, match=r"a\.json: file_attachment"):
            load_config(written(tmp_path, "a.json", f'{{"fileAttachment": {wrong}}}'))
