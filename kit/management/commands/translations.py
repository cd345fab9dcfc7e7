"""`manage.py translations --check` says whether every text of the interface is translated.

Texts are gathered from copies in a temporary folder: gathering writes beside the templates, and a
touched folder would make the front end be built again.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

# Of a catalogue's head, only what its readers need: dates and tools would change with each run.
HEAD = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Language", "Plural-Forms")
NAMED = re.compile(r"%\(\w+\)[a-z]")
UNNAMED = re.compile(r"%[sd]")
BRACED = re.compile(r"\{\w*\}")


class Command(BaseCommand):
    """Compares the catalogues with the texts in the code."""

    help = "Check that every text is translated, or bring the catalogues up to date."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        mode = parser.add_mutually_exclusive_group(required=True)
        mode.add_argument("--check", action="store_true", help="name what is missing, exit 1")
        mode.add_argument("--update", action="store_true", help="rewrite locale/*/LC_MESSAGES/*.po")

    def handle(self, *args: Any, update: bool, **options: Any) -> None:
        """Gather the texts, then write the catalogues or name their faults."""
        if shutil.which("xgettext") is None:
            raise CommandError("xgettext is missing. On Debian: apt-get install gettext")
        faults = []
        with TemporaryDirectory() as folder:
            for path, gathered in _gathered(Path(settings.BASE_DIR), Path(folder)):
                if update:
                    self._write(path, gathered)
                else:
                    faults += [f"{path}: {fault}" for fault in _faults(gathered)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(
                f"{len(faults)} texts are not translated. Run: manage.py translations --update, "
                "then translate what is empty and take away the word fuzzy where it is right."
            )

    def _write(self, path: Path, gathered: polib.POFile) -> None:
        text = str(gathered).rstrip() + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{path} is up to date with the code now")


def _gathered(base: Path, folder: Path) -> Iterator[tuple[Path, polib.POFile]]:
    """Yield each catalogue's place with what it would hold if it were gathered today."""
    sources = {"django": _python_and_templates(base, folder / "django")}
    if (base / "package.json").exists():
        sources["djangojs"] = _scripts(base, folder / "djangojs")
    for language, _name in settings.LANGUAGES:
        if language == settings.LANGUAGE_CODE:
            continue
        for domain, source in sources.items():
            inner = Path("locale", language, "LC_MESSAGES", f"{domain}.po")
            yield base / inner, _gather(base / inner, source, inner, language, domain)


def _python_and_templates(base: Path, copy: Path) -> Path:
    packages = [path.parent for path in base.glob("*/__init__.py") if path.parent.name != "tests"]
    for package in packages:
        only = shutil.ignore_patterns("__pycache__", "migrations")
        shutil.copytree(package, copy / package.name, ignore=only)
    if (base / "templates").is_dir():
        shutil.copytree(base / "templates", copy / "templates")
    return copy


def _scripts(base: Path, copy: Path) -> Path:
    build = [str(base / "bin" / "with-node"), "npm", "run", "--silent", "build:texts"]
    _run(build, base)
    shutil.copytree(base / "build" / "texts", copy / "texts")
    return copy


def _gather(path: Path, source: Path, inner: Path, language: str, domain: str) -> polib.POFile:
    catalogue = source / inner
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        shutil.copyfile(path, catalogue)
    extensions = "js" if domain == "djangojs" else "py,html,txt"
    command = [sys.executable, "-m", "django", "makemessages", "--locale", language]
    command += ["--domain", domain, "--extension", extensions]
    _run([*command, "--no-location", "--no-wrap", "--no-obsolete"], source)
    if not catalogue.exists():
        return polib.POFile(wrapwidth=0)
    found = polib.pofile(str(catalogue), wrapwidth=0)
    found.header = "Brought up to date with the code by: manage.py translations --update"
    found.metadata_is_fuzzy = False
    found.metadata = {key: found.metadata[key] for key in HEAD if key in found.metadata}
    found.metadata["Language"] = language
    found.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    _ask_for_each_plural(found)
    return found


def _ask_for_each_plural(catalogue: polib.POFile) -> None:
    # A new text comes with two forms, as English has; a third that nobody asks for goes missing.
    rule = re.search(r"nplurals=(\d+)", catalogue.metadata.get("Plural-Forms", ""))
    count = int(rule.group(1)) if rule else 2
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {n: entry.msgstr_plural.get(n, "") for n in range(count)}


def _run(command: list[str], folder: Path) -> None:
    # Without our settings, Django's command looks for `locale` where it is started.
    surroundings = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def _faults(catalogue: polib.POFile) -> Iterator[str]:
    for entry in catalogue:
        if entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not entry.translated():
            yield f"missing: {entry.msgid!r}"
        elif not _keeps_placeholders(entry):
            yield f"other placeholders than the original: {entry.msgid!r}"


def _keeps_placeholders(entry: polib.POEntry) -> bool:
    """Say whether the translation names the same values; a form of a plural may leave some out."""
    wanted = _placeholders(entry, entry.msgid + entry.msgid_plural)
    if entry.msgid_plural:
        forms = entry.msgstr_plural.values()
        return all(_placeholders(entry, form) <= wanted for form in forms)
    return _placeholders(entry, entry.msgstr) == wanted


def _placeholders(entry: polib.POEntry, text: str) -> set[str]:
    # Scripts' texts come without a mark that they have placeholders; names give those away.
    found = set(NAMED.findall(text))
    if "python-format" in entry.flags:
        found.update(UNNAMED.findall(text))
    if "python-brace-format" in entry.flags:
        found.update(BRACED.findall(text))
    return found
