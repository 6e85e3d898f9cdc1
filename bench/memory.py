#!/usr/bin/env python3
"""What many objects cost: memory.py --keeve BINARY [--objects N]...

Makes N counters and then increments each once, 1000 a crank, through `keeve call -`; prints a line of JSON with the time of
each and the peak of the process's resident memory, for each N (200,000 and 2,000,000 by default).
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = Path(__file__).resolve().with_name('vat-target.js')
PER_CRANK = 1000


def feed(child, lines):
    """Sends calls, a few ahead of their answers; the answers."""
    answers = []
    ahead = 0
    for line in lines:
        child.stdin.write(line.encode() + b'\n')
        child.stdin.flush()
        ahead += 1
        if ahead >= 8:
            answers.append(child.stdout.readline())
            ahead -= 1
    answers += [child.stdout.readline() for _ in range(ahead)]
    bad = [answer for answer in answers if not answer.endswith(b'\n') or answer.startswith(b'!')]
    if bad:
        raise SystemExit(f'memory.py: a call failed: {bad[0].decode()!r}')
    return answers


def peak_rss_mb(pid):
    for line in Path(f'/proc/{pid}/status').read_text(encoding='ascii').splitlines():
        if line.startswith('VmHWM:'):
            return int(line.split()[1]) / 1024
    raise SystemExit('memory.py: this system does not tell the peak of resident memory')


def measure(keeve, objects):
    with tempfile.TemporaryDirectory(prefix='keeve-memory-') as folder:
        url = f'rocksdb:{folder}/store'
        subprocess.run([keeve, 'run', str(TARGET), '--store', url], check=True)
        command = [keeve, 'call', '-', '--store', url]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            cranks = [(start, min(PER_CRANK, objects - start)) for start in range(0, objects, PER_CRANK)]
            figures = {'peer': 'keeve', 'op': 'memory', 'n': objects}
            for name, method in (('createUs', 'create {1}'), ('incUs', 'incEach {0} {1}')):
                started = time.monotonic()
                feed(child, (f'main {method.format(*crank)}' for crank in cranks))
                figures[name] = round((time.monotonic() - started) * 1e6 / objects, 3)
            counted = sum(int(answer) for answer in feed(child, (f'main total {a} {k}' for a, k in cranks)))
            figures['peakRssMb'] = round(peak_rss_mb(child.pid), 1)
            child.stdin.close()
            if child.wait() != 0 or counted != objects:
                raise SystemExit(f'memory.py: {counted} increments are there, not {objects}')
        disk = sum(file.stat().st_size for file in Path(folder).rglob('*') if file.is_file())
        return {**figures, 'diskMb': round(disk / 2**20, 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--keeve', required=True, type=os.path.abspath, help='the program to measure')
    parser.add_argument('--objects', type=int, action='append', help='how many counters; may be given several times')
    options = parser.parse_args()
    for objects in options.objects or [200_000, 2_000_000]:
        print(json.dumps(measure(options.keeve, objects)), flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
