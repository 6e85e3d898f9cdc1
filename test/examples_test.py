#!/usr/bin/env python3
"""The examples and the README's programs do what they say. examples_test.py KEEVE"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

KEEVE = ''
ROOT = Path(__file__).resolve().parent.parent


class ExamplesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='keeve-examples-')
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def keeve(self, *words, status=0):
        done = subprocess.run([KEEVE, *words, '--store', 's'], cwd=self.folder, capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(status, done.returncode, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def test_the_counters_are_there_the_second_time(self):
        counter = str(ROOT / 'examples/counter.js')
        self.assertEqual('foo count is 2\nnew bar count is 1\n', self.keeve('run', counter))
        for _ in range(2):
            self.assertEqual('kept from an earlier run:\nfoo count is 2\nnew bar count is 1\n', self.keeve('run', counter))

    def test_the_thing_hands_itself_on(self):
        met = 'met the thing in the parlour: true\nits note: Ada came by\nits foo: 47\n'
        for _ in range(2):
            self.assertEqual(met, self.keeve('run', str(ROOT / 'examples/thing.js')))

    def test_the_bank_keeps_its_books(self):
        self.assertEqual('the bank is open; it keeps groats\n', self.keeve('run', str(ROOT / 'examples/bank/keeve.json')))
        self.assertEqual('"Ada has 100 groats"\n', self.keeve('call', 'bank', 'open', 'Ada', '100'))
        self.assertEqual('"Ben has 0 groats"\n', self.keeve('call', 'bank', 'open', 'Ben'))
        self.assertEqual('"Ada has 70 groats"\n', self.keeve('call', 'bank', 'pay', 'Ada', 'Ben', '30'))
        self.assertIn('only 70 in the purse', self.keeve('call', 'bank', 'pay', 'Ada', 'Ben', '71', status=1))
        self.assertIn('whole number', self.keeve('call', 'bank', 'pay', 'Ada', 'Ben', '-5', status=1))
        self.assertIn('cannot pay itself', self.keeve('call', 'bank', 'pay', 'Ada', 'Ada', '5', status=1))
        self.assertIn('"owner" not found: "Eve"', self.keeve('call', 'bank', 'pay', 'Ada', 'Eve', '5', status=1))
        self.assertEqual('30\n', self.keeve('call', 'bank', 'balance', 'Ben'))
        self.assertEqual('["Ada","Ben"]\n', self.keeve('call', 'bank', 'owners'))

    def embed(self, *words, status=0):
        program = Path(KEEVE).parent / 'embed_example'
        done = subprocess.run([program, 's', 'outbox', *words], cwd=self.folder, capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(status, done.returncode, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def letters(self):
        lines = (self.folder / 'outbox').read_text(encoding='utf-8').splitlines()
        return sorted(line.split('\t', 1)[1] for line in lines)

    def test_a_program_with_keeve_in_it_mails_each_wish_once(self):
        self.assertEqual('wish 1 is noted\n1 were open when we asked\n', self.embed('wish', 'Ada', 'tea', '5'))
        self.assertEqual('wish 2 is noted\n2 were open when we asked\n', self.embed('wish', 'Ben', 'tea', '4'))
        self.assertEqual('wish 3 is noted\n3 were open when we asked\n', self.embed('wish', 'Eve', 'gold', '1'))
        self.assertEqual('0 of the wishes came true\n3 were open when we asked\n', self.embed('price', 'tea', '6'))
        self.embed('crash', 'tea', '4', status=9)
        self.assertEqual(['Ada\ttea is at 4 now'], self.letters())
        self.assertEqual('0 of the wishes came true\n1 were open when we asked\n', self.embed('price', 'tea', '4'))
        self.assertEqual(['Ada\ttea is at 4 now', 'Ben\ttea is at 4 now'], self.letters())
        self.assertIn('"gold" is no number', self.embed('wish', 'Eve', 'gold', 'gold', status=1))

    def test_the_readmes_bank_does_what_the_readme_says(self):
        readme = (ROOT / 'README.md').read_text(encoding='utf-8')
        source = next(block for block in re.findall(r'```js\n(.*?)```', readme, re.S) if 'bank.js' in block)
        (self.folder / 'bank.js').write_text(source, encoding='utf-8')
        config = {'vats': {'bank': {'source': './bank.js', 'parameters': {'currency': 'groats'}}}}
        (self.folder / 'bank.json').write_text(json.dumps(config), encoding='utf-8')
        self.assertEqual('', self.keeve('run', 'bank.json'))
        self.assertEqual('"[Alleged: purse]"\n', self.keeve('call', 'bank', 'open', 'Ada', '100'))
        self.assertIn('"owner" not found: "Ben"', self.keeve('call', 'bank', 'pay', 'Ada', 'Ben', '30', status=1))
        self.keeve('call', 'bank', 'open', 'Ben', '5')
        self.assertEqual('35\n', self.keeve('call', 'bank', 'pay', 'Ada', 'Ben', '30'))
        self.assertIn('too little', self.keeve('call', 'bank', 'pay', 'Ada', 'Ben', '71', status=1))
        self.assertIn('purse', self.keeve('objects', 'purse'))


if __name__ == '__main__':
    KEEVE = os.path.abspath(sys.argv.pop(1))
    unittest.main()
