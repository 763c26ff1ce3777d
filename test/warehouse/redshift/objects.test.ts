import {gzipSync} from 'node:zlib';
import test from 'ava';
import {DataError} from '../../../src/errors.js';
import {refuseOtherObjects} from '../../../src/warehouse/redshift/objects.js';
import {s3Source, startBucket} from '../../source/s3-fixture.js';
import type {Files} from '../../support/data-folder.js';

const good = {'log_data/a.json': '{}', 'log_data/b.json': '{}'};
const zipped = {'log_data/a.json.gz': gzipSync('{}'), 'log_data/b.json.gz': gzipSync('{}')};

for (const [title, files, declared, message, advice] of [
	['plain objects', good, undefined, undefined, undefined],
	['compressed objects as declared', zipped, 'gzip', undefined, undefined],
	[
		'empty objects and folder markers',
		{...good, 'log_data/': '', 'log_data/empty.json': ''},
		undefined,
		undefined,
		undefined,
	],
	[
		'an object that the other engines skip',
		{...good, 'log_data/readme.md': 'x'},
		undefined,
		'COPY would also read s3://music/log_data/readme.md (not .json, .gz or .zst): it reads every object under the prefix.',
		/^Move other objects out of the prefix/,
	],
	[
		'several that the other engines skip',
		{...good, 'log_data/.ipynb_checkpoints/a.json': '{}', 'log_data/x.csv': 'x', 'log_data/y.csv': 'x'},
		undefined,
		'COPY would also read s3://music/log_data/.ipynb_checkpoints (hidden) and 2 more: it reads every object under the prefix.',
		/^Move/,
	],
	[
		'compressed objects without COMPRESSION',
		zipped,
		undefined,
		's3://music/log_data/a.json.gz and 1 more are compressed with gzip, but COPY expects no compression.',
		/^Set COMPRESSION = gzip under \[S3\]/,
	],
	[
		'a plain object among compressed ones',
		{...zipped, 'log_data/c.json': '{}'},
		'gzip',
		's3://music/log_data/c.json is not compressed, but COPY expects compression with gzip.',
		/^COPY reads one compression at a time/,
	],
	[
		'another compression',
		zipped,
		'zstd',
		's3://music/log_data/a.json.gz and 1 more are compressed with gzip, but COPY expects compression with zstd.',
		/^Set COMPRESSION = gzip/,
	],
] as ReadonlyArray<
	readonly [string, Files, 'gzip' | 'zstd' | undefined, string | undefined, RegExp | undefined]
>) {
	test.serial(`${message === undefined ? 'accepts' : 'refuses'} ${title}`, async t => {
		const {bucket} = await startBucket(t);
		for (const [key, content] of Object.entries(files)) bucket.put(key, content);
		const inventory = await s3Source('s3://music/log_data/').inventory('events');
		if (message === undefined) {
			t.notThrows(() => refuseOtherObjects(inventory, declared));
			return;
		}
		const error = t.throws(() => refuseOtherObjects(inventory, declared), {instanceOf: DataError});
		t.is(error?.failure.message, message);
		t.regex(error?.failure.advice ?? '', advice!);
		t.true(message.includes(error?.failure.where ?? '?'));
	});
}
