"""A zip is unpacked below its folder and nowhere else, whole or not at all."""

import io
import os
import stat
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webchat.functions.apps.support import make_app, make_zip, write
from webchat.errors import FunctionAppError
from webchat.functions.apps.archive import Limits, app_folder, unpack
from webchat.functions.apps.reading import read_app

SMALL = Limits(size=1000, count=10)


@pytest.fixture
def packed(tmp_path):
    def packed(*members):
        path = tmp_path / "app.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
            for name, text in members:
                opened.writestr(name, text)
        return path

    return packed


@pytest.fixture
def out(tmp_path):
    return tmp_path / "into" / "unpacked"


@pytest.fixture
def refused(out):
    def refused(archive, limits=None):
        with pytest.raises(FunctionAppError) as caught:
            unpack(archive, out, limits)
        assert not out.exists()
        assert list(out.parent.iterdir()) == []
        return str(caught.value)

    return refused


def member(name, kind, mode=0o777):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | mode) << 16
    return info


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_an_app_comes_out_as_it_was(tmp_path, out):
    folder = write(make_app(tmp_path / "orders"), inner__helper_py="x = 1\n")
    unpack(make_zip(tmp_path / "orders.zip", folder), out)
    assert files_in(out) == ["action.py", "inner", "inner/helper.py"]
    assert read_app(app_folder(out)).has("action")


@pytest.mark.parametrize("top", ["orders", "orders-main"])
def test_a_single_folder_that_holds_all_is_the_app(tmp_path, out, top):
    unpack(make_zip(tmp_path / "x.zip", make_app(tmp_path / "orders"), top=top), out)
    assert app_folder(out) == out / top
    assert read_app(app_folder(out)).title == top


def test_a_single_function_in_its_folder_is_no_app_of_its_own(packed, out):
    unpack(packed(("action/index.js", "")), out)
    assert app_folder(out) == out


def test_what_a_mac_adds_is_left_out(packed, out):
    unpack(packed(("x/action.py", ""), ("__MACOSX/x/._action.py", ""), ("x/.DS_Store", "")), out)
    assert files_in(out) == ["x", "x/action.py"]


def test_slashes_the_other_way_round_are_slashes(packed, out):
    unpack(packed(("build\\index.js", "")), out)
    assert files_in(out) == ["build", "build/index.js"]


@pytest.mark.parametrize(
    "name",
    ["../out.py", "a/../../out.py", "/etc/out.py", "C:/out.py", "..\\out.py", "C:\\out.py", ".."],
)
def test_a_name_that_leads_out_is_refused(packed, refused, tmp_path, name):
    assert "which leads out of its folder" in refused(packed(("action.py", ""), (name, "x")))
    assert not list(tmp_path.rglob("out.py"))


def test_a_link_is_refused(packed, refused):
    link = (member("action.py", stat.S_IFLNK), "/etc/passwd")
    assert refused(packed(link)) == "The zip holds 'action.py', which is a link."


@pytest.mark.parametrize("kind", [stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_anything_else_that_is_no_file_is_refused(packed, refused, kind):
    assert "neither a file nor a folder" in refused(packed((member("action.py", kind), "")))


def test_one_that_unpacks_to_too_much_is_refused(packed, refused):
    assert "comes to more than" in refused(packed(("a.py", "x" * 600), ("b.py", "x" * 600)), SMALL)


def test_one_of_too_many_files_is_refused(packed, refused):
    many = [(f"{number}.py", "") for number in range(11)]
    assert refused(packed(*many), SMALL) == "The zip holds more than 10 files and folders."


def test_a_list_that_lies_about_the_size_does_not_help(packed, refused):
    path = packed(("action.py", "x" * 100_000))
    data = bytearray(path.read_bytes())
    at = data.rfind(struct.pack("<I", 100_000))
    data[at : at + 4] = struct.pack("<I", 10)
    path.write_bytes(data)
    assert "is no zip that can be read" in refused(path, SMALL)


def test_two_files_of_one_name_are_refused(packed, refused):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = packed(("action.py", "1"), ("action.py", "2"))
    assert refused(path) == "app.zip cannot be unpacked: File exists."


def test_a_file_in_the_place_of_a_folder_is_refused(packed, refused):
    assert "cannot be unpacked" in refused(packed(("a", ""), ("a/b.py", "")))


def test_an_encrypted_one_says_what_to_do(packed, refused):
    path = packed(("action.py", "x"))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    path.write_bytes(data)
    assert refused(path) == "The zip is encrypted; make one without a password."


@pytest.mark.parametrize("content", [b"", b"PK", b"nonsense" * 100, b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_is_told(tmp_path, refused, content):
    (tmp_path / "app.zip").write_bytes(content)
    assert refused(tmp_path / "app.zip").startswith("app.zip is no zip that can be read: ")


def test_one_that_was_cut_off_is_told(packed, refused):
    path = packed(("action.py", os.urandom(5000)))
    path.write_bytes(path.read_bytes()[:3000])
    assert "is no zip that can be read" in refused(path)


def test_one_that_is_not_there_is_told(tmp_path, refused):
    assert refused(tmp_path / "gone.zip") == (
        "gone.zip cannot be unpacked: No such file or directory."
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_one_is_a_sentence_or_stays_below_its_folder(tmp_path_factory, changes):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        opened.writestr("action.py", "x" * 50, zipfile.ZIP_DEFLATED)
        opened.writestr("b.py", "y" * 50, zipfile.ZIP_LZMA)
        opened.writestr("c/d.py", "z" * 50, zipfile.ZIP_BZIP2)
    content = bytearray(data.getvalue())
    for place, byte in changes:
        content[place % len(content)] = byte
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "app.zip").write_bytes(content)
    try:
        unpack(folder / "app.zip", folder / "into" / "out", SMALL)
    except FunctionAppError:
        assert list((folder / "into").iterdir()) == []
    assert sorted(path.name for path in folder.iterdir()) == ["app.zip", "into"]
