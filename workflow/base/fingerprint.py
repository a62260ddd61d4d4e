"""Fingerprint the code that a program reaches, without comments, docstrings and layout.

A rule takes the fingerprint of its program as a parameter, so that editing a comment reruns nothing
and changing a gradient reruns the training. Only the project's own modules count, and of each only
the top-level statements that the program reaches by name: sometimes too many, never too few.
"""

import ast
import functools
import hashlib
import io
import token
import tokenize
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ACTS = ""  # the name of statements that define nothing and run on import
LAYOUT = {token.COMMENT, token.NL, token.ENCODING, token.ENDMARKER}
# Python 3.12 and later split f-strings into several tokens.
FSTRING_START, FSTRING_END = getattr(token, "FSTRING_START", None), getattr(token, "FSTRING_END", None)


class Statement(NamedTuple):
    """A top-level statement."""

    meaning: str  # its tokens
    uses: set[str]  # the names in it


class Module(NamedTuple):
    """A module of the project."""

    statements: dict[str, list[Statement]]  # by the names that they define, or ACTS
    imports: dict[str, tuple[str, str | None]]  # name → module, and the name there (None: all of it)


def fingerprint(program: str, *files: str) -> str:
    """The SHA-256 of the meaning of a module that is run as a program, such as ``workflow.runs.train``.

    ``files``, relative to the project, are those that it reads there: their bytes count, and whether they
    exist.
    """
    meanings = sorted((*key, meaning) for key, meaning in reached_by(program).items() if meaning)
    contents = [path.read_bytes() if (path := ROOT / file).exists() else None for file in files]
    return hashlib.sha256(repr((meanings, contents)).encode()).hexdigest()


@functools.cache
def reached_by(program: str) -> dict[tuple[str, str], str]:
    """The meaning of all that a program reaches, by module and name."""
    reached: dict[tuple[str, str], str] = {}

    def reach(module: str, name: str) -> None:
        if (module, name) in reached:
            return
        content = read(module)
        statements = content.statements.get(name, [])
        reached[module, name] = "\n".join(statement.meaning for statement in statements)
        reach(module, ACTS)
        for statement in statements:
            for used in statement.uses:
                reach(module, used)
        if name in content.imports:
            target, target_name = content.imports[name]
            reached[module, name] += f"{target} {target_name}"
            if path_of(target):
                inside = [*read(target).statements, *read(target).imports]
                for each in inside if target_name is None else [target_name]:
                    reach(target, each)

    reach(program, ACTS)
    return reached


def statements(program: str) -> dict[str, str]:
    """The SHA-256 of each statement that a program reaches, by file and name: ``mlp/loss.py: softmax``."""
    found = {}
    for (module, name), meaning in reached_by(program).items():
        if (path := path_of(module)) and name in read(module).statements:
            place = f"{path.relative_to(ROOT).as_posix()}: {name or 'on import'}"
            found[place] = hashlib.sha256(meaning.encode()).hexdigest()
    return dict(sorted(found.items()))


@functools.cache
def path_of(module: str) -> Path | None:
    """The file of a module of this project, if it is one."""
    path = ROOT.joinpath(*module.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((candidate for candidate in candidates if candidate.is_file()), None)


@functools.cache
def read(module: str) -> Module:
    path = path_of(module)
    if path is None:
        raise ValueError(f"{module} is not a module of this project")
    text = path.read_text(encoding="utf-8")
    content = Module({}, {})
    alone = set()  # where bare strings begin
    uses: list[set[str]] = []  # of each top-level statement
    body = ast.parse(text).body
    for statement in body:  # one walk: it takes most of the time of reading
        uses.append(set())
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                uses[-1].add(node.id)
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                alone.add((node.lineno, node.col_offset))
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    content.imports[alias.asname or alias.name.split(".")[0]] = alias.name, None
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    submodule = f"{node.module}.{alias.name}"
                    target = (submodule, None) if path_of(submodule) else (str(node.module), alias.name)
                    content.imports[alias.asname or alias.name] = target
    words = meaningful_tokens(text, alone)
    lines = [line for line, _ in words]
    for statement, names in zip(body, uses, strict=True):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
        begin, end = bisect_left(lines, first), bisect_right(lines, statement.end_lineno or first)
        meaning = " ".join(word for _, word in words[begin:end])
        for name in defined_names(statement):
            content.statements.setdefault(name, []).append(Statement(meaning, names))
    return content


def defined_names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
        if all(isinstance(target, ast.Name | ast.Tuple) for target in targets):
            return names
    return [ACTS]


def meaningful_tokens(text: str, alone: set[tuple[int, int]]) -> list[tuple[int, str]]:
    """The line and text of every token except comments, layout and the strings that begin at ``alone``."""
    lines = text.splitlines(keepends=True)
    words: list[tuple[int, str]] = []
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    for kind, string, start, end, _ in tokens:
        if kind in LAYOUT:
            continue
        if kind == token.STRING and start in alone:
            while kind != token.NEWLINE:  # nothing else is on its line
                kind = next(tokens).type
            continue
        if kind == FSTRING_START:
            # One word, as before Python 3.12, so that the fingerprint is the same under every version.
            depth = 1
            while depth:
                inner = next(tokens)
                depth += (inner.type == FSTRING_START) - (inner.type == FSTRING_END)
            end = inner.end
            part = lines[start[0] - 1 : end[0]]
            part[-1] = part[-1][: end[1]]
            string = "".join(part)[start[1] :]
        words.append((start[0], {token.INDENT: "{", token.DEDENT: "}"}.get(kind, string.strip())))
    return words
