"""Small changes of a module that a test must notice.

Operators of cosmic-ray (comparisons, arithmetic, conditions, numbers by one), and what it
has not: a number ten times larger or smaller, `min` for `max`, an entry of a dictionary, a
keyword argument or an element of a list left out.
"""

from __future__ import annotations

import ast
import hashlib
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

_Span = tuple[int, int]
_OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """The whole text of a changed module, with the line that differs."""

    module: str
    line: int
    before: str
    after: str
    code: str

    @property
    def key(self) -> str:
        """What orders mutants for a sample: the same for the same change, otherwise random."""
        text = f"{self.module}\0{self.line}\0{self.before}\0{self.after}"
        return hashlib.sha256(text.encode()).hexdigest()


def sample(module: str, code: str, *, size: int) -> list[Mutant]:
    """Return up to `size` different mutants of a module, always the same ones."""
    found = {mutant.code: mutant for mutant in _mutants(module, code)}
    return sorted(found.values(), key=lambda mutant: mutant.key)[:size]


def _mutants(module: str, code: str) -> Iterator[Mutant]:
    for changed in (*_by_cosmic_ray(code), *_by_spans(code)):
        if changed != code and _is_python(changed) and not _is_annotation(code, changed):
            yield _described(module, code, changed)


def _by_cosmic_ray(code: str) -> Iterator[str]:
    tree = get_ast(code)
    for name in plugins.operator_names():
        operator_class = plugins.get_operator(name)
        if operator_class.arguments():
            continue
        operator = operator_class()
        count = sum(1 for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
        for occurrence in range(count):
            changed = mutate_code(code, operator, occurrence)
            if changed is not None:
                yield changed


def _by_spans(code: str) -> Iterator[str]:
    starts = [0]
    for line in code.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def span(node: ast.expr | ast.keyword) -> _Span:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            starts[node.lineno - 1] + node.col_offset,
            starts[node.end_lineno - 1] + node.end_col_offset,
        )

    data = code.encode()
    for node in ast.walk(ast.parse(code)):
        for (begin, end), text in _changes(node, span):
            yield (data[:begin] + text.encode() + data[end:]).decode()


def _changes(node: ast.AST, span: object) -> Iterable[tuple[_Span, str]]:
    assert callable(span)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value:
        yield span(node), f"({node.value!r} * 10)"
        yield span(node), f"({node.value!r} / 10)"
    elif isinstance(node, ast.Name) and node.id in _OPPOSITES:
        yield span(node), _OPPOSITES[node.id]
    elif isinstance(node, ast.Dict):
        pairs = [
            (span(key)[0], span(value)[1])
            for key, value in zip(node.keys, node.values, strict=True)
            if key is not None
        ]
        yield from _left_out(pairs)
    elif isinstance(node, ast.Call):
        yield from _left_out(
            [span(part) for part in (*node.args, *node.keywords)], first=len(node.args)
        )
    elif isinstance(node, ast.List | ast.Tuple):
        yield from _left_out([span(element) for element in node.elts])


def _left_out(parts: Sequence[_Span], *, first: int = 0) -> Iterator[tuple[_Span, str]]:
    """Yield the spans that leave out one part each from the `first`, with a comma beside it."""
    for number, (begin, end) in list(enumerate(parts))[first:]:
        if number + 1 < len(parts):
            yield (begin, parts[number + 1][0]), ""
        elif number:
            yield (parts[number - 1][1], end), ""


def _is_python(code: str) -> bool:
    try:
        with warnings.catch_warnings():
            # `is` with a literal is a change like others.
            warnings.simplefilter("ignore", SyntaxWarning)
            compile(code, "mutant", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _is_annotation(code: str, changed: str) -> bool:
    """Tell a change that only touches annotations or docstrings, which nothing executes."""
    return _without_annotations(code) == _without_annotations(changed)


def _without_annotations(code: str) -> str:
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


def _described(module: str, code: str, changed: str) -> Mutant:
    before, after = code.splitlines(), changed.splitlines()
    first = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)) - 1,
    )
    return Mutant(
        module=module,
        line=first + 1,
        before=before[first].strip(),
        after=after[first].strip(),
        code=changed,
    )
