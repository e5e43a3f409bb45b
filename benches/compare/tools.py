"""The tools that are compared, and how each is had."""
import dataclasses
import hashlib
import pathlib
import re
import subprocess
import venv

HERE = pathlib.Path(__file__).resolve().parent
# What each Python peer needs; the versions are in requirements.txt.
PYTHON_PEERS = {
    "trafilatura": ["trafilatura"],
    "resiliparse": ["resiliparse"],
    "readability-lxml": ["readability-lxml", "lxml_html_clean"],
    "jusText": ["jusText", "lxml_html_clean"],
    "gne": ["gne"],
    # It cuts Chinese into words with jieba.
    "newspaper4k": ["newspaper4k", "lxml_html_clean", "jieba"],
}
RUST_PEERS = ["dom_smoothie", "legible"]


class Unavailable(Exception):
    """A tool cannot be had; the message says why, in one line."""


@dataclasses.dataclass
class Tool:
    name: str
    version: str
    command: list
    # What its answers depend on beside the pages.
    key: str


def pins():
    found = re.findall(r"^([\w.-]+)==(\S+)", (HERE / "requirements.txt").read_text(), re.MULTILINE)
    return {name.lower(): version for name, version in found}


def crate_pins():
    return dict(re.findall(r'^(\w+) = "=(.+)"', (HERE / "peers/Cargo.toml").read_text(), re.MULTILINE))


def digest(*paths):
    return hashlib.sha256(b"".join(pathlib.Path(path).read_bytes() for path in paths)).hexdigest()


def checked(command, problem, **options):
    """Runs a command; what went wrong is the first line on its standard error that says so, or the last of all."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, **options)
    except OSError as error:
        raise Unavailable(f"{problem}: {command[0]}: {error.strerror}") from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        told = [line for line in lines if line.lower().startswith("error")] or lines[-1:]
        raise Unavailable(f"{problem}: {told[0]}")
    return done.stdout


def environment(folder):
    """The virtual environment's Python, made if it is not there."""
    python = folder / "venv/bin/python"
    if not python.exists():
        venv.create(folder / "venv", with_pip=True)
    install(python, ["pip"], folder)
    return python


def install(python, packages, folder):
    """Installs packages at their pinned versions, unless these very pins were installed before."""
    stamp = folder / f"venv/{'-'.join(packages)}.installed"
    requirements = HERE / "requirements.txt"
    if stamp.exists() and stamp.read_text() == digest(requirements):
        return
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--constraint", requirements]
    checked([python, "-m", "pip", "install", *options, *packages], "did not install")
    stamp.write_text(digest(requirements))


def python_peer(name, folder):
    python = environment(folder)
    install(python, PYTHON_PEERS[name], folder)
    script = HERE / "peers.py"
    return Tool(name, pins()[name.lower()], [python, script, name], digest(script, HERE / "requirements.txt"))


def rust_peer(name, folder):
    crate = HERE / "peers"
    build = ["cargo", "build", "--quiet", "--release", "--locked", "-j1", "--target-dir", folder / "cargo"]
    checked(build, "did not build", cwd=crate)
    binary = folder / "cargo/release/parasift-peers"
    sources = [crate / "src/main.rs", crate / "Cargo.toml", crate / "Cargo.lock"]
    return Tool(name, crate_pins()[name], [binary, name], digest(*sources))


def parasift(binary, model):
    command = [binary, "score", "--input", "html", "--format", "jsonl", "--threads", "1"]
    if model:
        command += ["--model", model]
    version = checked([binary, "--version"], "did not run").strip().removeprefix("parasift ")
    if model:
        # In brackets stands the model that is built in.
        version = version.partition(" (")[0]
    return Tool("parasift", version, command, digest(binary, *([model] if model else [])))


def available(binary, model, folder):
    """Tries to get every tool; returns those that can run, and the reasons for the others."""
    makers = {"parasift": lambda _, __: parasift(binary, model)}
    makers |= dict.fromkeys(RUST_PEERS, rust_peer) | dict.fromkeys(PYTHON_PEERS, python_peer)
    tools, reasons = [], {}
    for name, make in makers.items():
        try:
            tools.append(make(name, folder))
        except (Unavailable, OSError, subprocess.SubprocessError) as error:
            reasons[name] = str(error)
            print(f"{name}: {error}")
    return tools, reasons
