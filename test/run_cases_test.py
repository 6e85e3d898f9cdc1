#!/usr/bin/env python3
"""The case runner, held to its word with a keeve of a few lines: it says yes only where every line of a case holds."""
import sys
import tempfile
import unittest
from pathlib import Path

from run_cases import case_fault

# `call VAT METHOD ARG…` obeys its METHOD; `run` prints the source's last line; `check` fails once a store was broken.
FAKE_KEEVE = f'''#!{sys.executable}
import sys, time
from pathlib import Path
*words, _, url = sys.argv[1:]
broken = Path(url.removeprefix('rocksdb:') + '.broken')
if words[0] == 'run':
    print(Path(words[1]).read_text().splitlines()[-1])
elif words[0] == 'check':
    sys.exit(1 if broken.exists() else 0)
elif words[2] == 'say':
    print('\\n'.join(words[3:]))
elif words[2] == 'fail':
    sys.exit('Error: ' + words[3])
elif words[2] == 'warn':
    sys.stderr.write(words[3])
elif words[2] == 'cat':
    print(sys.stdin.read(), end='')
elif words[2] == 'exit':
    sys.exit(int(words[3]))
elif words[2] == 'break':
    broken.touch()
elif words[2] == 'hang':
    print('hanging', flush=True)
    time.sleep(20)
'''


class RunCasesTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.keeve = Path(self.folder.name, 'keeve')
        self.keeve.write_text(FAKE_KEEVE, encoding='utf-8')
        self.keeve.chmod(0o755)

    def fault(self, *steps, title='§1 a promise'):
        case = Path(self.folder.name, 'case.js')
        head = '\n'.join('//' + line for line in [title, *steps])
        case.write_text(f'{head}\n\nthe program\n', encoding='utf-8')
        return case_fault(case, str(self.keeve), 'rocksdb:{dir}/store')

    def assert_holds(self, *steps):
        self.assertIsNone(self.fault(*steps))

    def assert_faults(self, what, *steps):
        self.assertIn(what, self.fault(*steps) or 'no fault')

    def test_a_step_prints_just_its_lines(self):
        self.assert_holds('$ run', '> the program', '$ call v say a "b c"', '> a', '> b c')
        self.assert_faults("expected line 'b'", '$ call v say a', '> b')
        self.assert_faults('got no more', '$ call v say a', '> a', '> b')
        self.assert_faults("expected no more lines, got 'b'", '$ call v say a b', '> a')

    def test_an_expression_matches_the_whole_line(self):
        self.assert_holds('$ call v say abc', '~ a.c')
        self.assert_faults('expected line', '$ call v say abcd', '~ a.c')

    def test_errors_go_with_exit_1(self):
        self.assert_holds('$ call v fail sadly', '! sadly')
        self.assert_faults('expected error', '$ call v fail sadly', '! gladly')
        self.assert_faults('expected exit 0, got 1', '$ call v fail sadly')
        self.assert_faults('expected exit 1, got 0', '$ call v warn sadly', '! sadly')

    def test_a_step_may_warn_and_may_exit_otherwise(self):
        self.assert_holds('$ call v warn sadly', '2 sadly')
        self.assert_faults('expected error', '$ call v warn sadly', '2 gladly')
        self.assert_holds('$ call v exit 2', '= 2')
        self.assert_faults('expected exit 2, got 3', '$ call v exit 3', '= 2')

    def test_a_step_may_ask_for_a_line_among_others(self):
        self.assert_holds('$ call v say a xbx c', ': b', ': c')
        self.assert_faults("expected 'd'", '$ call v say a b c', ': b', ': d')

    def test_standard_input_is_the_lines_given(self):
        self.assert_holds('$ call v cat', '< one', '< two', '> one', '> two')

    def test_a_removed_file_is_removed_of_a_copy(self):
        self.assert_faults('step 3 (run): expected exit 0', '$ run', '> the program', '$ remove case.js', '$ run', '> the program')
        self.assertTrue(Path(self.folder.name, 'case.js').exists())

    def test_a_killed_step_must_still_have_been_at_work(self):
        self.assert_holds('$ kill call v hang', '> hanging')
        self.assert_faults('it had ended', '$ kill call v say x', '> x')

    def test_the_store_is_checked_at_the_end(self):
        self.assert_faults('(check)', '$ call v break')

    def test_a_case_without_section_or_steps_is_none(self):
        self.assertIn('names no §', self.fault('$ run', title='something'))
        self.assert_faults('it has no steps')
        self.assert_faults('no step: oops', 'oops')


if __name__ == '__main__':
    unittest.main()
