import {setTimeout as sleep} from 'node:timers/promises';
import {isS3Address} from '../../config/aws.js';
import type {CopySettings} from '../../config/settings.js';
import {DataError} from '../../errors.js';
import {silentProblem} from '../../source/jsonpaths/jsonpaths-shape.js';
import {readJsonPaths} from '../../source/jsonpaths/jsonpaths-text.js';
import {isMissingObject} from '../../source/s3/errors.js';

/** The check is optional, since the cluster reads the file itself. */
const readTimeoutMs = 5000;

/**
Checks the jsonpaths file before a COPY: if its paths are in the wrong order, COPY silently loads the values of other keys.
Skips a file that cannot be read from this machine, unless S3 reports that it does not exist.
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
			'Write one path for each column, in column order. Or set LOG_JSONPATH = auto under [S3] in dwh.cfg to match keys by name.',
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
		sleep(readTimeoutMs, undefined, {ref: false}),
	]);
}
