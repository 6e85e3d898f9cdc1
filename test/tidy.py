#!/usr/bin/env python3
"""Holds the tree to what STYLE.md promises and no compiler checks: tidy.py [--build DIR]

Prints a line `FILE:LINE: what is wrong` for each fault and exits 1 if there is any. With a build folder it also asks
the build's compile_commands.json whether every .cc is compiled.
"""
import argparse
import json
import posixpath
import re
import sys
from pathlib import Path

LINES_MAX = 500
TEXT_SUFFIXES = {'.cc', '.h', '.js', '.mjs', '.py', '.sh', '.md', '.cmake', '.txt', '.json', '.html', '.css', ''}
SKIPPED_FOLDERS = {'.git', 'build', 'keeve-data', '__pycache__'}

# A room may include what stands to its right (ARCHITECTURE.md). `keeve` are the headers of include/keeve, of which the room
# host is the implementation: `cli` links it, and sees nothing else of it.
ARROWS = {
    'base': set(),
    'protocol': {'base'},
    'store': {'base'},
    'engine': {'base'},
    'liveslots': {'engine', 'protocol', 'base'},
    'kernel': {'store', 'protocol', 'base'},
    'gateway': {'kernel', 'store', 'protocol', 'base'},
    'host': {'kernel', 'liveslots', 'engine', 'store', 'protocol', 'base', 'keeve'},
    'cli': {'host', 'keeve'},
    'keeve': set(),
}
LINKED_ONLY = {'cli': {'host'}}
# Headers of libraries, and the files that alone may include them.
FENCED_HEADERS = [
    (re.compile(r'v8(-.*)?\.h$|libplatform/'), re.compile(r'src/(engine|liveslots)/')),
    (re.compile(r'rocksdb/'), re.compile(r'src/store/rocks_\w+\.(h|cc)|(src/store|bench)/[^/]*\.cc')),
    (re.compile(r'store/rocks_options\.h'), re.compile(r'(src/store/rocks_|bench/)\w+\.cc')),
    (re.compile(r'(libpq-fe|postgresql/)'), re.compile(r'src/store/[^/]*\.cc')),
    (re.compile(r'sqlite3|lmdb'), re.compile(r'$^')),
]
FORBIDDEN = [
    (re.compile(r'(?<![\w.])/(home|root|work|Users)/'), 'a path of one machine'),
    (re.compile(r'\.\./shared/(SPEC|DESIGN|STYLE|cases|peers|fresh|hooks)'), 'a path outside of the project'),
    (re.compile(r'\bissue #?\d', re.I), 'the number of an issue, which a reader cannot look up'),
]
UNREASONED = re.compile(r'\b(FIXME|XXX|HACK)\b|\bTODO\b(?!: \S+ \S+ \S+)')
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def lines_of(text):
    return enumerate(text.splitlines(), 1)


def includes(text):
    """(line, '<' or '"', header) of each #include."""
    for number, line in lines_of(text):
        found = INCLUDE.match(line)
        if found:
            yield number, found.group(1), found.group(2)


def is_cpp(path):
    return path.endswith(('.cc', '.h'))


def room_of(path):
    parts = path.split('/')
    return parts[1] if len(parts) > 2 and parts[0] in ('src', 'include') else None


def check_sizes(tree):
    for path, text in tree.items():
        count = text.count('\n')
        if count > LINES_MAX and path != 'LICENSE':
            yield path, count, f'{count} lines; {LINES_MAX} is the most a file may have'


def check_arrows(tree):
    for path, text in tree.items():
        room = room_of(path)
        if room is None or not is_cpp(path):
            continue
        if room not in ARROWS:
            yield path, 1, f'no room is called {room}'
            continue
        for line, mark, header in includes(text):
            other = header.split('/')[0]
            if mark == '"' and f'{path.rsplit("/", 1)[0]}/{header}' in tree:
                yield path, line, f'"{header}" is not named from src/'
            elif mark == '"' and other in ARROWS and other != room and other not in ARROWS[room] - LINKED_ONLY.get(room, set()):
                yield path, line, f'{room} may not include {other}'


def check_linked_rooms(tree):
    for path, text in tree.items():
        room = room_of(path)
        if room in ARROWS and path == f'src/{room}/CMakeLists.txt':
            for line, content in lines_of(text):
                for other in re.findall(r'\bkeeve_(\w+)', content):
                    if other in ARROWS and other != room and other not in ARROWS[room]:
                        yield path, line, f'{room} may not link {other}'


