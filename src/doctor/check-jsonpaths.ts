import {isS3Address, parseS3Address} from '../config/aws.js';
import {jsonPathsProblems} from '../source/jsonpaths/jsonpaths-shape.js';
import {isMissingObject} from '../source/s3/errors.js';
import {stagingColumns} from '../source/staging-columns.js';
import {bucketFailure} from './check-listing.js';
import type {DoctorContext} from './doctor-context.js';
import {type Finding, failed, none, ok} from './finding.js';
import {askBucket, openBucket} from './open-bucket.js';

/** Checks that the jsonpaths file exists and maps the right keys to columns. */
export async function checkJsonPaths(context: DoctorContext): Promise<Finding> {
	const {settings} = context.reading;
	const file = settings.engine === 'redshift' ? settings.copy.logJsonPath : undefined;
	if (file === undefined) return none('not used: keys match columns by name, ignoring case');
	const address = parseS3Address(file);
	if ('message' in address) throw new Error(address.message);
	const bucket = await openBucket(address.bucket, settings);
	try {
		const {readText} = await import('../source/s3/object.js');
		const text = await askBucket(context.limits, async () => readText(bucket, address.prefix));
		const problems = [...jsonPathsProblems(text), ...placeProblems(file, settings.source?.events)];
		if (problems.length > 0) return failed(`${file} does not fit`, problems);
		return ok(`${file} has the ${stagingColumns.events.length} paths, in the order of staging_events`);
	} catch (error) {
		if (isMissingObject(error)) {
			return failed(`${file} does not exist`, [
				'Correct LOG_JSONPATH, or set it to auto to match keys by name ignoring case.',
			]);
		}
		return bucketFailure(error, bucket, settings);
	}
}

/** Reports a jsonpaths file under the event prefix, which COPY would also read as events. */
export function placeProblems(file: string, events: string | undefined): readonly string[] {
	return events !== undefined && isS3Address(events) && file.startsWith(events)
		? [`Its address begins with the event prefix ${events}: COPY would read it as events. Move it elsewhere.`]
		: [];
}
