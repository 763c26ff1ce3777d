import {setTimeout as sleep} from 'node:timers/promises';
import type {CopySettings} from '../config/copy-settings.js';
import {parseS3Address} from '../config/s3-address.js';
import {DataError} from '../errors.js';
import {silentProblem} from '../source/jsonpaths-shape.js';

/** The file is read by the cluster; that it cannot be read from here, or not soon, is no reason to wait. */
const patienceMs = 5000;

/**
Keeps COPY from loading the values of other keys by a jsonpaths file in another order, which it would do without a word.
Where the file cannot be read from this machine, nothing is known of it.
@throws DataError
*/
export async function refuseJsonPaths({logJsonPath, region}: CopySettings): Promise<void> {
	if (logJsonPath === undefined) return;
	const text = await readFrom(logJsonPath, region);
	const problem = text === undefined ? undefined : silentProblem(text);
	if (problem === undefined) return;
	throw new DataError({
		message: `By the jsonpaths file COPY would load other values than it should, without a word. ${problem}`,
		where: logJsonPath,
		advice:
			'Put its paths in the order of the columns, one for each; or take LOG_JSONPATH under [S3] out of dwh.cfg: then keys find their columns by name.',
	});
}

async function readFrom(file: string, region: string | undefined): Promise<string | undefined> {
	const address = parseS3Address(file);
	if ('message' in address) return undefined;
	const [{S3Bucket}, {readText}] = await Promise.all([
		import('../source/s3-bucket.js'),
		import('../source/read-s3-text.js'),
	]);
	const bucket = new S3Bucket(address.bucket, {region, anonymous: undefined}, 1);
	try {
		return await Promise.race([
			readText(bucket, address.prefix).catch(() => undefined),
			sleep(patienceMs, undefined, {ref: false}),
		]);
	} finally {
		// A request that nobody answers would keep the process from its end.
		void bucket.close();
	}
}
