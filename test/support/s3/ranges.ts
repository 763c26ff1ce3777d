import {S3Error} from './errors.js';

/** Half-open: from the byte `start` up to, not including, `end`. */
export type ByteRange = {readonly start: number; readonly end: number};

/**
 * What a Range header asks of an object of `size` bytes, or undefined for the whole object.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Range".
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
	if (header === undefined) return undefined;
	// Several ranges or a malformed one get the whole object [basho/riak_cs#304, getmoto/moto#6778].
	const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
	if (first === '' && last === '') return undefined;
	if (first === '') {
		// The last n bytes; none are unsatisfiable [getmoto/moto#6778].
		if (Number(last) === 0 || size === 0) throw unsatisfiable(header, size);
		return {start: Math.max(0, size - Number(last)), end: size};
	}
	const start = Number(first);
	const end = last === '' ? size : Number(last) + 1;
	// An end before the start makes no range [noobaa/noobaa-core#9889]; an end past the object is cut to it.
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
