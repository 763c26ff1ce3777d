import type {S3Object} from './bucket.js';
import {S3Error} from './errors.js';
import type {ListRequest} from './requests.js';
import {xmlDocument, xmlElement} from './xml.js';

/** Where a listing continues: after a key, or after all keys with a common prefix. */
type Position = {readonly after: string; readonly group: boolean};

type Page = {
	readonly contents: readonly S3Object[];
	readonly commonPrefixes: readonly string[];
	/** Set when there are more pages. */
	readonly next: Position | undefined;
};

/**
 * Responds to ListObjectsV2: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html. Expects `objects` in
 * S3's order. `pageSize` limits the keys and common prefixes per page. S3's limit is 1,000, and a page "might contain
 * fewer keys but will never contain more" than max-keys.
 */
export function listingBody(
	objects: readonly S3Object[],
	request: ListRequest,
	pageSize: number,
	repeatToken = false,
): string {
	const encode = request.urlEncoded ? urlEncode : (text: string) => text;
	const page = takePage(objects, request, pageSize);
	const elements = [
		xmlElement('Name', request.bucket),
		xmlElement('Prefix', encode(request.prefix)),
		optional('StartAfter', request.startAfter, encode),
		optional('ContinuationToken', request.continuationToken),
		optional(
			'NextContinuationToken',
			(repeatToken ? request.continuationToken : undefined) ?? (page.next && encodeToken(page.next)),
		),
		xmlElement('KeyCount', String(page.contents.length + page.commonPrefixes.length)),
		// The value from the request, even above 1,000 [brekkylab/backlot, routers/s3.py: measured]
		xmlElement('MaxKeys', String(request.maxKeys)),
		optional('Delimiter', request.delimiter, encode),
		optional('EncodingType', request.urlEncoded ? 'url' : undefined),
		xmlElement(
			'IsTruncated',
			String(page.next !== undefined || (repeatToken && request.continuationToken !== undefined)),
		),
		...page.contents.map(object => `<Contents>${contentElements(object, encode)}</Contents>`),
		...page.commonPrefixes.map(
			prefix => `<CommonPrefixes>${xmlElement('Prefix', encode(prefix))}</CommonPrefixes>`,
		),
	];
	return xmlDocument(
		'ListBucketResult',
		elements.join(''),
		' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"',
	);
}

function takePage(objects: readonly S3Object[], request: ListRequest, pageSize: number): Page {
	const {prefix, delimiter} = request;
	const limit = Math.min(request.maxKeys, pageSize);
	const contents: S3Object[] = [];
	const commonPrefixes: string[] = [];
	let position = startPosition(request);
	// That a page without keys is not truncated is a guess.
	if (limit === 0) return {contents, commonPrefixes, next: undefined};

	for (const object of objects) {
		if (!object.key.startsWith(prefix) || isPassed(object.key, position)) continue;
		if (contents.length + commonPrefixes.length === limit) return {contents, commonPrefixes, next: position};
		const end = delimiter === undefined ? -1 : object.key.indexOf(delimiter, prefix.length);
		if (delimiter === undefined || end === -1) {
			contents.push(object);
			position = {after: object.key, group: false};
		} else {
			const group = object.key.slice(0, end + delimiter.length);
			commonPrefixes.push(group);
			position = {after: group, group: true};
		}
	}
	return {contents, commonPrefixes, next: undefined};
}

/** The token takes precedence over start-after, which applies to the first page only [brekkylab/backlot, routers/s3.py]. */
function startPosition({continuationToken, startAfter}: ListRequest): Position | undefined {
	if (continuationToken !== undefined) return decodeToken(continuationToken);
	return startAfter === undefined ? undefined : {after: startAfter, group: false};
}

function isPassed(key: string, position: Position | undefined): boolean {
	if (position === undefined) return false;
	if (position.group && key.startsWith(position.after)) return true;
	return Buffer.compare(Buffer.from(key), Buffer.from(position.after)) <= 0;
}

/** "NextContinuationToken is obfuscated and is not a real key". */
function encodeToken({after, group}: Position): string {
	return Buffer.from(JSON.stringify([after, group])).toString('base64');
}

/** Rejects anything but a token from `encodeToken`, including an empty one [brekkylab/backlot#205]. */
function decodeToken(token: string): Position {
	try {
		const [after, group]: [string, boolean] = JSON.parse(Buffer.from(token, 'base64').toString());
		return {after, group};
	} catch {
		throw new S3Error('InvalidArgument', {elements: {ArgumentName: 'continuation-token'}});
	}
}

function contentElements(
	{key, lastModified, etag, size}: S3Object,
	encode: (text: string) => string,
): string {
	return [
		xmlElement('Key', encode(key)),
		xmlElement('LastModified', lastModified.toISOString()),
		xmlElement('ETag', etag),
		xmlElement('Size', String(size)),
		xmlElement('StorageClass', 'STANDARD'),
	].join('');
}

function optional(name: string, text: string | undefined, encode = (plain: string) => plain): string {
	return text === undefined ? '' : xmlElement(name, encode(text));
}

/** Encodes spaces as +, and everything but letters, digits, `-_.*` and `/` as %XX [brekkylab/backlot#178: measured]. */
function urlEncode(text: string): string {
	return encodeURIComponent(text)
		.replaceAll('%20', '+')
		.replaceAll('%2F', '/')
		.replaceAll(/[!~'()]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
