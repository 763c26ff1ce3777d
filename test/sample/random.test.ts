import test from 'ava';
import {identifier} from '../../src/sample/catalog.js';

import {Popularity, Random} from '../../src/sample/random.js';

test('returns the same sequence for the same seed', t => {
	const sequence = (seed: number) => {
		const random = new Random(seed, 1);
		return Array.from({length: 100}, () => random.unit());
	};
	t.deepEqual(sequence(7), sequence(7));
	t.notDeepEqual(sequence(7), sequence(8));
});

test('distributes numbers evenly', t => {
	const random = new Random(1, 1);
	const counts = new Array<number>(10).fill(0);
	for (let draw = 0; draw < 100_000; draw += 1) counts[random.below(10)]! += 1;
	for (const count of counts) t.true(Math.abs(count - 10_000) < 500, String(counts));
});

test('draws half the rank about twice as often', t => {
	const random = new Random(1, 1);
	const popularity = new Popularity(1000, 4);
	const counts = new Array<number>(1000).fill(0);
	for (let draw = 0; draw < 200_000; draw += 1) counts[popularity.draw(random)]! += 1;
	// Rank r has the weight 1 / (r + 4): rank 0 five times that of rank 16.
	t.true(Math.abs(counts[0]! / counts[16]! - 5) < 0.5, `${counts[0]} ${counts[16]}`);
	t.true(Math.abs(counts[4]! / counts[12]! - 2) < 0.3, `${counts[4]} ${counts[12]}`);
	t.true(counts.slice(900).some(count => count > 0));
});

test('draws rank 0 for a size of one', t => {
	const random = new Random(1, 1);
	for (let draw = 0; draw < 100; draw += 1) t.is(new Popularity(1, 4).draw(random), 0);
});

test('makes unique identifiers that look like real ones', t => {
	const seen = new Set<string>();
	for (let index = 0; index < 50_000; index += 1) {
		const id = identifier('TR', 3, index, 4);
		if (!/^TR[A-D]{3}[A-Z]{2}12[0-9A-F]{9}$/.test(id)) t.fail(id);
		seen.add(id);
	}
	t.is(seen.size, 50_000);
	t.not(identifier('SO', 3, 0), identifier('SO', 4, 0));
});
