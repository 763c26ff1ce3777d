/** A message of the PostgreSQL protocol, version 3: a type and a body. A client's first messages have no type. */
export type Message = {readonly type: string; readonly body: Buffer};

/** Splits a stream of bytes into messages. */
export class MessageReader {
	#pending: Buffer = Buffer.alloc(0);
	#typed: boolean;

	/** @param typed Whether messages begin with their type; they do not up to and including the startup message. */
	constructor(typed: boolean) {
		this.#typed = typed;
	}

	push(chunk: Uint8Array): void {
		this.#pending = this.#pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#pending, chunk]);
	}

	/** Returns the next complete message, or undefined until more bytes arrive. */
	next(): Message | undefined {
		const header = this.#typed ? 5 : 4;
		if (this.#pending.length < header) return undefined;
		const end = header - 4 + this.#pending.readInt32BE(header - 4);
		if (this.#pending.length < end) return undefined;
		const type = this.#typed ? String.fromCharCode(this.#pending[0]!) : '';
		const body = this.#pending.subarray(header, end);
		this.#pending = this.#pending.subarray(end);
		return {type, body};
	}

	/** Expects a type in all following messages. */
	expectTypes(): void {
		this.#typed = true;
	}
}

export function frame(type: string, ...parts: ReadonlyArray<Uint8Array | string>): Buffer {
	const body = Buffer.concat(parts.map(part => (typeof part === 'string' ? cString(part) : part)));
	const header = Buffer.alloc(type.length + 4);
	header.write(type, 'latin1');
	header.writeInt32BE(body.length + 4, type.length);
	return Buffer.concat([header, body]);
}

export function int16(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeInt16BE(value);
	return bytes;
}

export function int32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32BE(value);
	return bytes;
}

/** Reads the fields of a message body in order. */
export class BodyReader {
	readonly #body: Buffer;
	#at = 0;

	constructor(body: Buffer) {
		this.#body = body;
	}

	byte(): number {
		return this.#body[this.#at++]!;
	}

	int16(): number {
		this.#at += 2;
		return this.#body.readInt16BE(this.#at - 2);
	}

	int32(): number {
		this.#at += 4;
		return this.#body.readInt32BE(this.#at - 4);
	}

	bytes(length: number): Buffer {
		this.#at += length;
		return this.#body.subarray(this.#at - length, this.#at);
	}

	string(): string {
		const end = this.#body.indexOf(0, this.#at);
		const text = this.#body.toString('utf8', this.#at, end);
		this.#at = end + 1;
		return text;
	}

	remaining(): Buffer {
		return this.bytes(this.#body.length - this.#at);
	}
}

function cString(text: string): Buffer {
	return Buffer.from(`${text}\0`);
}
