import type {S3ErrorCode} from './errors.js';
import type {S3Request} from './requests.js';

/** The requests that a fault befalls: all of them, for ever, unless told otherwise. */
export type FaultTarget = {
	readonly on?: S3Request['operation'];
	readonly bucket?: string;
	/** Tried on the key, or on the prefix of a listing; `head-bucket` has neither and is '' here. */
	readonly key?: RegExp;
	/** After so many requests the fault is gone. */
	readonly times?: number;
};

export type Fault =
	| {readonly type: 'error'; readonly code: InjectableError}
	| {readonly type: 'slow'; readonly msPerChunk: number; readonly chunkBytes: number}
	| {readonly type: 'cut'; readonly afterBytes: number}
	| {readonly type: 'stall'; readonly afterBytes: number}
	| {readonly type: 'repeat-token'};

/** The errors that don't follow from a request and what is stored. */
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

/** What befalls one request. */
export type Affliction = {
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

	/** The first fault of each type that concerns the request; each has one time less left. */
	strike(request: S3Request): Affliction {
		const error = this.#take(request, 'error');
		// An error takes the place of what would have been slow or cut.
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
			if (!isOfType(entry.fault, type) || entry.left === 0 || !concerns(entry.target, request)) continue;
			entry.left--;
			return entry.fault;
		}
		return undefined;
	}
}

function isOfType<T extends Fault['type']>(fault: Fault, type: T): fault is Extract<Fault, {type: T}> {
	return fault.type === type;
}

function concerns({on, bucket, key}: FaultTarget, request: S3Request): boolean {
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
