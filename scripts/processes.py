"""Child processes that never outlive the process that started them, not even a `kill -9`."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent(parent: int, *, by: int = signal.SIGKILL) -> None:
    """Ask the kernel for a signal at the parent's death; the parent may be dead already."""
    if _libc.prctl(PR_SET_PDEATHSIG, by, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def start_child(
    command: Sequence[str], *, signal_at_parents_death: int = signal.SIGKILL, **options: Any
) -> subprocess.Popen[Any]:
    """A child in its own session, so that Ctrl-C reaches the parent alone.

    Call it from the main thread: the kernel watches the thread that starts the child.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with(os.getpid(), signal_at_parents_death),
        **options,
    )


def _end_with(parent: int, by: int) -> Callable[[], None]:
    return lambda: end_with_parent(parent, by=by)


def stop_child(child: subprocess.Popen[Any], *, grace_seconds: float = 10) -> None:
    if child.poll() is None:
        child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(grace_seconds)
        return
    child.kill()
    child.wait()
