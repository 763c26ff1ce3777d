import test from 'ava';
import {printCopy} from '../../../src/warehouse/redshift/copy-command.js';
import {redshiftStagingSql} from '../../../src/warehouse/staging-sql.js';

/** The statement without the comment before it. */
const bare = (sql: string) => sql.replaceAll(/^--.*\n/gm, '');

test('quotes every value in COPY and adds no unrequested options', t => {
	t.is(
		bare(
			printCopy({
				table: 'staging_songs',
				columns: ['song_id', 'title'],
				from: "s3://bucket/o'brien/",
				iamRole: 'arn:aws:iam::123456789012:role/reader',
				json: 's3://bucket/paths.json',
				compression: 'gzip',
				region: 'us-west-2',
				maxError: 6,
			}),
		),
		`COPY staging_songs (song_id, title)
	FROM 's3://bucket/o''brien/'
	IAM_ROLE 'arn:aws:iam::123456789012:role/reader'
	FORMAT AS JSON 's3://bucket/paths.json'
	GZIP
	REGION 'us-west-2'
	EMPTYASNULL
	MAXERROR 6
	COMPUPDATE OFF
	STATUPDATE ON`,
	);
	t.is(
		bare(
			printCopy({table: 't', from: 's3://b/', iamRole: 'default', json: 'auto', maxError: 1, noLoad: true}),
		),
		`COPY t
	FROM 's3://b/'
	IAM_ROLE default
	FORMAT AS JSON 'auto'
	EMPTYASNULL
	MAXERROR 1
	NOLOAD`,
	);
});

test('uses jsonpaths for events if set, and key names for songs', t => {
	const source = {
		name: 'test data',
		inventory: () => Promise.reject(new Error('not asked')),
		records: () => {
			throw new Error('not asked');
		},
		locate: (kind: string) => `s3://bucket/${kind}/`,
	};
	const sql = redshiftStagingSql({iamRole: 'default', logJsonPath: 's3://bucket/paths.json'});
	const last = (kind: 'events' | 'songs', maxErrors = 0) => sql(kind, source, maxErrors).at(-1)!;
	t.true(last('events').includes("FORMAT AS JSON 's3://bucket/paths.json'"));
	t.true(last('songs').includes("FORMAT AS JSON 'auto ignorecase'"));
	t.true(redshiftStagingSql({iamRole: 'default'})('events', source, 0).at(-1)!.includes("'auto ignorecase'"));
	const zstd = redshiftStagingSql({iamRole: 'default', compression: 'zstd'});
	for (const kind of ['events', 'songs'] as const)
		t.regex(zstd(kind, source, 0).at(-1)!, /FORMAT AS JSON '.*'\n\tZSTD\n\tEMPTYASNULL/);
	// COPY fails at so many errors, the load after so many; COPY counts to 100,000.
	t.true(last('events', 4).includes('MAXERROR 5\n'));
	t.true(last('events', 1_000_000).includes('MAXERROR 100000\n'));
	// Emptied by DELETE: TRUNCATE would commit.
	t.true(sql('songs', source, 0).some(text => /DELETE FROM staging_songs/.test(text)));
	t.false(sql('songs', source, 0).some(text => /TRUNCATE/i.test(text)));
});
