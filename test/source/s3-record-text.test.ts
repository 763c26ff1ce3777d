import {gzipSync} from 'node:zlib';
import test from 'ava';
import {recordTexts} from '../../src/source/s3/record-text.js';
import {startBucket} from './s3-fixture.js';

const {signal} = new AbortController();

test.serial('reads the start of records by their last line', async t => {
	const {bucket} = await startBucket(t);
	const long = `{"a": "${'é'.repeat(2000)}"}`;
	const text = ['{"a": 1}', '{', '  "a": 2', '}', '', long, '{"a": 3}'].join('\r\n');
	for (const [key, body] of [
		['log_data/a.json', text],
		['log_data/a.json.gz', gzipSync(text)],
	] as const) {
		bucket.put(key, body);
		t.deepEqual(
			await recordTexts(`s3://music/${key}`, undefined, [4, 1, 7, 6], signal),
			['{\r\n  "a": 2\r\n}', '{"a": 1}', '{"a": 3}', long.slice(0, 1024)],
			key,
		);
	}
});

test.serial('throws for an object that cannot be read', async t => {
	await startBucket(t);
	await t.throwsAsync(recordTexts('s3://music/none.json', undefined, [1], signal));
});
