import type {S3ErrorCode} from './errors.js';
import type {S3Request} from './requests.js';

/** The requests affected by a fault; all requests by default. */
export type FaultTarget = {
	readonly on?: S3Request['operation'];
	readonly bucket?: string;
	/** Matched against the key, or the prefix of a listing; `head-bucket` has neither and uses ''. */
	readonly key?: RegExp;
	/** Number of affected requests before the fault ends. */
	readonly times?: number;
};

export type Fault =
	| {readonly type: 'error'; readonly code: InjectableError}
	| {readonly type: 'slow'; readonly msPerChunk: number; readonly chunkBytes: number}
	| {readonly type: 'cut'; readonly afterBytes: number}
	| {readonly type: 'stall'; readonly afterBytes: number}
	| {readonly type: 'repeat-token'};

/** The errors that do not result from the request and the stored objects. */
export type InjectableError = Extract<
	S3ErrorCode,
	| 'AccessDenied'
	| 'NoSuchKey'
	| 'PermanentRedirect'
	| 'AuthorizationHeaderMalformed'
	| 'ExpiredToken'
	| 'InvalidAccessKeyId'
	| 'SignatureDoesNotMatch'
	| 'SlowDown'
	| 'InternalError'
>;

/** The faults for one request. */
export type RequestFaults = {
	readonly error: InjectableError | undefined;
	readonly slow: Extract<Fault, {type: 'slow'}> | undefined;
	readonly cut: Extract<Fault, {type: 'cut'}> | undefined;
	readonly stall: Extract<Fault, {type: 'stall'}> | undefined;
	readonly repeatToken: boolean;
};

export class Faults {
	#faults: Array<{readonly fault: Fault; readonly target: FaultTarget; left: number}> = [];

	add(fault: Fault, target: FaultTarget): void {
		this.#faults.push({fault, target, left: target.times ?? Number.POSITIVE_INFINITY});
	}

	clear(): void {
		this.#faults = [];
	}

	/** Consumes the first fault of each type that matches the request. */
	takeFor(request: S3Request): RequestFaults {
		const error = this.#take(request, 'error');
		// An error replaces all other faults.
		const none = {error: undefined, slow: undefined, cut: undefined, stall: undefined, repeatToken: false};
		if (error) return {...none, error: error.code};
		return {
			...none,
			slow: this.#take(request, 'slow'),
			cut: this.#take(request, 'cut'),
			stall: this.#take(request, 'stall'),
			repeatToken: this.#take(request, 'repeat-token') !== undefined,
		};
	}

	#take<T extends Fault['type']>(request: S3Request, type: T): Extract<Fault, {type: T}> | undefined {
		for (const entry of this.#faults) {
			if (!isOfType(entry.fault, type) || entry.left === 0 || !matches(entry.target, request)) continue;
			entry.left--;
			return entry.fault;
		}
		return undefined;
	}
}

function isOfType<T extends Fault['type']>(fault: Fault, type: T): fault is Extract<Fault, {type: T}> {
	return fault.type === type;
}

function matches({on, bucket, key}: FaultTarget, request: S3Request): boolean {
	if (on !== undefined && on !== request.operation) return false;
	if (bucket !== undefined && bucket !== request.bucket) return false;
	return key === undefined || keyOrPrefix(request).search(key) !== -1;
}

export function keyOrPrefix(request: S3Request): string {
	switch (request.operation) {
		case 'list':
			return request.prefix;
		case 'get':
		case 'head':
			return request.key;
		case 'head-bucket':
			return '';
	}
}
