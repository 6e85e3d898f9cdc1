#!/usr/bin/env python3
"""Every check of tidy.py finds the fault that is planted for it, and nothing in a tree without one."""
import unittest

from tidy import LINES_MAX, faults_of

HEADER = '// What it is.\n#pragma once\n'
CLEAN = {
    'src/base/bytes.h': HEADER,
    'src/base/bytes.cc': '#include "base/bytes.h"\n\n#include <string>\n',
    'src/engine/realm.h': HEADER + '#include <v8-isolate.h>\n',
    'src/engine/realm.cc': '#include "engine/realm.h"\n#include "base/bytes.h"\n',
    'src/engine/js/harden.js': "'use strict';\n",
    'src/engine/CMakeLists.txt': 'keeve_room(engine DEPENDS keeve_base v8)\nkeeve_scripts(js/harden.js)\n',
    'src/store/rocks.cc': '#include <rocksdb/db.h>\n',
    'src/liveslots/slots.cc': '#include "engine/realm.h"\n#include <v8.h>\n',
    'README.md': 'Words.\n',
}
COMPILED = {path for path in CLEAN if path.endswith('.cc')}


class TidyTest(unittest.TestCase):
    def assert_finds(self, what, planted):
        faults = faults_of({**CLEAN, **planted}, COMPILED | {path for path in planted if path.endswith('.cc')})
        self.assertEqual(1, len(faults), faults)
        self.assertIn(what, faults[0])
        self.assertTrue(faults[0].startswith(next(iter(planted))), faults[0])

    def test_a_clean_tree_has_no_faults(self):
        self.assertEqual([], faults_of(CLEAN, COMPILED))

    def test_a_file_may_not_outgrow_its_room(self):
        self.assertEqual([], faults_of({**CLEAN, 'docs/long.md': 'x\n' * LINES_MAX}, COMPILED))
        self.assert_finds('lines', {'docs/long.md': 'x\n' * (LINES_MAX + 1)})

    def test_an_include_against_the_arrows_is_found(self):
        self.assert_finds('base may not include engine', {'src/base/up.cc': '#include "engine/realm.h"\n'})
        self.assert_finds('kernel may not include liveslots', {'src/kernel/peek.cc': '#include "liveslots/slots.h"\n'})
        self.assert_finds('liveslots may not include store', {'src/liveslots/peek.cc': '#  include "store/store.h"\n'})
        self.assert_finds('not named from src/', {'src/base/near.cc': '#include "bytes.h"\n'})
        self.assert_finds('no room', {'src/attic/old.cc': 'int x;\n'})

    def test_a_link_against_the_arrows_is_found(self):
        self.assert_finds('kernel may not link engine',
                          {'src/kernel/CMakeLists.txt': 'keeve_room(kernel DEPENDS keeve_store\n  keeve_engine)\n'})

    def test_v8_stays_in_its_two_rooms(self):
        self.assert_finds('v8.h', {'src/kernel/crank.cc': '#include <v8.h>\n'})
        self.assert_finds('libplatform', {'src/cli/main.cc': '#include <libplatform/libplatform.h>\n'})

    def test_a_backend_stays_in_its_source_file(self):
        self.assert_finds('rocksdb/db.h', {'src/store/rocks.h': HEADER + '#include <rocksdb/db.h>\n',
                                             'src/store/use.cc': '#include "store/rocks.h"\n'})
        options = {'src/store/rocks_options.h': HEADER + '#include <rocksdb/options.h>\n',
                   'src/store/rocks_store.cc': '#include "store/rocks_options.h"\n'}
        self.assertEqual([], faults_of({**CLEAN, **options}, COMPILED | {'src/store/rocks_store.cc'}))
        self.assert_finds('store/rocks_options.h', {'src/kernel/peek.cc': '#include "store/rocks_options.h"\n'})
        self.assert_finds('rocksdb/slice.h', {'src/kernel/peek.cc': '#include <rocksdb/slice.h>\n'})

    def test_a_source_that_no_target_compiles_is_found(self):
        faults = faults_of({**CLEAN, 'src/base/lost.cc': 'int x;\n'}, COMPILED)
        self.assertEqual(['src/base/lost.cc:1: no target compiles it'], faults)

    def test_a_script_that_no_list_names_is_found(self):
        self.assert_finds('no CMakeLists.txt names it', {'src/engine/js/lost.js': "'use strict';\n"})

    def test_a_name_declared_twice_in_the_scope_of_the_scripts_is_found(self):
        self.assert_finds('declares harden', {
            'src/liveslots/js/late.js': 'function harden() {}\n',
            'src/engine/js/harden.js': 'const harden = 1;\n',
            'src/liveslots/CMakeLists.txt': 'keeve_scripts(js/late.js)\n',
        })

    def test_a_header_that_nothing_includes_is_found(self):
        self.assert_finds('nothing includes it', {'src/base/lost.h': HEADER})

    def test_a_link_to_nothing_is_found(self):
        good = '[a](../README.md) [b](../src/base) [c](../src/base/bytes.h#L1) [d](https://example.org/x)\n'
        self.assertEqual([], faults_of({**CLEAN, 'docs/a.md': good}, COMPILED))
        self.assert_finds('links to lost.md', {'docs/a.md': '[a](lost.md)\n'})

    def test_a_header_says_what_it_is_and_guards_itself(self):
        use = {'src/base/use.cc': '#include "base/odd.h"\n'}
        self.assert_finds('#pragma once', {'src/base/odd.h': '// What it is.\n', **use})
        self.assert_finds('opens with a comment', {'src/base/odd.h': '#pragma once\n', **use})

    def test_work_left_undone_needs_its_reason(self):
        self.assert_finds('without', {'src/base/a.cc': '// TODO: later\n'})
        self.assert_finds('without', {'src/base/a.cc': 'int x;  // FIXME this is quite wrong\n'})
        reasoned = {'src/base/bytes.cc': '#include "base/bytes.h"\n// TODO: use std::span when g++ 13 is the oldest\n'}
        self.assertEqual([], faults_of({**CLEAN, **reasoned}, COMPILED))

    def test_paths_of_one_machine_are_found(self):
        self.assert_finds('path of one machine', {'dev': 'cd /home/ann/keeve\n'})
        self.assert_finds('outside of the project', {'docs/a.md': 'see ../shared/SPEC.md\n'})
        self.assert_finds('number of an issue', {'docs/a.md': 'as issue #12 wants\n'})

    def test_sloppy_line_ends_are_found(self):
        self.assert_finds('space at the end', {'docs/a.md': 'word \n'})
        self.assert_finds('no newline', {'docs/a.md': 'word'})


if __name__ == '__main__':
    unittest.main()
