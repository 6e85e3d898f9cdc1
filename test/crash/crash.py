#!/usr/bin/env python3
"""Kills keeve at random moments under load and looks at what is left: crash.py --keeve BINARY [--kills N] [--seed S]

Each round feeds `keeve call -` with steps of vat.js, reads what it acknowledges, and ends it by SIGKILL after a random
time. Then the store must open within two seconds, `keeve check` must find it sound, the vat's audit must find whole steps
only, at least those that were acknowledged and at most those that were sent. A store is used for some rounds and then made anew. The kills of a
store's first start, before anything was acknowledged, count too.
"""
import argparse
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

VAT = Path(__file__).resolve().parent / 'vat.js'
OPEN_SECONDS_MAX = 2.0
ROUNDS_A_STORE = 12
LOAD_SECONDS = (0.002, 1.2)  # evenly over the orders of magnitude: starts are hit too


class Fault(Exception):
    pass


class Rounds:
    def __init__(self, keeve, folder, rng):
        self.keeve, self.folder, self.rng = keeve, folder, rng
        self.store = None
        self.stores = 0
        self.acknowledged = 0  # steps that this store must hold
        self.steps = 0         # steps of all stores
        self.slowest = 0.0

    def command(self, *words):
        return [self.keeve, *words, '--store', f'rocksdb:{self.store}']

    def run(self, *words):
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise Fault(f'keeve {" ".join(words)} exits {done.returncode}: {done.stderr.strip()} {done.stdout.strip()[:500]}')
        return done.stdout

    def new_store(self):
        if self.store:
            shutil.rmtree(self.store, ignore_errors=True)
        self.stores += 1
        self.store = os.path.join(self.folder, f'store{self.stores}')
        self.acknowledged = 0
        for _ in range(self.rng.randrange(3)):  # some first starts are killed
            process = subprocess.Popen(self.command('run', str(VAT)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.rng.uniform(0, 0.05))
            process.kill()
            process.wait()
        self.run('run', str(VAT))

    def load_and_kill(self):
        """The lines that were read in this round, and how many steps were sent."""
        process = subprocess.Popen(self.command('call', '-'), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        lines = []
        sent = 0

        def feed():
            nonlocal sent
            try:
                while True:
                    sent += 50
                    process.stdin.write(b'main step\n' * 50)
                    process.stdin.flush()
            except (BrokenPipeError, ValueError):
                pass

        def read():
            lines.extend(line for line in process.stdout if line.endswith(b'\n'))

        threads = [threading.Thread(target=work, daemon=True) for work in (feed, read)]
        for thread in threads:
            thread.start()
        low, high = LOAD_SECONDS
        time.sleep(low * (high / low) ** self.rng.random())
        if process.poll() is not None:
            raise Fault(f'it ended by itself with {process.returncode}: {process.stderr.read().decode()[:500]}')
        process.kill()
        for thread in threads:
            thread.join()
        process.wait()
        return [line.decode().rstrip('\n') for line in lines], sent

    def check_lines(self, lines):
        """Steps print their line and their result, one step after the other; returns the last step that did either."""
        wanted = self.acknowledged
        for index, line in enumerate(lines):
            if index % 2 == 0:
                wanted += 1
                right = line == f'step {wanted}'
            elif wanted % 7 == 0:
                right = line.startswith('! ') and f'step {wanted} is done' in line
            else:
                right = line == str(wanted)
            if not right:
                raise Fault(f'line {index} of a round that began after step {self.acknowledged} is {line!r}')
        return wanted

    def audit(self):
        begun = time.monotonic()
        self.run('vats')
        opened = time.monotonic() - begun
        self.slowest = max(self.slowest, opened)
        if opened > OPEN_SECONDS_MAX:
            raise Fault(f'the store took {opened:.1f} s to open')
        self.run('check')
        found = json.loads(self.run('call', 'main', 'audit'))
        if found['wrong']:
            raise Fault(f'after {found["steps"]} steps: {found["wrong"]}')
        return found['steps']

    def round(self, number):
        if number % ROUNDS_A_STORE == 0:
            self.new_store()
        lines, sent = self.load_and_kill()
        last = self.check_lines(lines)
        steps = self.audit()
        if steps < last:
            raise Fault(f'step {last} was acknowledged, and the store holds {steps}')
        if steps > self.acknowledged + sent:
            raise Fault(f'the store holds {steps} steps, and {sent} were sent after step {self.acknowledged}')
        self.steps += steps - self.acknowledged
        self.acknowledged = steps


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--keeve', required=True, type=os.path.abspath, help='the program under test')
    parser.add_argument('--kills', type=int, default=40, help='rounds (default: %(default)s)')
    parser.add_argument('--seed', type=int, default=None, help='of the random moments (default: another each time)')
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    folder = tempfile.mkdtemp(prefix='keeve-crash-')
    rounds = Rounds(options.keeve, folder, random.Random(seed))
    for number in range(options.kills):
        try:
            rounds.round(number)
        except (Fault, subprocess.TimeoutExpired) as fault:
            print(f'round {number}: {fault}\nthe store is kept: {rounds.store}')
            return 1
    shutil.rmtree(folder)
    print(f'{options.kills} kills, {rounds.stores} stores, {rounds.steps} steps; slowest open {rounds.slowest:.2f} s; '
          'nothing lost, nothing half done')
    return 0


if __name__ == '__main__':
    sys.exit(main())
