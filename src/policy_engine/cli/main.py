"""Arguments in; a verb's report on standard output, what went wrong on standard error, and an exit code, out.

Every option has a twin in the environment, POLICY_ENGINE_<VERB>_<OPTION>; POLICY_ENGINE_LANG sets the
language of all verbs and of the help. What a verb needs is imported when it runs.
"""

import gc
import os
import sys
from collections.abc import Sequence

import click

from policy_engine.cli.check import check
from policy_engine.cli.decide import decide
from policy_engine.cli.diff import diff
from policy_engine.cli.export import export
from policy_engine.cli.fmt import fmt
from policy_engine.cli.init import init
from policy_engine.cli.render import render_document
from policy_engine.cli.rule import rule
from policy_engine.cli.shared import (
    CONTEXT,
    DONE,
    INTERRUPTED,
    LANGUAGE_VARIABLE,
    OUR_FAULT,
    WRONG_USE,
    language_of,
    note,
    t,
)
from policy_engine.cli.simulate import simulate
from policy_engine.cli.test import test
from policy_engine.domain.bilingual import Language


class _NobodyReadsError(Exception):
    """Whoever read us has read enough."""


class _Verbs(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        """Run a verb; a closed pipe is no failure of the program, as which click would report it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as gone:
            raise _NobodyReadsError from gone


@click.group(
    cls=_Verbs,
    context_settings=CONTEXT,
    help=t(
        "Memeriksa, menguji, dan menjalankan peraturan jaminan sosial daerah.",
        "Check, test and run regional social-security regulations.",
    ),
)
@click.version_option(package_name="policy-engine", prog_name="policy-engine")
def cli() -> None:
    """Hold the verbs."""


for _verb in (init, check, fmt, test, decide, diff, simulate, render_document, rule, export):
    cli.add_command(_verb)


_COLLECT = (1_000_000, 20, 50)
"""So many new objects before the youngest are looked through, so many times before the older are."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code; nothing but an exit code and sentences ever comes out."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # both are text files here
    # Nearly all that a run makes it needs to its end: to look for what could be thrown away takes a tenth of it.
    gc.set_threshold(*_COLLECT)
    code = _run(arguments)
    if arguments is None:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> None:
    """End the process as it is: to take apart all that it made takes a sixth of a run that checks one edited file."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        # Whoever read us is gone, or what we write to is full: the interpreter says so in its own way.
        return
    os._exit(code)


_QUERY_INTERRUPTED = "Query interrupted"
"""What DuckDB says in place of `KeyboardInterrupt` when the user stops the program while a query runs."""


def _run(arguments: Sequence[str] | None) -> int:
    chosen = os.environ.get(LANGUAGE_VARIABLE)
    if chosen not in (None, "", *(each.value for each in Language)):
        note(f'{LANGUAGE_VARIABLE}="{chosen}": ' + t('harus "id" atau "en"', 'must be "id" or "en"'))
        return WRONG_USE
    try:
        code = cli.main(arguments, prog_name="policy-engine", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (_NobodyReadsError, BrokenPipeError):
        # Nothing may be flushed into the closed pipe on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001  the last resort: a sentence, never a traceback
        if isinstance(error, RuntimeError) and str(error) == _QUERY_INTERRUPTED:
            return INTERRUPTED
        from policy_engine.commands import crash  # noqa: PLC0415

        note(crash.report(error, sys.argv[1:]).in_(language_of(None, None)))
        return OUR_FAULT
    return code if isinstance(code, int) else DONE
