"""What a DXF file holds besides what is drawn: header, tables, blocks, objects.

R2000 wants a minimum of it: a viewport, three line types, layer 0, a text and a
dimension style, an application, two blocks with their records and layouts, a
root dictionary with its groups and layouts. Every one has a handle and an
owner. R12 wants a header and its layers.
Source: the DXF reference of release 2000; ezdxf's notes "Minimal DXF Content".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import starmap

from artstudio.svg.export.colour_index import colour_index

Tag = tuple[int, object]
MODEL_SPACE = "1F"
_PAPER_SPACE = "1B"
_MODEL_LAYOUT, _PAPER_LAYOUT = "22", "1E"
_ROOT, _GROUPS, _LAYOUTS = "C", "D", "1A"
_LINE_TYPES = (("14", "ByBlock"), ("15", "ByLayer"), ("16", "Continuous"))
_FIRST_LAYER_HANDLE = 0x100
_TABLES = ("VPORT", "LTYPE", "LAYER", "STYLE", "VIEW", "UCS", "APPID", "DIMSTYLE", "BLOCK_RECORD")
_TABLE_HANDLES = dict(zip(_TABLES, ("8", "5", "2", "3", "6", "7", "9", "A", "1"), strict=True))


def r2000_frame(
    *, entities: str, layers: Mapping[str, str], size_mm: tuple[float, float], next_handle: int
) -> bytes:
    """Return a whole file around the text of its entities.

    layers: names with their colours, `#rrggbb`. size_mm: what is shown at first.
    """
    text = "".join(
        [
            _section("HEADER", _header("AC1015", size_mm, next_handle=next_handle)),
            _section("CLASSES", _classes()),
            _section("TABLES", _tables(layers, size_mm)),
            _section("BLOCKS", _blocks()),
            _section("ENTITIES", entities),
            _section("OBJECTS", _objects()),
        ]
    )
    return _file(text)


def r12_frame(*, entities: str, layers: Mapping[str, str], size_mm: tuple[float, float]) -> bytes:
    """Return a whole file of release 12 around the text of its entities."""
    line_type: list[Tag] = [(0, "LTYPE"), (2, "CONTINUOUS"), (70, 0), (3, "Solid line")]
    line_type += [(72, 65), (73, 0), (40, 0.0)]
    names = [tag for name, colour in layers.items() for tag in _r12_layer(name, colour)]
    names = [*_r12_layer("0", "#000000"), *names]
    tables = _r12_table("LTYPE", 1, line_type) + _r12_table("LAYER", len(layers) + 1, names)
    return _file(
        _section("HEADER", _header("AC1009", size_mm))
        + _section("TABLES", tables)
        + _section("ENTITIES", entities)
    )


def _file(text: str) -> bytes:
    return (text + "0\nEOF\n").encode("ascii")


def _tags(tags: Iterable[Tag]) -> str:
    return "".join(f"{code}\n{value}\n" for code, value in tags)


def _section(name: str, body: str) -> str:
    return f"0\nSECTION\n2\n{name}\n{body}0\nENDSEC\n"


def _header(version: str, size_mm: tuple[float, float], *, next_handle: int | None = None) -> str:
    width, height = size_mm
    tags: list[Tag] = [(9, "$ACADVER"), (1, version)]
    if next_handle is not None:
        tags += [(9, "$HANDSEED"), (5, f"{next_handle:X}")]
        # Millimetres, and metric patterns and line types with them.
        tags += [(9, "$INSUNITS"), (70, 4), (9, "$MEASUREMENT"), (70, 1)]
    tags += [(9, "$EXTMIN"), (10, 0.0), (20, 0.0), (30, 0.0)]
    tags += [(9, "$EXTMAX"), (10, width), (20, height), (30, 0.0)]
    tags += [(9, "$LIMMIN"), (10, 0.0), (20, 0.0), (9, "$LIMMAX"), (10, width), (20, height)]
    return _tags(tags)


def _classes() -> str:
    names = {
        "ACDBDICTIONARYWDFLT": "AcDbDictionaryWithDefault",
        "ACDBPLACEHOLDER": "AcDbPlaceHolder",
        "LAYOUT": "AcDbLayout",
    }
    last: list[Tag] = [(3, "ObjectDBX Classes"), (90, 0), (280, 0), (281, 0)]
    return "".join(
        _tags([(0, "CLASS"), (1, name), (2, subclass), *last]) for name, subclass in names.items()
    )


def _r12_layer(name: str, colour: str) -> list[Tag]:
    return [(0, "LAYER"), (2, name), (70, 0), (62, colour_index(colour)), (6, "CONTINUOUS")]


def _r12_table(name: str, count: int, records: Iterable[Tag]) -> str:
    return _tags([(0, "TABLE"), (2, name), (70, count), *records, (0, "ENDTAB")])


def _tables(layers: Mapping[str, str], size_mm: tuple[float, float]) -> str:
    records = {
        "VPORT": [_viewport(size_mm)],
        "LTYPE": list(starmap(_line_type, _LINE_TYPES)),
        "LAYER": _layers(layers),
        "STYLE": [_text_style()],
        "APPID": [_record("APPID", "12", "AcDbRegAppTableRecord", [(2, "ACAD"), (70, 0)])],
        "DIMSTYLE": [_dimension_style()],
        "BLOCK_RECORD": [
            _block_record(MODEL_SPACE, "*Model_Space", _MODEL_LAYOUT),
            _block_record(_PAPER_SPACE, "*Paper_Space", _PAPER_LAYOUT),
        ],
    }
    return "".join(_table(name, records.get(name, [])) for name in _TABLES)


def _table(name: str, records: list[str]) -> str:
    head: list[Tag] = [(0, "TABLE"), (2, name), (5, _TABLE_HANDLES[name]), (330, 0)]
    head += [(100, "AcDbSymbolTable"), (70, len(records))]
    head += [(100, "AcDbDimStyleTable")] if name == "DIMSTYLE" else []
    return _tags(head) + "".join(records) + _tags([(0, "ENDTAB")])


def _record(table: str, handle: str, subclass: str, tags: list[Tag]) -> str:
    # Only a dimension style has its handle in another group, because 5 was taken.
    code = 105 if table == "DIMSTYLE" else 5
    head: list[Tag] = [(0, table), (code, handle), (330, _TABLE_HANDLES[table])]
    return _tags([*head, (100, "AcDbSymbolTableRecord"), (100, subclass), *tags])


def _viewport(size_mm: tuple[float, float]) -> str:
    width, height = size_mm
    tags: list[Tag] = [(2, "*Active"), (70, 0), (10, 0.0), (20, 0.0), (11, 1.0), (21, 1.0)]
    tags += [(12, width / 2), (22, height / 2), (13, 0.0), (23, 0.0)]
    tags += [(14, 10.0), (24, 10.0), (15, 10.0), (25, 10.0)]
    tags += [(16, 0.0), (26, 0.0), (36, 1.0), (17, 0.0), (27, 0.0), (37, 0.0)]
    tags += [(40, height * 1.1), (41, width / height), (42, 50.0), (43, 0.0), (44, 0.0)]
    tags += [(50, 0.0), (51, 0.0), (71, 0), (72, 1000), (73, 1), (74, 3)]
    tags += [(75, 0), (76, 0), (77, 0), (78, 0)]
    return _record("VPORT", "29", "AcDbViewportTableRecord", tags)


def _line_type(handle: str, name: str) -> str:
    tags: list[Tag] = [(2, name), (70, 0), (3, ""), (72, 65), (73, 0), (40, 0.0)]
    return _record("LTYPE", handle, "AcDbLinetypeTableRecord", tags)


def _layers(layers: Mapping[str, str]) -> list[str]:
    return [_layer("10", "0", "#000000")] + [
        _layer(f"{handle:X}", name, colour)
        for handle, (name, colour) in enumerate(layers.items(), _FIRST_LAYER_HANDLE)
    ]


def _layer(handle: str, name: str, colour: str) -> str:
    # 390 is the plot style: the placeholder among the objects.
    tags: list[Tag] = [(2, name), (70, 0), (62, colour_index(colour)), (6, "Continuous")]
    return _record("LAYER", handle, "AcDbLayerTableRecord", [*tags, (370, -3), (390, "F")])


def _text_style() -> str:
    tags: list[Tag] = [(2, "Standard"), (70, 0), (40, 0.0), (41, 1.0), (50, 0.0), (71, 0)]
    return _record(
        "STYLE", "11", "AcDbTextStyleTableRecord", [*tags, (42, 2.5), (3, "txt"), (4, "")]
    )


def _dimension_style() -> str:
    return _record("DIMSTYLE", "27", "AcDbDimStyleTableRecord", [(2, "Standard"), (70, 0)])


def _block_record(handle: str, name: str, layout: str) -> str:
    return _record("BLOCK_RECORD", handle, "AcDbBlockTableRecord", [(2, name), (340, layout)])


def _blocks() -> str:
    return _block(MODEL_SPACE, "*Model_Space", ("20", "21")) + _block(
        _PAPER_SPACE, "*Paper_Space", ("1C", "1D"), [(67, 1)]
    )


def _block(owner: str, name: str, handles: tuple[str, str], space: Iterable[Tag] = ()) -> str:
    begin, end = handles
    entity = [(330, owner), (100, "AcDbEntity"), *space, (8, "0")]
    tags: list[Tag] = [(0, "BLOCK"), (5, begin), *entity, (100, "AcDbBlockBegin"), (2, name)]
    tags += [(70, 0), (10, 0.0), (20, 0.0), (30, 0.0), (3, name), (1, "")]
    tags += [(0, "ENDBLK"), (5, end), *entity, (100, "AcDbBlockEnd")]
    return _tags(tags)


def _objects() -> str:
    return "".join(
        [
            _dictionary(
                _ROOT,
                "0",
                {"ACAD_GROUP": _GROUPS, "ACAD_LAYOUT": _LAYOUTS, "ACAD_PLOTSTYLENAME": "E"},
            ),
            _dictionary(_GROUPS, _ROOT, {}),
            _dictionary(_LAYOUTS, _ROOT, {"Layout1": _PAPER_LAYOUT, "Model": _MODEL_LAYOUT}),
            _layout(_PAPER_LAYOUT, "Layout1", _PAPER_SPACE, flags=0, order=1),
            _layout(_MODEL_LAYOUT, "Model", MODEL_SPACE, flags=1024, order=0),
            _plot_styles(),
        ]
    )


def _dictionary(handle: str, owner: str, entries: Mapping[str, str]) -> str:
    head: list[Tag] = [(0, "DICTIONARY"), (5, handle), (330, owner)]
    head += [(100, "AcDbDictionary"), (281, 1)]
    return _tags(head + [tag for name, to in entries.items() for tag in ((3, name), (350, to))])


def _plot_styles() -> str:
    tags: list[Tag] = [(0, "ACDBDICTIONARYWDFLT"), (5, "E"), (330, _ROOT)]
    tags += [(100, "AcDbDictionary"), (281, 1), (3, "Normal"), (350, "F")]
    tags += [(100, "AcDbDictionaryWithDefault"), (340, "F")]
    return _tags([*tags, (0, "ACDBPLACEHOLDER"), (5, "F"), (330, "E")])


def _layout(handle: str, name: str, block: str, *, flags: int, order: int) -> str:
    tags: list[Tag] = [(0, "LAYOUT"), (5, handle), (330, _LAYOUTS), (100, "AcDbPlotSettings")]
    tags += [(1, ""), (2, ""), (4, ""), (6, "")]
    tags += [(code, 0.0) for code in (40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 140, 141)]
    tags += [(142, 1.0), (143, 1.0), (70, flags), (72, 1), (73, 0), (74, 5), (7, ""), (75, 16)]
    tags += [(147, 1.0), (148, 0.0), (149, 0.0), (100, "AcDbLayout"), (1, name), (70, 1)]
    tags += [(71, order), (10, 0.0), (20, 0.0), (11, 420.0), (21, 297.0)]
    tags += [(12, 0.0), (22, 0.0), (32, 0.0), (14, 0.0), (24, 0.0), (34, 0.0)]
    tags += [(15, 0.0), (25, 0.0), (35, 0.0), (146, 0.0), (13, 0.0), (23, 0.0), (33, 0.0)]
    tags += [(16, 1.0), (26, 0.0), (36, 0.0), (17, 0.0), (27, 1.0), (37, 0.0), (76, 0)]
    return _tags([*tags, (330, block)])
