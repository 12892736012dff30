"""What can go wrong between us and a provider, told by what to do and what was paid.

Two questions decide what happens next: may the same request be sent again
without paying twice (`retryable`), and was this one paid for (`billed`)?
Bytes that came back but cannot be used travel in `received`, so that the
caller can store them: nothing paid for is lost.

No message holds a key, a header or a path of this machine; texts of the
provider pass through `artstudio.ai.redact` before they get here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from rmos_runs.errors import DomainError, Kind

Billed = Literal["no", "maybe", "yes"]


class ImageClientError(DomainError):
    """No picture could be had from the provider."""

    kind: ClassVar[Kind] = Kind.UPSTREAM
    code: ClassVar[str] = "image_client_error"


class ProviderNotConfigured(ImageClientError):
    """The provider is not set up."""

    kind: ClassVar[Kind] = Kind.UNAVAILABLE
    code: ClassVar[str] = "provider_unavailable"


class ProviderError(ImageClientError):
    """The provider could not draw this. Try again, or choose another provider."""

    kind: ClassVar[Kind] = Kind.UPSTREAM
    code: ClassVar[str] = "provider_error"
    #: Sending the same request again cannot be paid for twice.
    retryable: bool = False
    #: Whether this try was, or may have been, paid for.
    billed: Billed = "maybe"

    def __init__(
        self,
        message: str | None = None,
        *,
        status: int | None = None,
        provider_request_id: str | None = None,
        retry_after: float | None = None,
        received: bytes | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep the facts.

        status: HTTP status of the answer; provider_request_id: the provider's own id;
        retry_after: seconds the provider asks to wait; received: the answer's bytes
        that could not be used; details: what the provider said beyond its message.
        """
        super().__init__(message or self.default_message())
        self.status = status
        self.provider_request_id = provider_request_id
        self.retry_after = retry_after
        self.received = received
        self.details: Mapping[str, Any] = details or {}

    @classmethod
    def default_message(cls) -> str:
        """Return the docstring as one line: what happened and what to do."""
        return " ".join((cls.__doc__ or "").split())


class PromptBlocked(ProviderError):
    """The provider's moderation refused this prompt. Change the prompt."""

    kind: ClassVar[Kind] = Kind.REFUSED
    code: ClassVar[str] = "prompt_blocked"


class AuthenticationFailed(ProviderError):
    """The provider did not accept the key. Check OPENAI_API_KEY."""

    code: ClassVar[str] = "authentication_failed"
    billed: Billed = "no"


class PermissionRefused(ProviderError):
    """The key may not use this model. Check its permissions, or choose another model."""

    code: ClassVar[str] = "permission_refused"
    billed: Billed = "no"


class ModelNotFound(ProviderError):
    """The provider has no such model or address. Check both: the model and OPENAI_BASE_URL."""

    code: ClassVar[str] = "model_not_found"
    billed: Billed = "no"


class RequestRejected(ProviderError):
    """The provider rejected the request. Choose another model, size or prompt."""

    code: ClassVar[str] = "request_rejected"
    billed: Billed = "no"


class RateLimited(ProviderError):
    """The provider takes no more requests just now. Wait a minute and try again."""

    code: ClassVar[str] = "rate_limited"
    retryable: bool = True
    billed: Billed = "no"


class QuotaExhausted(ProviderError):
    """The account's quota or credit is used up. Check plan and billing at the provider."""

    code: ClassVar[str] = "quota_exhausted"
    billed: Billed = "no"


class ProviderTimeout(ProviderError):
    """The provider did not answer in time, and may have billed it all the same.

    Try again if you accept that; ARTSTUDIO_OPENAI_TIMEOUT_S sets how long to wait.
    """

    code: ClassVar[str] = "provider_timeout"


class ProviderUnreachable(ProviderError):
    """The provider cannot be reached. Check the network and OPENAI_BASE_URL."""

    code: ClassVar[str] = "provider_unreachable"
    retryable: bool = True
    billed: Billed = "no"


class ConnectionLost(ProviderError):
    """The connection broke before the answer was complete. It may have been billed.

    Try again if you accept that.
    """

    code: ClassVar[str] = "connection_lost"


class ProviderFailed(ProviderError):
    """The provider had an error of its own. Try again later."""

    code: ClassVar[str] = "provider_failed"


class PluginFailed(ProviderError):
    """The provider's plug-in failed. The log has the details."""

    code: ClassVar[str] = "plugin_failed"


class InvalidAnswer(ProviderError):
    """The provider's answer holds no picture. Try again; what came back is kept."""

    code: ClassVar[str] = "invalid_answer"
    billed: Billed = "yes"


class AnswerTooLarge(ProviderError):
    """The provider's answer is too large and was not read to its end. Ask for something simpler."""

    code: ClassVar[str] = "answer_too_large"


class AnswerIncomplete(ProviderError):
    """The drawing breaks off: the model reached the most it may write. Ask for a simpler one."""

    code: ClassVar[str] = "answer_incomplete"
    billed: Billed = "yes"


class AnswerRefused(ProviderError):
    """The model refused to draw this. Change the prompt."""

    kind: ClassVar[Kind] = Kind.REFUSED
    code: ClassVar[str] = "answer_refused"
    billed: Billed = "yes"


class SvgOutputRefused(RequestRejected):
    """No SVG comes from this model or account. Choose another route, or a gpt-image-2.6 model.

    The key's organisation may need access to SVG output.
    """

    code: ClassVar[str] = "svg_output_refused"


class SvgModelRefused(RequestRejected):
    """The account's access and ARTSTUDIO_OPENAI_SVG_MODEL do not fit together.

    Where SVG model selection is enabled, set it to a text model; where it is not, unset it.
    """

    code: ClassVar[str] = "svg_model_refused"
