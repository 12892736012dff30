"""Safety flags of brands, figures and artists: whole names, five languages, few false alarms."""

from __future__ import annotations

import pytest

from artstudio.services.requests.safety import check_prompt_safety, safety_flags

BRANDS = [
    "Gibson headstock",
    "a GIBSON's rosette",
    "Gibsons Kopfplatte",
    "gibson-style inlay",
    "two Telecasters",
    "Les Paul",
    "Höfner Bass",
    "a Martin guitar rosette",
    "guitare Martin",
    "logo de Martin",
    "logo of Fender",
    "Fender's headstock",
    "Larrivée",
    "Coca-Cola",
]
FIGURES = ["Mickey Mouse inlay", "Micky-Maus", "Pokémon", "Spider-Man", "Schlümpfe", "los pitufos"]
ARTISTS = [
    "a rat in the style of Banksy",
    "im Stil von David Hockney",
    "dans le style de Daniel Buren",
    "al estilo de Miquel Barceló",
    "nello stile di Maurizio Cattelan",
]
PLAIN = [
    "a gift for Martin",
    "a guitar for Martin",
    "Martin's guitar rosette",
    "a martin on a branch",
    "Saint Martin and the beggar",
    "a rosette for Taylor",
    "a car fender with flames",
    "fender bender",
    "a Gibson girl",
    "gibsonite crystals",
    "Nike of Samothrace",
    "apple tree",
    "guild hall",
    "in the style of Art Nouveau",
    "im Stil von Alfons Mucha",
    "granada y hojas",
    "escudo de armas",
    "the heroine of the opera",
]


@pytest.mark.parametrize(
    ("prompt", "rule"),
    [
        *((prompt, "brand_names") for prompt in BRANDS),
        *((prompt, "copyrighted_characters") for prompt in FIGURES),
        *((prompt, "living_artists") for prompt in ARTISTS),
        ("eine Pistole", "weapons"),
        ("un couteau", "weapons"),
        ("un cuchillo", "weapons"),
        ("una svastica", "hate"),
        ("ein Mord", "violence"),
        ("cocaína", "drugs"),
        ("Selbstmord", "self_harm"),
        ("mujer desnuda", "sexual"),
    ],
)
def test_a_name_is_flagged_by_its_rule(prompt: str, rule: str) -> None:
    assert rule in {flag["rule"] for flag in safety_flags(prompt)}
    assert f"prompt_contains_{rule}" in check_prompt_safety(prompt)["warnings"]


@pytest.mark.parametrize("prompt", PLAIN)
def test_a_plain_word_is_not_flagged(prompt: str) -> None:
    assert safety_flags(prompt) == []
