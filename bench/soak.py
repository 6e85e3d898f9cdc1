#!/usr/bin/env python3
"""Objects made and dropped at full speed for a long time: soak.py --keeve BINARY [--minutes N]

Calls a vat that keeps a million objects and makes and drops others, rings among them, through `keeve call -`, and looks at the
process's resident memory and the store's disk every second. Prints a line of JSON for every few, with the longest time between two answers, and a
last one with how flat both were after the first tenth of the time (3 minutes of 30): how far the means of any tenth are from the mean of all. Files
come and go by compaction, so the disk at one moment may be half or twice that; `Min` and `Max` tell. Exits 1 where it is more than 10 %.
"""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VAT = Path(__file__).resolve().with_name('vat-soak.js')
AHEAD = 4
BOUND = 0.1


def rss_mb(pid):
    for line in Path(f'/proc/{pid}/status').read_text(encoding='ascii').splitlines():
        if line.startswith('VmRSS:'):
            return int(line.split()[1]) / 1024
    raise SystemExit('soak.py: this system does not tell resident memory')


def disk_mb(folder):
    total = 0
    for path in Path(folder).rglob('*'):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            pass  # a file that was compacted away meanwhile
    return total / 2**20


def spread(values, width):
    """How far the mean of any `width` neighbours is from the mean of all, as a share of that."""
    mean = statistics.mean(values)
    return max(abs(statistics.mean(values[i:i + width]) - mean) for i in range(0, len(values) - width + 1)) / mean


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--keeve', required=True)
    parser.add_argument('--minutes', type=float, default=30)
    parser.add_argument('--keep', type=int, default=1_000_000, help='objects that stay (default 1000000)')
    parser.add_argument('--each', type=int, default=1000, help='objects made by a call (default 1000)')
    args = parser.parse_args()
    looks = []
    with tempfile.TemporaryDirectory(prefix='keeve-soak-') as folder:
        url = f'rocksdb:{folder}/store'
        subprocess.run([args.keeve, 'run', str(VAT), '--store', url], check=True)
        command = [args.keeve, 'call', '-', '--store', url]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            for _ in range(0, args.keep, 10_000):
                child.stdin.write(b'main keep 10000\n')
                child.stdin.flush()
                child.stdout.readline()
            line = f'main churn {args.each}\n'.encode()
            for _ in range(AHEAD):
                child.stdin.write(line)
            child.stdin.flush()
            start = last = answered = time.monotonic()
            made = 0
            longest = 0
            printed = start
            every = args.minutes * 60 / 300
            while time.monotonic() - start < args.minutes * 60:
                answer = child.stdout.readline()
                if not answer or answer.startswith(b'!'):
                    raise SystemExit(f'soak.py: a call failed: {answer!r}')
                made += args.each
                now = time.monotonic()
                longest = max(longest, now - answered)
                answered = now
                child.stdin.write(line)
                child.stdin.flush()
                if now - last >= 1:
                    last = now
                    looks.append({'s': round(last - start), 'made': made, 'rssMb': round(rss_mb(child.pid), 1),
                                  'diskMb': round(disk_mb(f'{folder}/store'), 1), 'longestMs': round(longest * 1000)})
                    longest = 0
                    if now - printed >= every:
                        printed = now
                        print(json.dumps(looks[-1]), flush=True)
            child.stdin.close()
            child.stdout.read()
            if child.wait() != 0:
                raise SystemExit('soak.py: keeve failed')
        subprocess.run([args.keeve, 'check', '--store', url], check=True)
    settled = [look for look in looks if look['s'] >= args.minutes * 6]
    result = {'op': 'soak', 'minutes': args.minutes, 'made': made, 'usEach': round(args.minutes * 60e6 / made, 2)}
    result['longestMs'] = max(look['longestMs'] for look in looks)
    for name in ('rssMb', 'diskMb'):
        values = [look[name] for look in settled]
        result[name] = round(statistics.mean(values), 1)
        result[name + 'Spread'] = round(spread(values, max(1, round(len(values) / 9))), 3)
        result[name + 'Min'] = min(values)
        result[name + 'Max'] = max(values)
    print(json.dumps(result))
    sys.exit(0 if max(result['rssMbSpread'], result['diskMbSpread']) <= BOUND else 1)


if __name__ == '__main__':
    main()
