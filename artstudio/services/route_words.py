"""The words of a prompt that speak of geometry, and those that speak of a picture.

Lower case, without accents, in the singular; plurals are found by `singulars`.
A phrase of up to four words wins over the words in it. Besides English, the
plain words of German, French, Spanish and Italian.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

LONGEST_PHRASE = 4


def _listed(text: str) -> frozenset[str]:
    """Return the entries of a text that are parted by commas or lines."""
    return frozenset(entry for part in re.split(r"[,\n]", text) if (entry := part.strip()))


STRUCTURE = _listed(
    """
    rosette, ring, band, circle, arc, ellipse, concentric, annulus, radial, spoke, ray, sunburst,
    rosace, stripe, striped, lines, grid, lattice, mesh, tile, tiled, tiling, tessellation,
    tessellated, tessellate, mosaic, parquet, honeycomb, hexagon, hexagonal, hex, octagon,
    octagonal, pentagon, pentagonal, polygon, polygonal, triangle, triangular, squares, rectangle,
    rhombus, rhombille, lozenge, diamond, cube, star, starburst, pentagram, hexagram, snowflake,
    compass, compass rose, knot, knotwork, interlace, interlaced, interlacing, braid, braided,
    plait, plaited, weave, woven, triquetra, triskele, triskelion, celtic, mandala, rangoli,
    kaleidoscope, doily, medallion, purfling, binding, border, frieze, edging, backstrip, strip,
    chevron, herringbone, checker, chequer, checkered, chequered, checkerboard, chequerboard,
    chess board, chessboard, zigzag, zig zag, sawtooth, meander, greek key, running dog, rope,
    bead and reel, guilloche, moire, spirograph, spiral, helix, archimedean, volute, fretwork,
    arabesque, girih, islamic, moorish, penrose, voronoi, delaunay, truchet, fractal, sierpinski,
    hilbert curve, koch curve, fibonacci, golden ratio, phyllotaxis, isometric, houndstooth,
    dog tooth, fish scale, fish scale pattern, fishbone, swallow tail, swallowtail, cat paw,
    snake skin, dragon scale, tartan, plaid, gingham, argyle, basket weave, jigsaw, jigsaw puzzle,
    puzzle, maze, labyrinth, gear, cog, dots, polka dot, wave pattern, petal, fold,
    flower of life, seed of life, metatron, yin yang, tooth, teeth, pattern, texture, hatching,
    crosshatch, cross hatch, chainmail, chain mail, strapwork, brick, quilt, asanoha, seigaiha,
    shippo, sashiko, kumiko, wicker, dial, clock face, ruler, protractor, graph, muster, motif,
    motivo, disegno geometrico, rosettenmuster, reif, kreis, kreise, streifen, kachel, kacheln,
    fliese, fliesen, stern, sterne, achtzackig, sechszackig, zwolfzackig, knoten, flechtband,
    flechtwerk, flechtmuster, fischgrat, fischgratmuster, schachbrett, schachbrettmuster, karo,
    karomuster, raute, rauten, gitter, spirale, spiralen, dreieck, dreiecke, sechseck, sechsecke,
    achteck, maander, keltisch, keltische, keltischer, keltisches, ringe, ringen, bienenwabe,
    waben, mosaik, zierleiste, anneau, anneaux, cercle, rayure, carreau, carreaux, etoile, noeud,
    entrelacs, entrelac, damier, losange, celtique, mosaique, tresse, frise, pavage,
    nid d abeille, roseta, roseton, anillo, circulo, raya, azulejo, mosaico, estrella, nudo,
    espiga, espiguilla, cenefa, ajedrezado, tablero de ajedrez, rombo, espiral, trenza, panal,
    greca, celta, rosone, anello, anelli, cerchio, cerchi, striscia, strisce, piastrella,
    piastrelle, stella, stelle, nodo, nodi, intreccio, intrecci, spina di pesce, scacchiera,
    rombi, spirali, greche, celtico, celtici, nido d ape
    """
)
"""Figures that rules draw: rings, knots, tilings, bands and what they are made of."""

METHOD = _listed(
    """
    geometric, geometrical, geometry, symmetric, symmetrical, symmetry, rotational symmetry,
    parametric, mathematical, threefold, fourfold, fivefold, sixfold, sevenfold, eightfold,
    ninefold, tenfold, twelvefold, sixteenfold, pointed star, repeat pattern, repeating pattern,
    seamless pattern, geometrisch, geometrisches, symmetrisch, geometrique, symetrique,
    geometrico, geometrica, simetrico, simmetrico
    """
)
"""Words that ask for geometry whatever it shows."""

SUBJECT = _listed(
    """
    animal, bird, eagle, dove, swallow, phoenix, hummingbird, owl, raven, crow, hawk, falcon,
    heron, crane, swan, duck, goose, geese, peacock, parrot, robin, sparrow, penguin, flamingo,
    rooster, hen, chicken, butterfly, moth, dragonfly, bee, beetle, ladybug, spider, cat, kitten,
    dog, puppy, wolf, fox, bear, lion, lioness, tiger, leopard, panther, cheetah, zebra, giraffe,
    elephant, rhino, hippo, monkey, gorilla, panda, koala, kangaroo, horse, pony, unicorn, donkey,
    cow, bull, bison, ox, oxen, sheep, lamb, goat, pig, boar, deer, stag, elk, moose, reindeer,
    goldfish, rabbit, hare, bunny, squirrel, hedgehog, badger, otter, mouse, mice, rat, bat,
    snake, lizard, gecko, turtle, tortoise, frog, toad, crocodile, dinosaur, fish, trout, salmon,
    koi, carp, shark, whale, dolphin, octopus, squid, jellyfish, crab, lobster, seahorse, dragon,
    griffin, mermaid, fairy, angel, demon, devil, monster, goblin, elf, wizard, witch, goddess,
    buddha, man, men, woman, women, child, children, girl, boy, baby, people, person,
    smiling face, hands, all seeing eye, skull, skeleton, king, queen, knight, soldier, sailor,
    pirate, samurai, astronaut, dancer, ballerina, cowboy, viking, warrior, santa, rider,
    musician, bride, grandmother, grandfather, forest, woods, jungle, mountain, hill, cliff,
    river, lake, sea, ocean, beach, island, waterfall, desert, sky, cloud, storm, sunset, sunrise,
    moonlight, night, village, town, city, street, skyline, castle, mansion, palace, church,
    cathedral, temple, tower, house, cottage, barn, farm, garden, lighthouse, windmill, ship,
    boat, sailboat, submarine, train, locomotive, car, truck, tractor, motorcycle, bicycle,
    airplane, rocket, spaceship, robot, dagger, pistol, border collie, manta ray, starfish,
    landscape, seascape, cityscape, scene, scenery, battle, still life, vase, cup, mug, bowl,
    chair, bouquet, tree of life, vogel, adler, eule, rabe, schwan, schmetterling, katze, hund,
    wolfe, fuchs, hirsch, reh, pferd, hase, kuh, fisch, drache, elefant, lowe, mann, mannes, frau,
    kind, kinder, gesicht, wald, berg, berge, bergen, landschaft, meer, stadt, burg, sturm,
    schiff, segelschiff, haus, himmel, oiseau, oiseaux, aigle, hibou, cygne, papillon, chat,
    chien, loup, renard, cerf, cheval, chevaux, lapin, vache, poisson, homme, femme, enfant,
    visage, foret, montagne, paysage, mer, ville, chateau, bateau, bateaux, maison, ciel, pajaro,
    aguila, buho, cisne, mariposa, gato, perro, lobo, zorro, ciervo, caballo, conejo, gallo, pez,
    hombre, mujer, mujeres, nino, nina, rostro, bosque, montana, paisaje, ciudad, castillo, barco,
    cielo, uccello, uccelli, aquila, gufo, cigno, farfalla, gatto, gatti, lupo, lupi, volpe,
    cervo, cervi, cavallo, cavalli, coniglio, pesce, pesci, drago, uomo, donna, donne, bambino,
    volto, bosco, montagna, paesaggio, citta, castello, nave
    """
)
"""Animals, people, places and things: what no rule draws."""

MANNER = _listed(
    """
    realistic, photorealistic, hyperrealistic, realism, lifelike, photo, photograph, photographic,
    portrait, caricature, cartoon, comic, anime, manga, chibi, watercolor, watercolour,
    oil painting, painting, painted, paint, sketch, sketched, pencil, charcoal, ink wash,
    brush stroke, woodcut, linocut, lino print, illustration, illustrated, in the style of,
    in style of, impressionist, expressionist, surreal, surrealist, cubist, pop art, steampunk,
    fantasy, whimsical, fotorealistisch, realistisch, portrat, aquarell, gemalde, skizze,
    zeichnung von, holzschnitt, im stil von, im stile von, realiste, aquarelle, peinture,
    dans le style de, croquis, realista, retrato, acuarela, pintura, al estilo de,
    en el estilo de, boceto, realistico, realistica, ritratto, acquerello, dipinto,
    nello stile di, schizzo
    """
)
"""Ways of drawing that a picture has and geometry has not."""

PLANT = _listed(
    """
    flower, wild flower, rose, daisy, lily, tulip, poppy, sunflower, orchid, thistle, blossom,
    cherry blossom, tree, oak tree, oak leaf, maple tree, maple leaf, pine tree, birch tree,
    willow, palm,
    fern, mushroom, cactus, fruit, apple, grape, strawberry, wheat, plant, blume, blumen, baum,
    baume, eiche, blatter, fleur, arbre, arbol, arboles, albero, alberi, fiore, fiori, cipressi
    """
)
"""Plants, a picture by themselves and an ornament beside a figure; oak alone is a material."""

_STROKED = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"})


def plain_words(text: str) -> list[tuple[str, str]]:
    """Return each word as it is compared (lower case, no accents) and as it was said."""
    found = re.findall(r"[^\W\d_]+|\d+", unicodedata.normalize("NFC", text))
    return [(_plain(word), word.lower()) for word in found]


def singulars(word: str) -> Iterator[str]:
    """Return the forms under which a word or phrase may be listed, itself first."""
    yield word
    for ending, instead in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word.removesuffix(ending) + instead


def listed_words(text: str, *lists: frozenset[str]) -> Iterator[tuple[frozenset[str], str]]:
    """Return the words and phrases of a text that a list has: the list, and what was said."""
    words = plain_words(text)
    at = 0
    while at < len(words):
        taken = 1
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            part = words[at : at + length]
            phrase = " ".join(plain for plain, _ in part)
            if (owner := _owner(phrase, lists)) is not None:
                yield owner, " ".join(said for _, said in part)
                taken = length
                break
        at += taken


def _owner(phrase: str, lists: tuple[frozenset[str], ...]) -> frozenset[str] | None:
    forms = itertools.product(singulars(phrase), lists)
    return next((words for form, words in forms if form in words), None)


def _plain(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_STROKED))
    return "".join(char for char in parts if not unicodedata.combining(char))
