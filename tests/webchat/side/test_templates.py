"""Templates: what is filled in here reads as the engine would fill it in."""

import subprocess
import sys

import pytest
from jinja2.sandbox import SandboxedEnvironment

from webchat.side.templates import check, fill

VALUES = {"name": "Ada {{count}} <b>", "count": 3, "nothing": None}


@pytest.mark.parametrize(
    "template",
    [
        "Hello {{name}}!",
        "{{name}}{{ count }}{{name}}",
        "{{  name\n}} {{nothing}}",
        "{{{name}}}",
        "{{missing}}.",
        "{{name}}\n",
        "{{name}}\r\n!",
        "{{name|upper}} }}",
        "{{name}} {% if count %}x{% endif %}",
        "{{name}} {# said by nobody #}",
        "{{true}} {{none}}",
        "{{name}} }} { %",
    ],
)
def test_a_template_reads_as_the_engine_reads_it(template):
    try:
        expected = SandboxedEnvironment().from_string(template).render(**VALUES)
    except Exception as error:
        with pytest.raises(type(error)):
            fill(template, **VALUES)
    else:
        assert fill(template, **VALUES) == expected


def test_mere_names_do_without_the_engine():
    code = (
        "import sys; from webchat.side.templates import check, fill; check('Key', 'Hi {{name}}'); "
        "fill('Hi {{name}}', name='Ada'); sys.exit('jinja2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_put_in_is_never_a_template():
    check("Key", "{{name}}")
    assert fill("{{name}}", name="{{count}}", count=3) == "{{count}}"
