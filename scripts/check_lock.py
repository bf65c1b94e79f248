"""Says where the lock files and pyproject.toml disagree, without asking any index. `make lock` mends it."""

import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
OURS = "school-improvement-portal"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")


@dataclass
class Pin:
    version: str
    hashes: int = 0
    asked_by: set[str] = field(default_factory=set)


def read_lock(text: str) -> tuple[dict[str, Pin], list[str]]:
    """The pins by name, and the lines that are none."""
    pins: dict[str, Pin] = {}
    strange: list[str] = []
    current = Pin("")
    for line in text.splitlines():
        if found := PIN.match(line):
            current = pins.setdefault(canonicalize_name(found["name"]), Pin(found["version"]))
        elif line.startswith("    --hash=sha256:"):
            current.hashes += 1
        elif line.startswith("    #"):
            asker = line.strip("# ").removeprefix("via").strip()
            if asker and not asker.startswith("-c "):
                current.asked_by.add(asker.split(" ")[0])
        elif line and not line.startswith("#"):
            strange.append(line)
    return pins, strange


def problems_of(name: str, text: str, declared: list[Requirement]) -> list[str]:
    pins, strange = read_lock(text)
    problems = [f"{name}: not a pin: {line}" for line in strange]
    if found := re.search(r"\S+://\S+|^\s*--(?:index|extra|find|trusted)\S*", text, re.MULTILINE):
        problems.append(f"{name}: names an address: {found[0]}")
    for requirement in declared:
        pin = pins.get(canonicalize_name(requirement.name))
        if pin is None:
            problems.append(f"{name}: {requirement.name} is missing")
        elif not requirement.specifier.contains(pin.version):
            problems.append(f"{name}: {requirement.name} {pin.version} is outside {requirement.specifier}")
    names = {canonicalize_name(requirement.name) for requirement in declared}
    for pinned, pin in pins.items():
        if not pin.hashes:
            problems.append(f"{name}: {pinned} has no hash")
        if OURS in pin.asked_by and pinned not in names:
            problems.append(f"{name}: {pinned} is no longer asked for")
        problems += [
            f"{name}: {pinned} was for {asker}, which is gone"
            for asker in sorted(pin.asked_by - {OURS})
            if canonicalize_name(asker) not in pins
        ]
    return problems


def unbounded(requirements: list[Requirement]) -> list[str]:
    """Each dependency says the oldest it was tried with and where it stops."""
    return [
        f"pyproject.toml: {requirement} needs a lower and an upper bound"
        for requirement in requirements
        if {specifier.operator for specifier in requirement.specifier} != {">=", "<"}
    ]


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = [Requirement(text) for text in project["dependencies"]]
    extras = [Requirement(text) for texts in project["optional-dependencies"].values() for text in texts]
    run_text = (ROOT / "requirements/run.lock").read_text(encoding="utf-8")
    dev_text = (ROOT / "requirements/dev.lock").read_text(encoding="utf-8")
    run_pins, dev_pins = read_lock(run_text)[0], read_lock(dev_text)[0]
    problems = [
        *unbounded(run + extras),
        *problems_of("run.lock", run_text, run),
        *problems_of("dev.lock", dev_text, run + extras),
        *(
            f"run.lock: {name} {pin.version} is not what dev.lock has"
            for name, pin in run_pins.items()
            if name not in dev_pins or dev_pins[name].version != pin.version
        ),
    ]
    if problems:
        print("\n".join([*problems, "The lock files and pyproject.toml disagree: type `make lock`."]))
        return 1
    print(
        f"The locks agree with pyproject.toml: {len(run_pins)} packages to run, {len(dev_pins)} to develop."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
