import {S3Error} from './errors.js';

/** Half-open: from the byte `start` up to, but not including, `end`. */
export type ByteRange = {readonly start: number; readonly end: number};

/**
 * Parses a Range header for an object of `size` bytes. Returns undefined for the complete object.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Range".
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
	if (header === undefined) return undefined;
	// Multiple or malformed ranges return the complete object [basho/riak_cs#304, getmoto/moto#6778].
	const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
	if (first === '' && last === '') return undefined;
	if (first === '') {
		// The last n bytes; zero bytes are unsatisfiable [getmoto/moto#6778].
		if (Number(last) === 0 || size === 0) throw unsatisfiable(header, size);
		return {start: Math.max(0, size - Number(last)), end: size};
	}
	const start = Number(first);
	const end = last === '' ? size : Number(last) + 1;
	// An end before the start makes the range invalid [noobaa/noobaa-core#9889]; an end past the object is truncated.
	if (last !== '' && end <= start) return undefined;
	if (start >= size) throw unsatisfiable(header, size);
	return {start, end: Math.min(end, size)};
}

/** [chimera-nas/chimera#704] */
function unsatisfiable(header: string, size: number): S3Error {
	return new S3Error('InvalidRange', {
		elements: {RangeRequested: header, ActualObjectSize: String(size)},
		headers: {'content-range': `bytes */${size}`},
	});
}
