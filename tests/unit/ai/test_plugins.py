"""Providers as plug-ins: one door for all, and a broken one hurts nobody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.core import checks

from artstudio.ai import (
    ImageRequest,
    ProviderConfig,
    ProviderNotConfigured,
    check_model,
    config_from_environment,
    get_image_client,
    get_llm_client,
    list_providers,
    load_plugins,
    prepare_image,
)
from artstudio.ai.errors import PluginFailed, ProviderUnreachable
from artstudio.ai.plugins import BUILT_IN, BUILT_IN_NAMES
from artstudio.ai.provider import Provider
from artstudio.services.costs.price_table import price_table
from artstudio.services.costs.prices import cost_of
from rmos_runs.errors import InvalidRequest
from tests.plugin_packages import installed, write_package

GOOD = """
    from artstudio.ai.base import ImageResponse, ProviderInfo
    from artstudio.ai.errors import ProviderUnreachable
    from artstudio.ai.provider import Provider, Setting

    class Client:
        name = "{name}"
        def __init__(self, config, policy):
            self.word = config.setting("ARTSTUDIO_{upper}_WORD")
        def generate(self, prompt, **options):
            if self.word == "away":
                raise ProviderUnreachable("It is away.")
            if self.word == "raises":
                raise RuntimeError("sk-secret")
            if self.word == "returns":
                return "no picture"
            facts = {{"at": object()}} if self.word == "facts" else {{"word": self.word}}
            return ImageResponse(b"<svg/>", "m", "1x1", prompt_sent=prompt.prompt, metadata=facts)

    def describe(config):
        word = config.setting("ARTSTUDIO_{upper}_WORD")
        return ProviderInfo(name="{name}", title="T", description="D", routes=("raster", "native"),
                            models=("m", "v"), native_models=("v",), default_model="m",
                            configured=bool(word), reason="" if word else "Set the word.",
                            free=False)

    PROVIDER = Provider(name="{name}", describe=describe, image_client=Client,
                        settings=(Setting(name="ARTSTUDIO_{upper}_WORD"),),
                        prices={{"m": {{"picture": 0.04}}}})
