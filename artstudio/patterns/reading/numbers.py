"""Numbers as people write them: digits, decimals, fractions, and words in five languages."""

from __future__ import annotations

import re

NUMBERS_BY_LANGUAGE = {
    "en": {
        "one": 1, "single": 1, "two": 2, "double": 2, "twin": 2, "three": 3, "triple": 3,
        "four": 4, "quadruple": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13, "fourteen": 14,
        "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20, "thirty": 30,
        "seventeen": 17, "nineteen": 19, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100,
    },
    "de": {
        "eins": 1, "zwei": 2, "doppelt": 2, "doppelte": 2, "doppelter": 2, "drei": 3, "vier": 4,
        "funf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
        "elf": 11, "zwolf": 12, "zwoelf": 12, "dutzend": 12, "sechzehn": 16, "zwanzig": 20,
        "dreizehn": 13, "vierzehn": 14, "funfzehn": 15, "fuenfzehn": 15, "achtzehn": 18,
        "vierundzwanzig": 24, "dreissig": 30, "sechsunddreissig": 36, "vierzig": 40,
        "funfzig": 50, "fuenfzig": 50, "sechzig": 60,
    },
    "es": {
        "dos": 2, "doble": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
        "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "docena": 12,
        "dieciseis": 16, "veinte": 20,
        "trece": 13, "catorce": 14, "quince": 15, "dieciocho": 18, "veinticuatro": 24,
        "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60,
    },
    "fr": {
        "deux": 2, "double": 2, "trois": 3, "triple": 3, "quatre": 4, "cinq": 5, "six": 6,
        "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "douzaine": 12,
        "seize": 16, "vingt": 20,
        "treize": 13, "quatorze": 14, "quinze": 15, "trente": 30, "quarante": 40,
        "cinquante": 50, "soixante": 60,
    },
    "it": {
        "due": 2, "doppio": 2, "doppia": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6,
        "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "undici": 11, "dodici": 12,
        "dozzina": 12, "sedici": 16, "venti": 20,
        "tredici": 13, "quattordici": 14, "quindici": 15, "diciotto": 18,
        "ventiquattro": 24, "trenta": 30, "quaranta": 40, "cinquanta": 50, "sessanta": 60,
    },
}  # fmt: skip
"""Folded words. Articles ("ein", "un") are left out: they rarely count."""

NUMBER_WORDS = {word: n for words in NUMBERS_BY_LANGUAGE.values() for word, n in words.items()}

_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875,
           "⅓": 1 / 3, "⅔": 2 / 3}  # fmt: skip
_SPELLED = {"half": 0.5, "quarter": 0.25}
VULGAR = "".join(_VULGAR)
NUMBER = (
    rf"(?:\d+(?:\s+|-)\d+/(?:2|4|8|16|32|64)(?!\d)|\d+\s?[{VULGAR}]|[{VULGAR}]|\d+/(?:2|4|8|16|32|64)(?!\d)"
    r"|\d+[.,]\d+|\d+|\.\d+"
    r"|(?:half|quarter)(?:\s+of)?(?:\s+an?)?(?=[\s-]+inch))"
)
"""A regular expression: 102, 10,5, 3 1/2, 3½, 1/4."""


def parse_number(text: str) -> float:
    """Return the value of a text that `NUMBER` matches."""
    if text[0].isalpha():
        return _SPELLED[text.casefold().split()[0]]
    text = text.replace("-", " ")
    if text[-1] in _VULGAR:
        whole = text[:-1].strip()
        return (int(whole) if whole else 0) + _VULGAR[text[-1]]
    if "/" in text:
        whole, _, fraction = text.rpartition(" ")
        upper, lower = re.split("/", fraction.strip())
        return (int(whole) if whole.strip() else 0) + int(upper) / int(lower)
    return float(text.replace(",", "."))