def check_fences(tree):
    for path, text in tree.items():
        if not is_cpp(path):
            continue
        for line, _, header in includes(text):
            for headers, allowed in FENCED_HEADERS:
                if headers.match(header) and not allowed.match(path):
                    yield path, line, f'{header} may not be included here'


def check_orphans(tree, compiled):
    lists = '\n'.join(text for path, text in tree.items() if path.endswith(('CMakeLists.txt', '.cmake')))
    included = {header for path, text in tree.items() if is_cpp(path) for _, _, header in includes(text)}
    for path in tree:
        name = path.split('/')[-1]
        if path.endswith('.cc') and compiled is not None and path not in compiled and not name.endswith('_fuzz.cc'):
            yield path, 1, 'no target compiles it'
        if path.startswith('src/') and path.endswith('.js') and not re.search(rf'\b{re.escape(name)}\b', lists):
            yield path, 1, 'no CMakeLists.txt names it'
        if path.startswith('src/') and path.endswith('.h') and path.removeprefix('src/') not in included:
            yield path, 1, 'nothing includes it'


def check_scope(tree):
    """The snapshot's scripts share one function scope, where a second function of a name silently replaces the first."""
    declared = {}
    for path in sorted(tree):
        if re.match(r'src/(engine|liveslots)/js/.*\.js$', path):
            for line, content in lines_of(tree[path]):
                for name in re.findall(r'^(?:const|let|class|function\*?)\s+([\w$]+)', content):
                    if name in declared:
                        yield path, line, f'declares {name}, which {declared[name]} declares in the same scope'
                    declared.setdefault(name, path)


def check_links(tree):
    paths = set(tree)
    folders = {str(folder) for path in tree for folder in Path(path).parents}
    for path, text in tree.items():
        if path.endswith('.md'):
            for line, content in lines_of(text):
                for target in re.findall(r'\]\(([^)#:\s]+)(?:#[^)]*)?\)', content):
                    linked = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                    if linked not in paths and linked not in folders:
                        yield path, line, f'links to {target}, which is not there'


def check_headers(tree):
    for path, text in tree.items():
        if path.endswith('.h'):
            if '#pragma once' not in text:
                yield path, 1, 'no #pragma once'
            if not text.startswith('//'):
                yield path, 1, 'a header opens with a comment that says what it is'


def check_words(tree):
    for path, text in tree.items():
        if path.startswith('test/tidy'):
            continue
        for line, content in lines_of(text):
            for pattern, what in FORBIDDEN:
                if pattern.search(content):
                    yield path, line, f'names {what}'
            if UNREASONED.search(content) and not path.endswith('.md'):
                yield path, line, 'something is left undone without "TODO: the reason in words"'


def check_whitespace(tree):
    for path, text in tree.items():
        if path == 'LICENSE':
            continue
        for line, content in lines_of(text):
            if content != content.rstrip(' \t\r'):
                yield path, line, 'space at the end of the line'
        if text and not text.endswith('\n'):
            yield path, text.count('\n') + 1, 'no newline at the end'


def faults_of(tree, compiled=None):
    """'FILE:LINE: what' for all faults. `tree`: text by path; `compiled`: the .cc files of the build, or None."""
    checks = [check_sizes, check_arrows, check_linked_rooms, check_fences, check_scope, check_links, check_headers,
              check_words, check_whitespace]
    found = [fault for check in checks for fault in check(tree)]
    found += check_orphans(tree, compiled)
    return [f'{path}:{line}: {what}' for path, line, what in sorted(found)]


def read_tree(root):
    tree = {}
    for path in sorted(root.rglob('*')):
        name = path.relative_to(root)
        if SKIPPED_FOLDERS.isdisjoint(name.parts) and path.is_file() and path.suffix in TEXT_SUFFIXES:
            tree[str(name)] = path.read_text(encoding='utf-8', errors='replace')
    return tree


def read_compiled(root, build):
    commands = json.loads((build / 'compile_commands.json').read_text(encoding='utf-8'))
    files = [(Path(command['directory']) / command['file']).resolve() for command in commands]
    return {str(file.relative_to(root)) for file in files if file.is_relative_to(root)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', type=Path, help='a configured build folder')
    options = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    faults = faults_of(read_tree(root), read_compiled(root, options.build) if options.build else None)
    for fault in faults:
        print(fault)
    print(f'{len(faults)} faults')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
