import {setImmediate} from 'node:timers';
import test from 'ava';
import {freshPath, generateAll} from './read-data.js';

test('yields to the event loop during long work', async t => {
	let turns = 0;
	let over = false;
	const turn = () => {
		turns += 1;
		if (!over) setImmediate(turn);
	};
	setImmediate(turn);
	await generateAll({directory: freshPath(), events: 60_000, songs: 10, days: 2, seed: 2});
	over = true;
	// 27 MB, a quarter of a megabyte at a time.
	t.true(turns > 80, `others had ${turns} turns`);
});
