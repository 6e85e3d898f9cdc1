#!/usr/bin/env python3
"""Moves money between vats while keeve is killed: bank.py --keeve BINARY [--transfers N] [--kills N] [--seed S]

Five vats keep purses (bank/bank.js); a sixth sends them numbered transfers, withdrawals and deposits pipelined, some by way
of a seventh (bank/driver.js). The program is killed at random moments and resumed. Whenever nothing is left to do the sum of
all money is what it was, and a store that is looked at after a kill is sound. At the end each transfer took effect
exactly once, at both ends or, where the purse was too empty, refused at one; withdrawals came in the order in which
they were sent; and each balance is what its entries add up to.
"""
import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

APP = Path(__file__).resolve().parent / 'bank' / 'bank.json'
CONFIG = json.loads(APP.read_text(encoding='utf-8'))
BANKS = [name for name in CONFIG['vats'] if name.startswith('bank')]
PURSES = CONFIG['vats']['bank0']['parameters']['purses']
BALANCE = CONFIG['vats']['bank0']['parameters']['balance']
TOTAL = len(BANKS) * PURSES * BALANCE
A_CALL = 25     # transfers
PAGE = 5000
WINDOW = 3      # calls ahead of their answers


class Fault(Exception):
    pass


class Keeve:
    def __init__(self, binary, store):
        self.binary, self.store = binary, store

    def command(self, *words):
        return [self.binary, *words, '--store', f'rocksdb:{self.store}']

    def run(self, *words, text=None):
        done = subprocess.run(self.command(*words), input=text, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode != 0:
            raise Fault(f'keeve {" ".join(words)} exits {done.returncode}: {(done.stderr + done.stdout).strip()[:500]}')
        return done.stdout

    def calls(self, lines):
        """The values of calls, which end when nothing is left to do."""
        lines = list(lines)
        if not lines:
            return []
        answers = self.run('call', '-', text=''.join(line + '\n' for line in lines)).splitlines()
        if len(answers) != len(lines):
            raise Fault(f'{len(lines)} calls got {len(answers)} answers')
        return [json.loads(answer) for answer in answers]


class Campaign:
    def __init__(self, keeve, transfers, kills, rng):
        self.keeve, self.transfers, self.kills, self.rng = keeve, transfers, kills, rng
        self.killed = 0
        self.told = 0      # transfers that were acknowledged as sent
        self.rate = 1000.0  # transfers a second, as measured last

    def start(self):
        for _ in range(2):  # first starts are killed too
            self.kill_after(self.keeve.command('run', str(APP)), self.rng.uniform(0, 0.1))
        self.keeve.run('run', str(APP))

    def kill_after(self, command, seconds):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.kill()
        process.wait()
        self.killed += 1

    def round(self):
        """Sends transfers, and kills keeve while it carries them out."""
        if self.rng.random() < 0.2:
            return self.kill_after(self.keeve.command('run', str(APP)), self.rng.uniform(0.01, 0.5))
        wanted = (self.transfers - self.told) / max(1, self.kills - self.killed)
        seconds = 0.05 + self.rng.uniform(0, 2) * wanted / self.rate
        process = subprocess.Popen(self.keeve.command('call', '-'), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        before, begun = self.told, time.monotonic()
        self.feed(process)
        timer.cancel()
        process.kill()
        error = process.stderr.read().decode(errors='replace')
        if process.wait() >= 0:
            raise Fault(f'keeve ended by itself: {error[:500]}')
        self.killed += 1
        if self.told > before:
            self.rate = max(100.0, (self.told - before) / (time.monotonic() - begun))
        return None

    def feed(self, process):
        line = f'driver go {A_CALL} {self.transfers}\n'.encode()
        try:
            for _ in range(WINDOW):
                process.stdin.write(line)
            process.stdin.flush()
            for answer in process.stdout:
                if not answer.endswith(b'\n'):
                    return
                if not answer.strip().isdigit():
                    raise Fault(f'the driver answers {answer.decode()}')
                sent = int(answer)
                if sent < self.told:
                    raise Fault(f'{self.told} transfers were acknowledged, and {sent} are there')
                self.told = sent
                process.stdin.write(line)
                process.stdin.flush()
        except BrokenPipeError:
            pass

    def look(self):
        """Nothing is left to do: the store is sound, and all money is there."""
        self.keeve.run('check')
        totals = self.keeve.calls(f'{bank} total' for bank in BANKS)
        totals = self.keeve.calls(f'{bank} total' for bank in BANKS)  # the first did what was left to do
        if sum(totals) != TOTAL:
            raise Fault(f'{sum(totals)} is there of {TOTAL}: {totals}')

    def finish(self):
        """Sends the rest without kills, and ends what restarts left open; the transfers that were."""
        while self.told < self.transfers:
            count = min(self.transfers - self.told, 10 * A_CALL)
            self.told = self.keeve.calls([f'driver go {count} {self.transfers}'])[0]
        self.keeve.calls(['driver sent'])  # does what the last kill left to do, before anybody looks for what is open
        opened = [n for payments in self.keeve.calls(f'{bank} openPayments' for bank in BANKS) for n, _ in payments]
        self.keeve.calls(f'driver finish {n}' for n in opened)
        return opened

    def pages(self, vat, method):
        start = 0
        while True:
            page = self.keeve.calls([f'{vat} {method} {start} {min(start + PAGE, self.transfers * 3)}'])[0]
            yield from page
            start += PAGE
            if len(page) < PAGE:
                return

    def audit(self):
        transfers = []
        while len(transfers) < self.transfers:
            end = min(len(transfers) + PAGE, self.transfers)
            transfers += self.keeve.calls([f'driver transfers {len(transfers)} {end}'])[0]
        effects = collections.defaultdict(list)
        refused = 0
        for number, bank in enumerate(BANKS):
            balances = [BALANCE] * PURSES
            last = -1
            for sort, n, index, amount in self.pages(bank, 'entries'):
                effects[n].append((sort, number, index, amount))
                balances[index] += {'in': amount, 'out': -amount, 'refused': 0}[sort]
                refused += sort == 'refused'
                if sort != 'in':
                    if n <= last:
                        raise Fault(f'{bank} heard of transfer {n} after {last}')
                    last = n
            if balances != self.keeve.calls([f'{bank} balances'])[0]:
                raise Fault(f'the balances of {bank} are not what its entries add up to')
        for n, (source, source_purse, target, target_purse, amount) in enumerate(transfers):
            moved = sorted([('out', source, source_purse, amount), ('in', target, target_purse, amount)])
            if sorted(effects[n]) not in (moved, [('refused', source, source_purse, amount)]):
                raise Fault(f'transfer {n}, {transfers[n]}, had the effects {effects[n]}')
        if len(effects) > self.transfers:
            raise Fault('there were transfers that nobody sent')
        return refused

    def run(self):
        self.start()
        while self.killed < self.kills:
            self.round()
            if self.killed % 10 == 0:
                self.look()
                print(f'{self.killed} kills, {self.told} transfers', flush=True)
        opened = self.finish()
        self.look()
        refused = self.audit()
        print(f'{self.killed} kills, {self.transfers} transfers, {refused} of them refused, {len(opened)} left open by a '
              'restart and then ended; each took effect once, and the sum is exact')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--keeve', required=True, type=os.path.abspath, help='the program under test')
    parser.add_argument('--transfers', type=int, default=100_000, help='transfers (default: %(default)s)')
    parser.add_argument('--kills', type=int, default=100, help='kills (default: %(default)s)')
    parser.add_argument('--seed', type=int, default=None, help='of the random moments (default: another each time)')
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    folder = tempfile.mkdtemp(prefix='keeve-bank-')
    keeve = Keeve(options.keeve, os.path.join(folder, 'store'))
    try:
        Campaign(keeve, options.transfers, options.kills, random.Random(seed)).run()
    except (Fault, subprocess.TimeoutExpired) as fault:
        print(f'{fault}\nthe store is kept: {keeve.store}')
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == '__main__':
    sys.exit(main())
