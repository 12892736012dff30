"""Drawings that must never change without a new ENGINE_VERSION.

The digests are of the geometry in whole micrometres, not of the SVG's text, so
that they say nothing about how numbers are written.
"""

from __future__ import annotations

import pytest

from artstudio.patterns import PatternConstraints, compose, draw_spec
from tests.unit.patterns.geometry import digest
from tests.unit.patterns.prompts import contours_of

GOLDEN: dict[tuple[str, int], str] = {
    ("soundhole rosette", 1): "30c28de7693475617b7f3c021f16e4123230e35094bf2acea210675234abca09",
    (
        "dense mosaic rosette with three rings",
        2,
    ): "9f27e43cebb137ea7f2d471059e2d062da621e687ac8815c54590eea98b207f1",
    ("celtic knot ring", 1): "8a01509e80106264c21be550fba7cb75e0c5f08c4acdb4abbf3d94f5e68028d7",
    ("celtic knot panel", 4): "b908eced988f276cf7cc3c6cbab8c2a70776d331e6a4f84a0ba37322a4661eb0",
    ("scroll vine", 1): "3c68006a37bfaefbb27df8eb8735efa8eb2585034291b13ff4693aa1c712c246",
    ("ivy wreath", 2): "6e962173e46c1e654f61b8205dcf0cf4128560b25d2b040c725a5a85e14ada2c",
    ("mandala", 1): "f7dabb8448647311cfdb4465bb7f2d8989ba80af4b643c1c2d2cdacae83a6ef8",
    (
        "12-fold lotus mandala",
        2,
    ): "de26a85c0610c6d0340dae29617f3351b91d39d85b4c87c7deff77b292c14d5e",
    ("bird medallion", 1): "6e6e013c98fed5b1e70992ec81f6b8982011b06e971704d6b5f62cbc4a3be589",
    ("sun medallion", 2): "04614ba0598439e314b867262408ed821dec4050f7874d6d2bf6daa6628177fe",
    (
        "islamic 8-fold tessellation",
        1,
    ): "33dc608ab339063cf6130f43e7c690cdd84a829f4febfdb659e1d7d679d04116",
    (
        "rhombille tessellation",
        2,
    ): "f1ad4baa16999036f739e8e57bda821e13062f3c6708a508ca6181d2f2bafe3e",
    ("herringbone purfling", 1): "667093c1b0b7d62a8980b61c1b05e53ca3c1a5a9349a0238e50210f968c3c1be",
    ("rope border", 2): "1ded9621d023c7bc4e3a0f8a006f43a02f7d76226c5cbd6f1a39065c72488838",
    (
        "gear with 12 teeth 60 mm",
        1,
    ): "2125a4ea9e58b2ba771222fb2c5ce6f107c91cc562fda38e0b7301f993748b63",
    ("five-pointed star", 1): "64c5edafcd9d87a4238626914a70d52db4ed3e8eab1f171397f4c3c2e5c53cf8",
    (
        "sunburst with 24 rays",
        1,
    ): "0e90758a35f9712af661f4c795f57de8023922767b0e8e135ff69e6bcf82b203",
    ("snowflake", 2): "6fbd2ded1ba79bf2c913c47169504108d48329bf6cfbbc7d8c33581eb1063f47",
    ("yin yang", 1): "0ebc0d21365e06c5c63b202031026a480a80ef4526e96beda9724460fa00c57d",
    ("flower of life", 1): "88f5dc22faecab49728bde183bc685b9578d7ffedd39d060b6038152b4e57862",
    ("8x8 chequerboard", 1): "7d46abe5320ad7e1deedc5cf49c39e6d31bfb61cfa1bc526b21c49f155e8b1b4",
    ("hexagon grid 6 by 5", 1): "55c834c3e58189b4008ed2d3cea3200397a70ccc8ed9c24d74446e9a620c9b64",
    ("fish scale pattern", 1): "8a04fdb15f5571ef2584e986329471103dcf25ea78653a0941fad21b7c1dfcd7",
    ("cairo tiling", 1): "6b05c7f013eda566464f31ee5a1167a92fd7ff19df2f8767d97439515717d9d0",
    ("penrose tiling", 1): "874991adf047384260f09ab515fe93a7b035ece9ab63febbd2ca737fd7c87e2e",
    ("maze", 1): "75150359df1319109033f2f895d3c05037d25b43ce30053a188aee4944f7b5a5",
    ("round maze", 2): "bbb653d1ae313c220c67b837a0907a04cfdb25e25c217140801bf5fe00cf3582",
    ("spiral with 5 turns", 1): "5226df0a8f768085d739fcd8645b418a82b0f5c2de8869606b47857b9d56f6a6",
    ("crescent moon", 3): "6f7e793876bba06eaee89563cbe05a89ba033566e84bad1b3a3f97bc2daae461",
    ("halftone", 1): "0d7b322d26dd2b287499c2661dd37676e97b2f8cf5eba73ad54f9ed566dd4f27",
}


@pytest.mark.parametrize(("prompt", "seed"), GOLDEN)
def test_the_geometry_is_what_it_always_was(prompt: str, seed: int) -> None:
    pattern = compose(prompt, constraints=PatternConstraints(), seed=seed)
    assert digest(contours_of(pattern)) == GOLDEN[prompt, seed]
    again = draw_spec(pattern.spec())
    assert digest(contours_of(again)) == GOLDEN[prompt, seed]
