// The spellings of keys seen so far: those of the columns first, then others as they appear in records. Records of a
// file tend to have their keys in the same order, so each spelling remembers which one followed it last. A wrong
// guess costs a look-up by hash.

import {isAt} from './bytes';
import {COLUMN, columns, columnsEnd, KEY, KEY_LENGTH} from './columns';

/** Size of an entry, and offsets in it. */
const ENTRY: i32 = 32;
/** The key in quotation marks, and its length. */
const SPELLING: i32 = 0;
const LENGTH: i32 = 4;
/** Address of the matching column; 0 if none. */
const MATCH: i32 = 8;
/** Whether the spelling is that of the column's key, not the same in another case. */
const IS_LISTED: i32 = 12;
/** The entry that followed last; 0 if none. */
const NEXT: i32 = 16;
/** Of the last `read`, for a key without a column: the number of records, and the line ends before the first of them. */
const RECORDS: i32 = 20;
const LINE: i32 = 24;

/** Maximum number of spellings, and of bytes that those of records take. A record with more needs the slow path. */
const MAX_ENTRIES: i32 = 255;
const SPELLING_BYTES: i32 = 16_384;
const SLOT_BITS: i32 = 9;
const SLOTS: i32 = 1 << SLOT_BITS;

/** Layout of the table: an entry that stands for the start of a record, the entries, hash slots, lists, spellings. */
const SLOTS_AT: i32 = (MAX_ENTRIES + 1) * ENTRY;
const UNKNOWN_AT: i32 = SLOTS_AT + SLOTS * 4;
const PENDING_AT: i32 = UNKNOWN_AT + MAX_ENTRIES * 4;
const SPELLINGS_AT: i32 = PENDING_AT + MAX_ENTRIES * 4;

let table: i32 = 0;
let ignoreCase: bool = false;
let entriesEnd: i32 = 0;
let spellingsEnd: i32 = 0;
let overflowed: bool = false;

/** Number of keys without a column found by the last `read`. */
export let unknownCount: i32 = 0;
/** Number of them in the current record. */
let pendingCount: i32 = 0;
/** Number of keys that were not where the previous record had them. For tests. */
export let lookups: i32 = 0;

/** @param at Address of the table, 32 KB of zeros. @param anyCase Whether keys match columns in another case, too. */
export function setKeys(at: i32, anyCase: bool): void {
	table = at;
	ignoreCase = anyCase;
	reset();
}

/** Starts a call of `read`. */
export function startReading(): void {
	for (let i = 0; i < unknownCount; i++) store<i32>(unknownEntry(i), 0, RECORDS);
	unknownCount = 0;
	lookups = 0;
	// More than half full: likely to overflow, and full of keys that never return.
	if (
		overflowed ||
		entriesEnd - table > SLOTS_AT / 2 ||
		spellingsEnd - table > SPELLINGS_AT + SPELLING_BYTES / 2
	)
		reset();
}

/** Forgets all spellings but those of the columns. */
function reset(): void {
	overflowed = false;
	store<i32>(table, 0, NEXT);
	memory.fill(table + SLOTS_AT, 0, SLOTS * 4);
	entriesEnd = table + ENTRY;
	spellingsEnd = table + SPELLINGS_AT;
	for (let column = columns; column < columnsEnd; column += COLUMN)
		add(load<i32>(column, KEY), load<i32>(column, KEY_LENGTH) - 1, column, true);
}

/** Starts a record. @returns The entry that stands for its start. */
export function startRecord(): i32 {
	pendingCount = 0;
	return table;
}

/** Returns the entry of the key at `at` if it is the one that followed `previous` last, otherwise 0. */
export function expectedKey(previous: i32, at: i32): i32 {
	const entry = load<i32>(previous, NEXT);
	return entry !== 0 && isAt(at, load<i32>(entry, SPELLING), load<i32>(entry, LENGTH)) ? entry : 0;
}

/** Returns the entry of the key at `at` after `previous`, or 0 if it needs the slow path. */
export function findKey(previous: i32, at: i32): i32 {
	lookups++;
	const length = spellingLength(at);
	if (length === 0) return 0;
	let entry = load<i32>(slotOf(at, length));
	if (entry === 0) {
		entry = addSpelling(at, length);
		if (entry === 0) return 0;
	}
	store<i32>(previous, entry, NEXT);
	return entry;
}

export function keyLength(entry: i32): i32 {
	return load<i32>(entry, LENGTH);
}

