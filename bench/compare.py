#!/usr/bin/env python3
"""Keeve beside what a user would take instead: compare.py --bench BINARY [--peers [RUN.SH]] [--json FILE]

Runs keeve_bench, which measures Keeve, RocksDB alone with the same keys and values, and plain JavaScript objects that are kept in
memory alone, and with --peers a script that measures other systems at the same work (JSON lines of peer, op, n and us, as the
benchmark's own). Prints one table: microseconds an operation, how Keeve stands to each, and the goal. `us` is what an operation takes in a vat that has just started, as the others
are measured; `warm` in one that has done the same before. Medians; exits 1 only where something could not be measured.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).resolve().parents[2] / 'shared' / 'peers' / 'run.sh'
MANY = 10_000_000  # from so many objects on, what counts is how near the raw store is

# At most: microseconds, and times what RocksDB takes.
GOALS = {
    'createOnly': (2, 2.5),
    'create': (4, None),
    'readRandom': (0.2, None),
    'incRandom': (0.5, None),
    'incHot': (0.02, None),
    'weakInit': (3, None),
    'weakGet': (0.5, None),
    'ping': (6, None),
    'incMessage': (8, None),
    'pingOne': (30, None),
    'durableCall': (50, None),
}
GOALS_OF_MANY = {'readRandom': (None, 1.3), 'incRandom': (None, 1.2)}
# What Keeve stands on, by their headings: how many times as long it takes.
FLOORS = {'rocksdb': 'RocksDB', 'plain': 'in memory'}
# At least: how many times as fast as these.
PEER_GOALS = {'swingset-local': 80, 'durable-objects': 4}


def json_lines(command, where=None):
    print(f'compare.py: {" ".join(map(str, command))}', file=sys.stderr)
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=where, text=True) as child:
        found = []
        for line in child.stdout:
            if line.startswith('{'):
                found.append(json.loads(line))
        if child.wait() != 0:
            raise SystemExit(f'compare.py: {command[0]} failed')
    return found


def run_peers(script, scratch, objects):
    """Where the script's own folder cannot be written to, as it installs what it measures, in a copy."""
    script = Path(script).resolve()
    if not script.is_file():
        raise SystemExit(f'compare.py: there is no {script}')
    copy = Path(scratch) / 'peers'
    if not os.access(script.parent, os.W_OK):
        shutil.copytree(script.parent, copy, dirs_exist_ok=True)
        subprocess.run(['chmod', '-R', 'u+w', str(copy)], check=True)
        script = copy / script.name
    return json_lines(['bash', str(script), str(objects)], script.parent)


def by_peer(lines):
    found = {}
    for line in lines:
        if 'us' in line:
            found.setdefault(line['peer'], {})[line['op']] = line
    return found


def rows_of(found, objects):
    """A row for each operation of Keeve's."""
    others = [peer for peer in found if peer not in ('keeve', *FLOORS)]
    rows = []
    for op, figure in found['keeve'].items():
        row = {'op': op, 'n': figure['n'], 'us': figure['us'], 'warmUs': figure.get('warmUs')}
        for peer in FLOORS:
            floor = found.get(peer, {}).get(op)
            if floor:
                row[peer] = {'us': floor['us'], 'times': figure['us'] / floor['us']}
        for peer in others:
            theirs = found[peer].get(op)
            if theirs:
                row[peer] = {'us': theirs['us'], 'timesFaster': theirs['us'] / figure['us']}
        goals = GOALS_OF_MANY if objects >= MANY and op in GOALS_OF_MANY else GOALS
        us_max, times_max = goals.get(op, (None, None))
        checks = []
        if us_max is not None:
            checks.append((f'{us_max:g} us', figure['us'] <= us_max, figure.get('warmUs', figure['us']) <= us_max))
        if times_max is not None and 'rocksdb' in row:
            times = figure.get('warmUs', figure['us']) / row['rocksdb']['us']
            checks.append((f'{times_max:g}x RocksDB', row['rocksdb']['times'] <= times_max, times <= times_max))
        for peer, least in PEER_GOALS.items():
            if peer in row:
                is_met = row[peer]['timesFaster'] >= least
                checks.append((f'{least}x {peer}', is_met, is_met))
        row['goals'] = [{'goal': goal, 'met': met, 'metWarm': warm} for goal, met, warm in checks]
        rows.append(row)
    return rows, others


def number(value):
    return '' if value is None else f'{value:.3g}' if value < 1000 else f'{value:.0f}'


def table_of(rows, others):
    head = ['operation', 'us', 'warm']
    for name in FLOORS.values():
        head += [name, 'ratio']
    for peer in others:
        head += [peer, 'times']
    head += ['goal: met, warm, -']
    lines = [head]
    for row in rows:
        line = [row['op'], number(row['us']), number(row['warmUs'])]
        for peer in FLOORS:
            floor = row.get(peer, {})
            line += [number(floor.get('us')), number(floor.get('times'))]
        for peer in others:
            theirs = row.get(peer, {})
            line += [number(theirs.get('us')), number(theirs.get('timesFaster'))]
        line.append(', '.join(f"{goal['goal']} {'met' if goal['met'] else 'warm' if goal['metWarm'] else '-'}" for goal in row['goals']))
        lines.append(line)
    widths = [max(len(line[i]) for line in lines) for i in range(len(head) - 1)]
    return '\n'.join('  '.join([line[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(line[1:-1], widths[1:])]
                               + [line[-1]]).rstrip() for line in lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--bench', required=True, type=os.path.abspath, help='keeve_bench')
    parser.add_argument('--objects', type=int, default=10_000, help='counters that are made (default 10000)')
    parser.add_argument('--runs', type=int, default=5, help='runs, of which the median counts (default 5)')
    parser.add_argument('--peers', nargs='?', const=PEERS, metavar='RUN.SH',
                        help='measure other systems too, by that script (default: the one beside the checkout); needs node and npm')
    parser.add_argument('--json', metavar='FILE', help='write the rows there as JSON')
    options = parser.parse_args()
    size = ['--objects', str(options.objects), '--runs', str(options.runs)]
    lines = json_lines([options.bench, *size])
    lines += json_lines([options.bench, '--calls', '--runs', str(options.runs)])
    if options.peers:
        lines += run_peers(options.peers, Path(options.bench).parent, options.objects)
    rows, others = rows_of(by_peer(lines), options.objects)
    print(table_of(rows, others))
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=1) + '\n', encoding='utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main())
