#!/usr/bin/env python3
"""What a case cannot say of the command line (§12): two processes, streams that end, stores in odd places. cli_test.py KEEVE"""
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

KEEVE = ''
VAT = '''
const sums = makeStore('name');
export const buildRootObject = () => Far('root', {
  bootstrap() { sums.init('total', 0); },
  add(n) { sums.set('total', sums.get('total') + n); return sums.get('total'); },
  echo(value) { return value; },
  print(count) { for (let n = 0; n < count; n += 1) console.log(`line ${n}`); },
});
'''

# V8 ends a process that splits so long a text (§11).
FATAL_APP = {
    'app.json': '{"bootstrap": "main", "vats": {"main": {"source": "./main.js"}, "fatal": {"source": "./fatal.js"}}}',
    'main.js': '''
const kept = makeStore('name');
export const buildRootObject = () => Far('root', {
  bootstrap({ fatal }) { kept.init('fatal', fatal); },
  send() { E.sendOnly(kept.get('fatal')).split(); },
  ask() { E(kept.get('fatal')).split(); },
  async count() { return E(kept.get('fatal')).count(); },
});
''',
    'fatal.js': '''
const sums = makeStore('name');
sums.has('count') || sums.init('count', 0);
export const buildRootObject = () => Far('root', {
  split() { sums.set('count', -1); return 'a'.repeat(2 ** 28).split('').length; },
  count() { sums.set('count', sums.get('count') + 1); return sums.get('count'); },
});
''',
}


class CliTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='keeve-cli-')
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / 'vat.js').write_text(VAT, encoding='utf-8')

    def keeve(self, *words, stdin=b''):
        return subprocess.run([KEEVE, *words], cwd=self.folder, input=stdin, capture_output=True, timeout=60, check=False)

    def open(self, *words):
        process = subprocess.Popen([KEEVE, *words], cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass  # what was still to be written has no reader

    def ask(self, process, line):
        process.stdin.write(line + b'\n')
        process.stdin.flush()
        return process.stdout.readline()

    def assert_refused(self, done, *texts, status=1):
        error = done.stderr.decode()
        self.assertEqual(status, done.returncode, error)
        self.assertEqual(b'', done.stdout)
        for text in texts:
            self.assertIn(text, error)
        self.assertEqual(1, error.count('\n'), f'not one line: {error}')

    def test_an_answer_comes_before_the_next_call_is_written(self):
        self.keeve('run', 'vat.js', '--store', 's')
        process = self.open('call', '-', '--store', 's')
        self.assertEqual(b'1\n', self.ask(process, b'main add 1'))
        self.assertEqual(b'3\n', self.ask(process, b'main add 2'))
        process.stdin.close()
        self.assertEqual(0, process.wait(timeout=20))

    def test_an_answer_outlives_its_process(self):
        self.keeve('run', 'vat.js', '--store', 's')
        process = self.open('call', '-', '--store', 's')
        self.assertEqual(b'5\n', self.ask(process, b'main add 5'))
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertEqual(b'5\n', self.keeve('call', 'main', 'add', '0', '--store', 's').stdout)

    def test_a_second_process_on_the_same_store_is_told_which_has_it(self):
        self.keeve('run', 'vat.js', '--store', 's')
        process = self.open('call', '-', '--store', 's')
        self.ask(process, b'main add 1')
        self.assert_refused(self.keeve('call', 'main', 'add', '1', '--store', 's'), f'is in use by process {process.pid}')
        self.assert_refused(self.keeve('vats', '--store', 'rocksdb:s'), f'is in use by process {process.pid}')
        process.stdin.close()
        process.wait(timeout=20)
        self.assertEqual(b'2\n', self.keeve('call', 'main', 'add', '1', '--store', 's').stdout)

    def test_a_store_without_a_url_is_a_path_and_has_a_default(self):
        self.assertEqual(0, self.keeve('run', 'vat.js').returncode)
        self.assertTrue((self.folder / 'keeve-data').is_dir())
        self.assertEqual(b'1\n', self.keeve('call', 'main', 'add', '1', '--store', 'rocksdb:keeve-data').stdout)
        self.assertEqual(b'2\n', self.keeve('call', 'main', 'add', '1', '--store', './keeve-data').stdout)

    def test_a_memory_store_lives_as_long_as_its_process(self):
        before = set(os.listdir(self.folder))
        self.assertEqual(0, self.keeve('run', 'vat.js', '--store', 'memory:').returncode)
        self.assertEqual(before, set(os.listdir(self.folder)))

    def test_looking_at_a_store_that_is_not_there_makes_none(self):
        for words in (['vats'], ['kinds'], ['objects'], ['why', 'main:s1'], ['stats'], ['check'], ['call', 'main', 'add', '1']):
            self.assert_refused(self.keeve(*words, '--store', 'nowhere'), 'nowhere')
            self.assertFalse((self.folder / 'nowhere').exists())

    def test_a_store_that_cannot_be_is_refused_in_one_line(self):
        self.assert_refused(self.keeve('run', 'vat.js', '--store', 'vat.js'), 'vat.js')
        done = self.keeve('run', 'vat.js', '--store', 'gopher://here/it')
        self.assertIn(done.returncode, (1, 2))
        self.assertIn('gopher', done.stderr.decode())

    def test_looking_changes_nothing(self):
        self.keeve('run', 'vat.js', '--store', 's')
        self.keeve('call', 'main', 'add', '7', '--store', 's')
        for words in (['vats'], ['kinds'], ['objects'], ['why', 'main:s1'], ['stats'], ['stats', '--json'], ['check']):
            self.assertEqual(0, self.keeve(*words, '--store', 's').returncode, words)
        self.assertEqual(b'7\n', self.keeve('call', 'main', 'add', '0', '--store', 's').stdout)

    def test_bytes_that_are_no_text_are_an_answer_and_no_crash(self):
        self.keeve('run', 'vat.js', '--store', 's')
        lines = [b'main echo \xff\xfe', b'main echo \0', b'', b'   ', b'main', b'main echo ' + b'x' * 200_000, b'main add 1']
        done = self.keeve('call', '-', '--store', 's', stdin=b'\n'.join(lines) + b'\n')
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(b'1', done.stdout.splitlines()[-1])
        self.assertIn(self.keeve('call', 'main', 'echo', b'\xff', '--store', 's').returncode, (0, 1, 2))

    def test_a_last_line_without_its_end_is_a_call(self):
        self.keeve('run', 'vat.js', '--store', 's')
        self.assertEqual(b'4\n', self.keeve('call', '-', '--store', 's', stdin=b'main add 4').stdout)

    def test_a_reader_that_goes_away_hangs_nobody(self):
        self.keeve('run', 'vat.js', '--store', 's')
        process = self.open('call', 'main', 'print', '200000', '--store', 's')
        process.stdout.readline()
        process.stdout.close()
        process.stdin.close()
        process.wait(timeout=20)
        self.assertEqual(b'1\n', self.keeve('call', 'main', 'add', '1', '--store', 's').stdout)

    def test_help_goes_to_standard_output(self):
        done = self.keeve('--help')
        self.assertEqual((0, b''), (done.returncode, done.stderr))
        self.assertIn(b'run', done.stdout)
        self.assertEqual(0, self.keeve('run', '--help').returncode)

    def test_usage_errors_exit_2(self):
        for words in ([], ['frobnicate'], ['run'], ['call'], ['call', 'main'], ['run', 'vat.js', '--bogus'], ['show'],
                      ['vats', 'too', 'many']):
            done = self.keeve(*words)
            self.assertEqual(2, done.returncode, words)
            self.assertEqual(b'', done.stdout, words)
            self.assertNotEqual(b'', done.stderr, words)

    def test_an_app_is_resumed_where_the_store_holds_it(self):
        self.keeve('run', 'vat.js', '--store', 's')
        self.assertEqual(b'3\n', self.keeve('call', 'main', 'add', '3', '--store', 's').stdout)
        done = self.keeve('run', 'vat.js', '--store', 's')
        self.assertEqual((0, b''), (done.returncode, done.stdout), done.stderr)
        self.assertEqual(b'4\n', self.keeve('call', 'main', 'add', '1', '--store', 's').stdout)

    # §11: the message still lies in the store, and must not end each process after.
    def test_a_delivery_that_ends_the_process_does_so_once(self):
        for name, text in FATAL_APP.items():
            (self.folder / name).write_text(text, encoding='utf-8')
        self.assertEqual(0, self.keeve('run', 'app.json', '--store', 's').returncode)
        self.assertEqual(b'1\n', self.keeve('call', 'main', 'count', '--store', 's').stdout)
        for count, method in ((2, 'send'), (3, 'ask')):
            done = self.keeve('call', 'main', method, '--store', 's')
            self.assertNotIn(done.returncode, (0, 1))
            self.assertIn(b'keeve: the process ends', done.stderr)
            done = self.keeve('call', 'main', 'count', '--store', 's')
            self.assertEqual((0, b'%d\n' % count), (done.returncode, done.stdout), done.stderr)
            self.assertEqual(method == 'send', b'vat fatal ended the process: SIG' in done.stderr, done.stderr)
            self.assertEqual(0, self.keeve('check', '--store', 's').returncode)

    # §11: nor may its start.
    def test_a_start_that_ends_the_process_is_not_tried_again_as_it_was(self):
        for name, text in FATAL_APP.items():
            (self.folder / name).write_text(text, encoding='utf-8')
        self.assertEqual(0, self.keeve('run', 'app.json', '--store', 's').returncode)
        (self.folder / 'fatal.js').write_text("'a'.repeat(2 ** 28).split('');" + FATAL_APP['fatal.js'], encoding='utf-8')
        done = self.keeve('run', 'app.json', '--store', 's')
        self.assertNotIn(done.returncode, (0, 1))
        self.assertEqual(b'1\n', self.keeve('call', 'main', 'count', '--store', 's').stdout)  # by the code before

    def test_a_vat_whose_state_ends_each_start_is_left_out(self):
        for name, text in FATAL_APP.items():
            (self.folder / name).write_text(text, encoding='utf-8')
        (self.folder / 'fatal.js').write_text(FATAL_APP['fatal.js'].replace(
            'export', "sums.has('arm') && 'a'.repeat(2 ** 28).split(''); export").replace(
            'count()', "arm() { sums.init('arm', 1); }, count()"), encoding='utf-8')
        self.assertEqual(0, self.keeve('run', 'app.json', '--store', 's').returncode)
        self.assertEqual(0, self.keeve('call', 'fatal', 'arm', '--store', 's').returncode)
        self.assertNotIn(self.keeve('run', 'app.json', '--store', 's').returncode, (0, 1))
        for _ in range(2):
            done = self.keeve('run', 'app.json', '--store', 's')
            self.assertEqual(1, done.returncode)
            self.assertIn(b'vat fatal ended the process when it started: SIG', done.stderr)
            done = self.keeve('call', 'main', 'count', '--store', 's')
            self.assertIn(b'vat fatal ended the process when it started: SIG', done.stdout + done.stderr)
        self.assertIn(b'faulty', self.keeve('vats', '--store', 's').stdout)
        self.assertEqual(0, self.keeve('check', '--store', 's').returncode)
        (self.folder / 'fatal.js').write_text(FATAL_APP['fatal.js'], encoding='utf-8')
        self.assertEqual(0, self.keeve('run', 'app.json', '--store', 's').returncode)
        self.assertEqual(b'1\n', self.keeve('call', 'main', 'count', '--store', 's').stdout)


if __name__ == '__main__':
    KEEVE = os.path.abspath(sys.argv.pop(1))
    unittest.main()
