"""Files take their place whole, keep their permissions, and nothing that is no file is ever replaced."""

from __future__ import annotations

import os
import re
import stat
import sys
import threading
from pathlib import Path

import pytest

from wenmai.errors import InputError
from wenmai.system.files import folder, replacing


def test_the_old_file_stays_when_the_writing_fails(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError), replacing(target) as (stream,):
        stream.writelines([b"half", None])
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions")
def test_permissions_outlive_the_writing(tmp_path):
    target = tmp_path / "secret.html"
    target.touch(mode=0o600)
    with replacing(target) as (stream,):
        stream.write(b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with replacing(pipe) as (stream,):
        stream.write(b"through")
    reader.join(timeout=10)
    assert read == [b"through"]
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_the_sentence_names_the_file_that_was_asked_for(tmp_path):
    target = tmp_path / "missing" / "a.txt"
    with pytest.raises(InputError) as caught, replacing(target):
        pass
    assert str(caught.value).startswith(f"{target} cannot be written: ")
    assert ".part" not in str(caught.value)


def test_what_a_killed_process_left_is_removed_and_what_another_writes_is_not(tmp_path):
    place = tmp_path / "out[1].txt"
    left, other = tmp_path / ".out[1].txt.99999999-0.part", tmp_path / ".another.txt.99999999-0.part"
    for draft in (left, other):
        draft.write_text("half", "utf-8")
    with replacing(place) as (stream,):
        stream.write(b"first")
        assert not left.exists()
        with replacing(place) as (second,):
            second.write(b"second")
        assert place.read_bytes() == b"second"
    assert place.read_bytes() == b"first"
    assert sorted(tmp_path.iterdir()) == [other, place]


@pytest.mark.parametrize("name", ["x" * 255, "文" * 85, "x" * 201])
def test_a_name_as_long_as_a_file_may_have_is_written(tmp_path, name):
    for content in (b"first", b"second"):
        with replacing(tmp_path / name) as (stream,):
            stream.write(content)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"second")]


def test_links_in_a_circle_stay_and_are_one_sentence(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for target in (tmp_path / "a", tmp_path / "a" / "c.txt"):
        with pytest.raises(InputError, match="lead round in a circle"), replacing(target):
            pass
    assert (tmp_path / "a").is_symlink()
    with pytest.raises(InputError, match="a symbolic link that leads nowhere"):
        folder(tmp_path / "a")


def test_a_link_to_a_file_that_is_not_there_yet_makes_that_file(tmp_path):
    (tmp_path / "link").symlink_to("real")
    with replacing(tmp_path / "link") as (stream,):
        stream.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_missing_folder_is_named(tmp_path):
    with (
        pytest.raises(InputError, match=re.escape(f"there is no folder {tmp_path / 'no'}; make it first")),
        replacing(tmp_path / "no" / "a.txt"),
    ):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("size", [1, 1_000_000])
def test_a_full_disk_is_one_sentence_with_the_name(size):
    with (
        pytest.raises(InputError, match="/dev/full cannot be written: No space left"),
        replacing(Path("/dev/full")) as (s,),
    ):
        s.write(b"x" * size)
