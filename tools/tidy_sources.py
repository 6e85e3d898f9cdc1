#!/usr/bin/env python3
"""Runs clang-tidy on the project's sources: tidy_sources.py --build DIR [--jobs N] [FILE...]

A source that was clean is skipped until it, a project header that it reaches, its compile command or .clang-tidy
changes; what was clean is remembered in DIR/tidy.
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
# Of the compilers' own flags, those that clang does not know.
UNKNOWN_FLAGS = ['-Wno-unknown-warning-option']


def reached_files(source):
    """`source` and the project's headers that it includes, directly or not."""
    reached, waiting = set(), [source]
    while waiting:
        file = waiting.pop()
        if file in reached or not file.is_file():
            continue
        reached.add(file)
        text = file.read_text(encoding='utf-8', errors='replace')
        waiting += [ROOT / folder / header for header in INCLUDE.findall(text) for folder in ('src', 'include')]
    return sorted(reached)


def fingerprint(command):
    digest = hashlib.sha256(json.dumps(command['command']).encode())
    digest.update((ROOT / '.clang-tidy').read_bytes())
    for file in reached_files(Path(command['file'])):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def complaints(command, build, clean):
    """What clang-tidy says of one source, or '' where it is clean or was clean as it stands."""
    mark = clean / fingerprint(command)
    if mark.exists():
        return ''
    extra = [f'--extra-arg={flag}' for flag in UNKNOWN_FLAGS]
    done = subprocess.run(['clang-tidy', '-p', build, '--quiet', *extra, command['file']],
                          capture_output=True, text=True, check=False)
    if done.returncode == 0:
        mark.touch()
        return ''
    return done.stdout or done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', required=True, type=Path, help='a configured build folder')
    parser.add_argument('--jobs', type=int, default=os.cpu_count(), help='sources at a time (default: %(default)s)')
    parser.add_argument('files', nargs='*', help='just the sources whose path ends in one of these')
    options = parser.parse_args()
    commands = json.loads((options.build / 'compile_commands.json').read_text(encoding='utf-8'))
    own = [command for command in commands if Path(command['file']).is_relative_to(ROOT)
           and not Path(command['file']).is_relative_to(ROOT / 'build')]
    chosen = [command for command in own if not options.files or command['file'].endswith(tuple(options.files))]
    clean = options.build / 'tidy'
    clean.mkdir(exist_ok=True)
    faulty = 0
    with ThreadPoolExecutor(max(1, options.jobs)) as pool:
        for said in pool.map(lambda command: complaints(command, options.build, clean), chosen):
            if said:
                faulty += 1
                print(said, flush=True)
    print(f'{len(chosen) - faulty} clean, {faulty} not')
    return 1 if faulty or not chosen else 0


if __name__ == '__main__':
    sys.exit(main())
