"""What the repository's files promise about dependencies, locks and layers."""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import grimp
import pytest

LOCKS = [
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-boot.lock",
    "requirements-node.lock",
]
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(text: str) -> set[tuple[str, str]]:
    return {(canonical(name), version) for name, version in REQUIREMENT.findall(text)}


def asked_for(requirements: list[str]) -> set[str]:
    return {canonical(re.split(r"[<>=!~;\[ ]", line)[0]) for line in requirements}


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def direct(project: dict[str, Any]) -> set[str]:
    groups = project["dependency-groups"].values()
    return asked_for(project["project"]["dependencies"]).union(*map(asked_for, groups))


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json"])
def test_a_lock_names_no_host(root: Path, name: str) -> None:
    assert "://" not in (root / name).read_text("utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(root: Path, name: str) -> None:
    entries = (root / name).read_text("utf-8").split("\n")
    starts = [number for number, line in enumerate(entries) if REQUIREMENT.match(line)]
    assert starts
    assert all("--hash=sha256:" in entries[number + 1] for number in starts)


def test_every_front_end_package_has_an_integrity_hash(root: Path) -> None:
    packages = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    libraries = {path: entry for path, entry in packages.items() if path}
    assert libraries
    assert all(entry["integrity"].startswith("sha512-") for entry in libraries.values())


def test_tests_run_on_the_versions_that_residents_are_served_by(root: Path) -> None:
    served = locked((root / "requirements.lock").read_text("utf-8"))
    tested = locked((root / "requirements-dev.lock").read_text("utf-8"))
    assert served
    assert served <= tested


def test_the_lock_holds_every_dependency(root: Path, project: dict[str, Any]) -> None:
    names = {name for name, _ in locked((root / "requirements.lock").read_text("utf-8"))}
    assert asked_for(project["project"]["dependencies"]) <= names


def test_every_dependency_has_its_reason_and_no_reason_is_left_over(
    root: Path, direct: set[str]
) -> None:
    page = (root / "docs/dependencies.md").read_text("utf-8")
    front_end = json.loads((root / "package.json").read_text("utf-8"))["dependencies"]
    explained = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    assert sorted(map(canonical, explained)) == sorted(direct | set(map(canonical, front_end)))


def test_core_knows_only_the_standard_library_attrs_and_pydantic() -> None:
    graph = grimp.build_graph("core", include_external_packages=True, cache_dir=None)
    outside = {module for module in graph.modules if graph.is_module_squashed(module)}
    assert outside <= sys.stdlib_module_names | {"attr", "attrs", "pydantic"}
