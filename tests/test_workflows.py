"""The hosted workflows say what the project says elsewhere: which Pythons, which checks, which versions of actions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import needs
import sessions

yaml = needs.library("yaml")

GITHUB = sessions.ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PROJECT = tomllib.loads((sessions.ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def jobs(path: Path) -> dict:
    return yaml.safe_load(path.read_text("utf-8"))["jobs"]


def steps(path: Path) -> list[dict]:
    return [step for job in jobs(path).values() for step in job["steps"]]


def test_every_python_that_is_promised_is_tested_on_every_system():
    matrix = jobs(GITHUB / "workflows" / "ci.yml")["systems"]["strategy"]["matrix"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert matrix["python"] == promised
    assert f">={promised[0]}" == PROJECT["requires-python"]
    assert {system.partition("-")[0] for system in matrix["system"]} == {"ubuntu", "macos", "windows"}


def test_the_hosted_run_is_the_one_of_every_machine():
    assert "bash .ci/run" in [step.get("run") for step in steps(GITHUB / "workflows" / "ci.yml")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_the_token_reads_only(path):
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w./-]+@v\d+\.\d+\.\d+", action) for action in used)
    assert yaml.safe_load(path.read_text("utf-8"))["permissions"] == {"contents": "read"}


def test_a_release_is_published_without_a_secret():
    text = (GITHUB / "workflows" / "release.yml").read_text("utf-8")
    assert jobs(GITHUB / "workflows" / "release.yml")["publish"]["permissions"] == {"id-token": "write"}
    assert "secrets." not in text


@pytest.mark.parametrize("path", sorted((GITHUB / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda path: path.stem)
def test_a_form_asks_each_thing_once(path):
    form = yaml.safe_load(path.read_text("utf-8"))
    fields = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert form["name"]
    assert form["description"]
    assert len(fields) == len(set(fields)) >= 3


def test_the_documentation_is_hosted_with_the_extra_that_builds_it():
    hosted = yaml.safe_load((sessions.ROOT / ".readthedocs.yaml").read_text("utf-8"))
    assert set(hosted["python"]["install"][0]["extra_requirements"]) <= set(PROJECT["optional-dependencies"])
    assert (sessions.ROOT / hosted["sphinx"]["configuration"]).is_file()
    assert hosted["sphinx"]["fail_on_warning"]
