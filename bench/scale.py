#!/usr/bin/env python3
"""What very many objects cost: scale.py --keeve BINARY [--objects N]...

For each N (100,000, 1,000,000 and 10,000,000 by default) makes N counters in a new store, increments each once in the order in
which they were made, and reads and increments at random, 1000 a crank, all through `keeve call -`. Prints a line of JSON with the
time of each, the process's resident memory at the end, at its peak, and without the pages of mapped files, the store on
disk, and how long a new process takes to answer its first call: after a clean stop, and after `kill -9` in the middle of increments.
"""
import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = Path(__file__).resolve().with_name('vat-target.js')
PER_CRANK = 1000
RANDOM_CRANKS = 100
RESTARTS = 5
AHEAD = 8


class Process:
    """`keeve call -` over a store."""

    def __init__(self, keeve, url):
        self.child = subprocess.Popen([keeve, 'call', '-', '--store', url], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed(self, lines):
        """Sends calls, a few ahead of their answers; the answers, as numbers where they are some."""
        answers = []
        ahead = 0
        for line in lines:
            self.child.stdin.write(line.encode() + b'\n')
            self.child.stdin.flush()
            ahead += 1
            if ahead >= AHEAD:
                answers.append(self.child.stdout.readline())
                ahead -= 1
        answers += [self.child.stdout.readline() for _ in range(ahead)]
        bad = [answer for answer in answers if not answer.endswith(b'\n') or answer.startswith(b'!')]
        if bad:
            raise SystemExit(f'scale.py: a call failed: {bad[0].decode()!r}')
        return [float(answer) for answer in answers if answer.strip()]

    def resident_mb(self):
        """Now, at most, and now without the pages of mapped files (the program, V8), which it shares with other processes."""
        found = {}
        for line in Path(f'/proc/{self.child.pid}/status').read_text(encoding='ascii').splitlines():
            name, _, rest = line.partition(':')
            if name in ('RssAnon', 'VmRSS', 'VmHWM'):
                found[name] = round(int(rest.split()[0]) / 1024, 1)
        return found

    def close(self):
        self.child.stdin.close()
        if self.child.wait() != 0:
            raise SystemExit('scale.py: keeve failed')

    def kill(self):
        self.child.send_signal(signal.SIGKILL)
        self.child.wait()
        self.child.stdin.close()
        self.child.stdout.close()


def timed_us(count, work):
    started = time.monotonic()
    work()
    return round((time.monotonic() - started) * 1e6 / count, 3)


def first_answer_ms(keeve, url):
    """From the start of a process to its first answer, a read of one object."""
    started = time.monotonic()
    process = Process(keeve, url)
    process.feed(['main total 0 1'])
    return (time.monotonic() - started) * 1000, process


def restarts(keeve, url, cranks):
    """Medians: after a clean stop, and after a kill while increments come."""
    clean = []
    for _ in range(RESTARTS):
        milliseconds, process = first_answer_ms(keeve, url)
        clean.append(milliseconds)
        process.close()
    killed = []
    for i in range(RESTARTS):
        process = Process(keeve, url)
        process.feed(f'main incRandom {PER_CRANK}' for _ in range(20 + 7 * i))
        process.child.stdin.write(b''.join(f'main incEach {a} {k}\n'.encode() for a, k in cranks[:AHEAD]))
        process.child.stdin.flush()
        process.child.stdout.readline()
        process.kill()
        milliseconds, process = first_answer_ms(keeve, url)
        killed.append(milliseconds)
        process.close()
    return {'cleanMs': round(statistics.median(clean), 1), 'killedMs': round(statistics.median(killed), 1),
            'killedMsWorst': round(max(killed), 1)}


def measure(keeve, objects):
    with tempfile.TemporaryDirectory(prefix='keeve-scale-') as folder:
        url = f'rocksdb:{folder}/store'
        subprocess.run([keeve, 'run', str(TARGET), '--store', url], check=True)
        cranks = [(start, min(PER_CRANK, objects - start)) for start in range(0, objects, PER_CRANK)]
        process = Process(keeve, url)
        figures = {'peer': 'keeve', 'op': 'scale', 'n': objects}
        figures['createUs'] = timed_us(objects, lambda: process.feed(f'main create {k}' for _, k in cranks))
        figures['incUs'] = timed_us(objects, lambda: process.feed(f'main incEach {a} {k}' for a, k in cranks))
        for op in ('readRandom', 'incRandom'):
            count = RANDOM_CRANKS * PER_CRANK
            figures[op + 'Us'] = timed_us(
                count, lambda op=op: process.feed(f'main {op} {PER_CRANK}' for _ in range(RANDOM_CRANKS)))
        counted = sum(process.feed(f'main total {a} {k}' for a, k in cranks))
        figures.update(process.resident_mb())
        process.close()
        if counted != objects + RANDOM_CRANKS * PER_CRANK:
            raise SystemExit(f'scale.py: {counted} increments are there')
        disk = sum(file.stat().st_size for file in Path(folder).rglob('*') if file.is_file())
        figures['diskMb'] = round(disk / 2**20, 1)
        figures.update(restarts(keeve, url, cranks))
        return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--keeve', required=True, type=os.path.abspath, help='the program to measure')
    parser.add_argument('--objects', type=int, action='append', help='how many counters; may be given several times')
    options = parser.parse_args()
    for objects in options.objects or [100_000, 1_000_000, 10_000_000]:
        print(json.dumps(measure(options.keeve, objects)), flush=True)
    return 0


if __name__ == '__main__':
    sys.exit(main())