"""
BROKEN = {
    "no-module": ("PROVIDER = 1", "mine = artstudio_gone:PROVIDER", "ModuleNotFoundError"),
    "no-object": ("OTHER = 1", "", "AttributeError"),
    "raises": ("1 / 0", "", "ZeroDivisionError"),
    "ends-the-process": ("raise SystemExit(3)", "", "SystemExit"),
    "is-no-provider": ("PROVIDER = {'name': 'mine'}", "", "TypeError"),
    "has-another-name": (GOOD.format(name="other", upper="X"), "", "'other'"),
    "takes-a-name": (GOOD.format(name="openai", upper="X"), "openai = artstudio_mine:PROVIDER", ""),
    "takes-a-queue": (GOOD.format(name="local", upper="X"), "local = artstudio_mine:PROVIDER", ""),
    "has-no-client": (
        """
        from artstudio.ai.provider import Provider
        PROVIDER = Provider(name="mine", describe=lambda config: None)
        """,
        "",
        "neither image_client nor llm_client",
    ),
    "has-a-bad-setting": (
        GOOD.format(name="mine", upper="X").replace("ARTSTUDIO_X_WORD", "a=b"),
        "",
        "'a=b'",
    ),
}


@pytest.fixture
def asked_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["manage.py", "check"])


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[None]:
    write_package(tmp_path, "mine", GOOD.format(name="mine", upper="MINE"))
    with installed(tmp_path):
        yield
    sys.modules.pop("artstudio_mine", None)


def config(word: str = "hello") -> ProviderConfig:
    return config_from_environment({"ARTSTUDIO_MINE_WORD": word})


def check_messages(id: str) -> list[str]:
    return [m.msg for m in checks.run_checks(tags=["artstudio"]) if m.id == id]


def test_the_built_in_two_are_entry_points_like_all_others() -> None:
    assert BUILT_IN_NAMES == ("stub", "openai")
    assert all(isinstance(entry.load(), Provider) for entry in BUILT_IN)
    assert list(load_plugins().providers) == ["stub", "openai"]
    assert load_plugins().faults == ()


@pytest.mark.usefixtures("mine")
def test_an_installed_provider_is_listed_after_the_built_in_ones_and_draws() -> None:
    assert [info.name for info in list_providers(config())] == ["stub", "openai", "mine"]

    answer = get_image_client("mine", config()).generate(ImageRequest(prompt="a crow"))

    assert (answer.prompt_sent, answer.metadata) == ("a crow", {"word": "hello"})


@pytest.mark.usefixtures("mine")
def test_a_missing_setting_is_named_in_the_list_and_in_the_error() -> None:
    info = list_providers(config(""))[-1]
    with pytest.raises(ProviderNotConfigured, match="Set the word"):
        get_image_client("mine", config(""))
    assert (info.configured, info.reason) == (False, "Set the word.")


@pytest.mark.usefixtures("mine")
def test_its_routes_take_its_own_models_and_no_others() -> None:
    check_model("mine", "v", config(), route="native")
    for model, route in [("m", "native"), ("gpt-image-2", "raster")]:
        with pytest.raises(InvalidRequest):
            check_model("mine", model, config(), route=route)
    with pytest.raises(ProviderNotConfigured, match="no language model"):
        get_llm_client("mine", config())


@pytest.mark.usefixtures("mine")
@pytest.mark.parametrize("word", ["raises", "returns"])
def test_whatever_it_does_becomes_a_known_error_that_quotes_nothing(word: str) -> None:
    with pytest.raises(PluginFailed) as caught:
        get_image_client("mine", config(word)).generate(ImageRequest(prompt="x"))
    assert "sk-secret" not in caught.value.message
    assert caught.value.billed == "maybe"


@pytest.mark.usefixtures("mine")
def test_its_own_known_errors_come_through_and_odd_facts_are_left_out() -> None:
    with pytest.raises(ProviderUnreachable, match="away"):
        get_image_client("mine", config("away")).generate(ImageRequest(prompt="x"))
    answer = get_image_client("mine", config("facts")).generate(ImageRequest(prompt="x"))
    assert (answer.image_bytes, answer.metadata) == (b"<svg/>", {})


@pytest.mark.usefixtures("mine")
def test_a_refusal_to_send_is_no_fault_of_the_plugin() -> None:
    def refuse() -> None:
        raise KeyboardInterrupt

    with (
        prepare_image("mine", ImageRequest(prompt="x"), config()) as send,
        pytest.raises(KeyboardInterrupt),
    ):
        send("r", refuse)


@pytest.mark.usefixtures("mine")
def test_a_price_for_each_picture_counts_by_the_usage() -> None:
    assert cost_of("m", {"pictures": 3}) == Decimal("0.12")
    assert cost_of("m", {"input_tokens": 3}) is None
    typical = price_table().typical_of("m", "raster")
    assert typical is not None
    assert typical.high == {"pictures": 1}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.usefixtures("asked_to_check")
def test_a_broken_plugin_is_named_by_check_and_hurts_nobody(kind: str, tmp_path: Path) -> None:
    code, entry, reason = BROKEN[kind]
    write_package(tmp_path, "mine", code, entry=entry)
    write_package(tmp_path, "well", GOOD.format(name="well", upper="WELL"))
    try:
        with installed(tmp_path):
            (said,) = check_messages("artstudio.W004")
            names = [info.name for info in list_providers(config_from_environment({}))]
            title = list_providers(
                ProviderConfig(openai_api_key="k", plugin_settings=(("ARTSTUDIO_WELL_WORD", "x"),))
            )[1].title
    finally:
        for module in ("artstudio_mine", "artstudio_well"):
            sys.modules.pop(module, None)
    assert names == ["stub", "openai", "well"]
    assert title == "OpenAI"
    assert "artstudio-mine" in said
    assert reason in said


@pytest.mark.usefixtures("asked_to_check")
def test_one_that_cannot_describe_itself_is_shown_as_not_configured(tmp_path: Path) -> None:
    code = GOOD.format(name="mine", upper="MINE").replace('("raster", "native")', '("pattern",)')
    write_package(tmp_path, "mine", code)
    try:
        with installed(tmp_path):
            info = list_providers(config())[-1]
            (said,) = check_messages("artstudio.W004")
    finally:
        sys.modules.pop("artstudio_mine", None)
    assert (info.name, info.configured) == ("mine", False)
    assert "manage.py check" in info.reason
    assert "'pattern'" in said


@pytest.mark.usefixtures("asked_to_check")
def test_prices_that_are_none_are_named_and_the_table_still_holds(tmp_path: Path) -> None:
    code = GOOD.format(name="mine", upper="MINE").replace("0.04", "'much'")
    write_package(tmp_path, "mine", code)
    try:
        with installed(tmp_path):
            (said,) = check_messages("artstudio.W005")
            assert price_table().fault == ""
            assert price_table().price_of("gpt-image-2") is not None
    finally:
        sys.modules.pop("artstudio_mine", None)
    assert said.startswith("Prices of the plug-in mine:")


@pytest.mark.usefixtures("mine", "asked_to_check")
def test_check_tells_of_one_that_is_well() -> None:
    assert check_messages("artstudio.I005") == ["Provider mine is not configured (plug-in)."]