/** Returns the column that matches a key, or 0. */
export function keyColumn(entry: i32): i32 {
	return load<i32>(entry, MATCH);
}

export function isListed(entry: i32): bool {
	return load<i32>(entry, IS_LISTED) !== 0;
}

/** Notes that the current record has a key without a column, once per key. */
export function noteUnknown(entry: i32): void {
	for (let i = 0; i < pendingCount; i++) if (pendingEntry(i) === entry) return;
	store<i32>(table + PENDING_AT + (pendingCount++ << 2), entry);
}

/** Counts the noted keys of a record. @param line Line ends before its end. */
export function countUnknown(line: i32): void {
	for (let i = 0; i < pendingCount; i++) {
		const entry = pendingEntry(i);
		const records = load<i32>(entry, RECORDS);
		if (records === 0) {
			store<i32>(entry, line, LINE);
			store<i32>(table + UNKNOWN_AT + (unknownCount++ << 2), entry);
		}
		store<i32>(entry, records + 1, RECORDS);
	}
}

/** Address of an unknown key's entry, by its position in the order of appearance. */
export function unknownEntry(index: i32): i32 {
	return load<i32>(table + UNKNOWN_AT + (index << 2));
}

function pendingEntry(index: i32): i32 {
	return load<i32>(table + PENDING_AT + (index << 2));
}

/** Length of the key at `at` with its quotation marks; 0 if it has an escape or no end. */
function spellingLength(at: i32): i32 {
	let p = at + 1;
	while (true) {
		const bytes = v128.load(p);
		const special = v128.or(
			v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
			i8x16.lt_u(bytes, i8x16.splat(0x20)),
		);
		const mask = i8x16.bitmask(special);
		if (mask !== 0) {
			p += ctz(mask);
			return load<u8>(p) === 0x22 ? p + 1 - at : 0;
		}
		p += 16;
	}
}

/** Returns the hash slot that holds a spelling, or the free one where it belongs. */
function slotOf(at: i32, length: i32): i32 {
	let hash: u64 = length;
	if (length < 8) hash ^= load<u64>(at) << ((8 - length) << 3);
	else hash ^= load<u64>(at) ^ rotl<u64>(load<u64>(at + length - 8), 29);
	let index = <i32>((<u32>(hash ^ (hash >> 32)) * 0x9e37_79b1) >> (32 - SLOT_BITS));
	while (true) {
		const slot = table + SLOTS_AT + (index << 2);
		const entry = load<i32>(slot);
		if (entry === 0) return slot;
		if (load<i32>(entry, LENGTH) === length && isAt(at, load<i32>(entry, SPELLING), length)) return slot;
		index = (index + 1) & (SLOTS - 1);
	}
}

/** Adds a spelling found in a record. @returns Its entry, or 0 if the table is full. */
function addSpelling(at: i32, length: i32): i32 {
	const space = (length + 15) & ~7;
	if (entriesEnd - table >= SLOTS_AT || spellingsEnd + space > table + SPELLINGS_AT + SPELLING_BYTES) {
		overflowed = true;
		return 0;
	}
	const spelling = spellingsEnd;
	spellingsEnd += space;
	memory.copy(spelling, at, length);
	let match: i32 = 0;
	if (ignoreCase) {
		for (let column = columns; column < columnsEnd; column += COLUMN) {
			if (load<i32>(column, KEY_LENGTH) - 1 !== length) continue;
			if (isSameInAnyCase(spelling, load<i32>(column, KEY), length)) match = column;
		}
	}
	return add(spelling, length, match, false);
}

function add(spelling: i32, length: i32, match: i32, listed: bool): i32 {
	const entry = entriesEnd;
	entriesEnd += ENTRY;
	store<i32>(entry, spelling, SPELLING);
	store<i32>(entry, length, LENGTH);
	store<i32>(entry, match, MATCH);
	store<i32>(entry, listed ? 1 : 0, IS_LISTED);
	store<i32>(entry, 0, NEXT);
	store<i32>(entry, 0, RECORDS);
	store<i32>(slotOf(spelling, length), entry);
	return entry;
}

/** Whether two texts differ at most in the case of ASCII letters. */
function isSameInAnyCase(a: i32, b: i32, length: i32): bool {
	for (let i: i32 = 0; i < length; i++) if (lower(load<u8>(a + i)) !== lower(load<u8>(b + i))) return false;
	return true;
}

function lower(byte: u8): u8 {
	return <u8>(byte - 0x41) < 26 ? byte | 0x20 : byte;
}
