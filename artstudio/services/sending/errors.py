"""What can go wrong between a drawing and the program that it is sent to."""

from __future__ import annotations

from rmos_runs.errors import DomainError, Kind


class SendingOff(DomainError):
    """Sending is off. Set ARTSTUDIO_SEND_TO to lightburn or millmage and start again."""

    kind = Kind.CONFLICT
    code = "sending_off"


class NothingToSend(DomainError):
    """There is no drawing in this variant. Send one that has one."""

    kind = Kind.CONFLICT
    code = "nothing_to_send"


class ProgramUnreachable(DomainError):
    """The program does not answer. Start it, and allow API access in its settings."""

    kind = Kind.UPSTREAM
    code = "program_unreachable"


class PairingRefused(DomainError):
    """The program did not allow the studio to connect. Send again and allow it in its window."""

    kind = Kind.UPSTREAM
    code = "pairing_refused"


class ProgramRefused(DomainError):
    """The program did not take the drawing."""

    kind = Kind.UPSTREAM
    code = "program_refused"
