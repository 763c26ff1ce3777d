import {setTimeout as sleep} from 'node:timers/promises';
import type {CopySettings} from '../config/copy-settings.js';
import {isS3Address} from '../config/s3-address.js';
import {DataError} from '../errors.js';
import {readJsonPaths} from '../source/json-paths-text.js';
import {silentProblem} from '../source/jsonpaths-shape.js';
import {isMissingObject} from '../source/missing-object.js';

/** The file is read by the cluster; that it cannot be read from here, or not soon, is no reason to wait. */
const patienceMs = 5000;

/**
Checks the jsonpaths file before a COPY: with its paths in another order, COPY would silently load the values of other
keys. A file that can't be read from this machine is left to the cluster, unless S3 says that it doesn't exist.
@throws DataError
*/
export async function refuseJsonPaths({logJsonPath, region}: CopySettings): Promise<void> {
	if (logJsonPath === undefined) return;
	const text = await readFrom(logJsonPath, region);
	const problem = text === undefined ? undefined : silentProblem(text);
	if (problem === undefined) return;
	throw new DataError({
		message: `The jsonpaths file maps keys to the wrong columns; COPY would silently load bad data. ${problem}`,
		where: logJsonPath,
		advice:
			'Put its paths in the order of the columns, one for each. Or set LOG_JSONPATH = auto under [S3] in dwh.cfg to match keys by name.',
	});
}

async function readFrom(file: string, region: string | undefined): Promise<string | undefined> {
	if (!isS3Address(file)) return undefined;
	return Promise.race([
		readJsonPaths(file, region).catch((error: unknown) => {
			if (!isMissingObject(error)) return undefined;
			throw new DataError(
				{
					message: 'The jsonpaths file does not exist.',
					where: file,
					advice:
						'Correct LOG_JSONPATH under [S3] in dwh.cfg; upper and lower case matter. Or set it to auto to match keys by name.',
				},
				{cause: error},
			);
		}),
		sleep(patienceMs, undefined, {ref: false}),
	]);
}
