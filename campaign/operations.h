// The operations of gc-vat.js, by their numbers there. Operands are numbers: i, j, k name slots of the
// vat's heap, a serial names what is made.
#pragma once

#include <cstdint>

namespace keeve::campaign {

enum class Op : uint8_t {
  makeNode = 0,         // i serial
  makeTwin = 1,         // i serial otherSerial
  makeFailing = 2,      // serial childSerial; tells 1
  copy = 3,             // to from
  drop = 4,             // i
  setReference = 5,     // i field from
  setNumber = 6,        // i field number
  setArray = 7,         // i field count from*
  readField = 8,        // i field element to (element -1: no array)
  tellSerial = 9,       // i; tells it
  tellSame = 10,        // i j; tells 1 or 0
  makeChain = 11,       // i serial count isRing
  makeTree = 12,        // i serial depth
  takeBound = 13,       // to which
  makeStrong = 14,      // i serial
  makeWeak = 15,        // i serial
  putByObject = 16,     // store key from
  putByNumber = 17,     // store number from
  deleteByObject = 18,  // store key
  deleteByNumber = 19,  // store number
  getByObject = 20,     // store key to
  getByNumber = 21,     // store number to
  firstKey = 22,        // store to
  tellSize = 23,        // store; tells it
  tellHas = 24,         // store key; tells 1 or 0
  mapSet = 25,          // map key from
  mapDelete = 26,       // map key; tells 1 or 0
  mapGet = 27,          // map key to
  mapRenew = 28,        // map
  makeToken = 29,       // i
  makeHolder = 30,      // i
  holderSet = 31,       // i from
  holderGet = 32,       // i to
  makeSettled = 33,     // i serial from
  makePending = 34,     // i serial
  resolve = 35,         // serial from
  await = 36,           // i to; tells the serial
  send = 37,            // vat count (slotThere from)*
  hold = 38,            // number count from*
  dropAll = 39,
};

}  // namespace keeve::campaign
