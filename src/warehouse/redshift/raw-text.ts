import {setTimeout as sleep} from 'node:timers/promises';
import {isS3Address} from '../../config/aws.js';
import type {Reject} from '../../source/source.js';

/** The text is optional: this machine may have no access to the bucket. */
const timeoutMs = 5000;
const maxObjects = 10;

/**
Adds the raw text of rejects from the bucket. The SYS views, the only ones on Serverless, don't have it. Leaves it empty
for objects that can't be read from here in time, and after the first objects.
*/
export async function withRawText<Refused extends {readonly reject: Reject}>(
	refused: readonly Refused[],
	region: string | undefined,
): Promise<readonly Refused[]> {
	const ends = new Map<string, Set<number>>();
	for (const {reject} of refused) {
		if (reject.raw !== '' || reject.line < 1 || !isS3Address(reject.file)) continue;
		if (!ends.has(reject.file) && ends.size === maxObjects) continue;
		ends.set(reject.file, (ends.get(reject.file) ?? new Set()).add(reject.line));
	}
	if (ends.size === 0) return refused;
	const texts = new Map<string, string>();
	const ended = new AbortController();
	const read = async () => {
		const {recordTexts} = await import('../../source/s3/record-text.js');
		for (const [file, lines] of ends) {
			if (ended.signal.aborted) return;
			const found = await recordTexts(file, region, [...lines], ended.signal);
			for (const [index, line] of [...lines].entries()) texts.set(`${line} ${file}`, found[index] ?? '');
		}
	};
	await Promise.race([read().catch(() => {}), sleep(timeoutMs, undefined, {ref: false})]);
	ended.abort();
	return refused.map(record => {
		const raw = texts.get(`${record.reject.line} ${record.reject.file}`);
		return raw === undefined ? record : {...record, reject: {...record.reject, raw}};
	});
}
