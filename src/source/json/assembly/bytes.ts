/** Whether a text of that length is at an address. Compares eight bytes at a time. */
export function isAt(at: i32, expected: i32, length: i32): bool {
	let i: i32 = 0;
	for (; i + 8 <= length; i += 8) if (load<u64>(at + i) !== load<u64>(expected + i)) return false;
	const rest = length - i;
	if (rest === 0) return true;
	return (load<u64>(at + i) ^ load<u64>(expected + i)) << ((8 - rest) << 3) === 0;
}
